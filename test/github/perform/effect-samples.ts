import type { ForecastConfiguration } from '../../../src/incident/configuration-effect.ts'
import type { Effect, EffectResult, NotifyChannel } from '../../../src/incident/effect.ts'
import type { LookAround } from '../../../src/incident/look-effect.ts'
import { freeze, startWorkbench, thaw, type Workbench } from './workbench.ts'

type GitHubEffect = Exclude<Effect, NotifyChannel | ForecastConfiguration | LookAround>

/** One effect in a world where it has something to do. */
export interface EffectSample {
  readonly effect: Effect
  /** The key it is stored under. */
  readonly key: string
  /** What an earlier effect of the same key brought. */
  readonly previous?: EffectResult
}

/** Furnishes a fresh GitHub; what the effect needs to have happened before is performed here. */
type Sample = (bench: Workbench, thread: number) => EffectSample | Promise<EffectSample>

const message = { type: 'Help', to: 'alice' } as const
const labels = [{ name: 'sev1', color: 'b60205', description: 'The worst' }]
const texts = { title: 'Post-mortem', message, body: 'What happened?' }
const check = 'firebreak/freeze-12'
const planned = {
  number: undefined,
  window: { slug: 'year-end', to: '2026-01-05T08:00', timezone: 'Europe/London' },
  checkName: 'firebreak/freeze-w-year-end',
}

/**
 * At least one sample for each type that is carried out on GitHub: a new type does not compile until it has one, and then
 * it is in every test that goes through them.
 */
const samples: { readonly [Type in GitHubEffect['type']]: Readonly<Record<string, Sample>> } = {
  SyncCard: {
    first: (_, thread) => sample({ type: 'SyncCard', incident: '1#1', thread, body: 'card' }),
    locked: (bench, thread) => {
      bench.github.as('alice').in(shop).lock(thread, 'spam')
      return sample({ type: 'SyncCard', incident: '1#1', thread, body: 'card' })
    },
    edited: async (bench, thread) => {
      const first = await bench.perform({ type: 'SyncCard', incident: '1#1', thread, body: 'older' }, { key: 'effect' })
      const effect = { type: 'SyncCard', incident: '1#1', thread, body: 'card' } as const
      return { ...sample(effect), ...(first.succeeded && { previous: first.result }) }
    },
  },
  SyncLabels: { put: (_, thread) => sample({ type: 'SyncLabels', thread, labels }) },
  PostComment: {
    here: (_, thread) => sample({ type: 'PostComment', thread, message, body: 'Hello' }),
    locked: (bench, thread) => {
      bench.github.as('alice').in(shop).lock(thread, 'spam')
      return sample({ type: 'PostComment', thread, message, body: 'Hello' })
    },
    elsewhere: (bench) => {
      const { number } = bench.github.as('alice').in(vault).openIssue({ title: 'Details' })
      return sample({ type: 'PostComment', thread: number, repository: vault, secret: true, message, body: 'Hello' })
    },
  },
  React: {
    given: (bench, thread) => {
      const { id } = bench.github.as('alice').in(shop).comment(thread, '/incident ack')
      return sample({ type: 'React', commentId: id, content: 'eyes' })
    },
  },
  ApplyFreeze: {
    ruleset: () => sample(freeze({ mechanism: 'ruleset' })),
    classic: () => sample(freeze({ mechanism: 'branch-protection' })),
    planned: () => sample(freeze({ mechanism: 'ruleset', ...planned })),
    'planned, classic': () => sample(freeze({ mechanism: 'branch-protection', ...planned })),
  },
  LiftFreeze: {
    ruleset: async (bench) => {
      await bench.perform(freeze({ mechanism: 'ruleset' }), { key: 'freeze' })
      return sample(thaw({ applyKey: 'freeze' }))
    },
    planned: async (bench) => {
      await bench.perform(freeze({ mechanism: 'ruleset', ...planned }), { key: 'freeze' })
      return sample(thaw({ applyKey: 'freeze', ...planned }))
    },
    classic: async (bench) => {
      const frozen = await bench.perform(freeze({ mechanism: 'branch-protection' }), { key: 'freeze' })
      const applied = frozen.succeeded && frozen.result.type === 'Frozen' ? frozen.result.applied : undefined
      return sample(thaw({ applyKey: 'freeze', applied }))
    },
  },
  PublishCheck: {
    published: ({ github }) => {
      const sha = github.repository(shop).branches.main ?? ''
      const output = { title: 'Not a hotfix', summary: 'It names no incident.' }
      return sample({ type: 'PublishCheck', name: check, sha, externalId: 'e', conclusion: 'failure', message, output })
    },
  },
  OpenIssue: {
    here: () => sample({ type: 'OpenIssue', ...texts, labels, assignees: ['alice'] }),
    elsewhere: () => sample({ type: 'OpenIssue', ...texts, labels, assignees: [], repository: vault, secret: true }),
  },
  KeepIssue: {
    opened: () => sample({ type: 'KeepIssue', open: true, ...texts, labels }),
    elsewhere: async (bench) => {
      await bench.perform({ type: 'OpenIssue', ...texts, labels, assignees: [] }, { key: 'opening' })
      return sample({ type: 'KeepIssue', open: false, ...texts, labels, openedBy: 'opening' })
    },
    closed: async (bench) => {
      const kept = await bench.perform({ type: 'KeepIssue', open: true, ...texts, labels }, { key: 'effect' })
      const effect = { type: 'KeepIssue', open: false, ...texts, labels } as const
      return { ...sample(effect), ...(kept.succeeded && { previous: kept.result }) }
    },
  },
  LockThread: {
    locked: (_, thread) => sample({ type: 'LockThread', thread, locked: true, firstKey: undefined }),
    opened: async (bench, thread) => {
      await bench.perform({ type: 'LockThread', thread, locked: true, firstKey: undefined }, { key: 'lock' })
      return sample({ type: 'LockThread', thread, locked: false, firstKey: 'lock' })
    },
  },
  LimitInteractions: {
    set: () => sample({ type: 'LimitInteractions', limit: 'contributors-only', lasts: 1 }),
    taken: async (bench) => {
      await bench.perform({ type: 'LimitInteractions', limit: 'existing-users', lasts: 1 }, { key: 'limit' })
      return sample({ type: 'LimitInteractions', limit: undefined, lasts: 0 })
    },
  },
  OpenRevert: {
    opened: ({ github }) => {
      const alice = github.as('alice').in(shop)
      const { number } = alice.openPull({ title: 'Repair', head: 'repair', files: { 'shop.ts': 'repaired' } })
      alice.merge(number)
      return sample({ type: 'OpenRevert', ...texts, pullRequest: number })
    },
  },
  OpenAdvisory: { opened: () => sample({ type: 'OpenAdvisory', ...texts, severity: 'high' }) },
  PublishDiscussion: { published: () => sample({ type: 'PublishDiscussion', ...texts, category: 'Incidents' }) },
  ProposeConfiguration: {
    opened: () => sample(proposal),
    begun: async (bench) => {
      // What an earlier try left when GitHub refused the pull request: the branch alone.
      bench.github.faults.answer({ method: 'POST', path: /\/pulls$/ }, { status: 422, body: { message: 'Not now' } })
      await bench.perform(proposal, { key: 'effect' })
      return sample(proposal)
    },
  },
  RehearseFreeze: { made: () => sample(rehearsal) },
  EndRehearsal: {
    removed: async (bench) => {
      const made = await bench.perform(rehearsal, { key: 'rehearsal' })
      const rulesetId = made.succeeded && made.result.type === 'Rehearsed' ? made.result.rulesetId : undefined
      return sample({ type: 'EndRehearsal', number: 12, rulesetId })
    },
  },
}

const shop = 'acme/app'
const vault = 'acme/vault'
const rehearsal: Effect = {
  ...{ type: 'RehearseFreeze', number: 12, mode: 'hotfix-only', branches: ['~DEFAULT_BRANCH'], checkName: check },
  reviewed: { approvals: 1, strict: false, enforceAdmins: false },
}
const proposal: Effect = {
  ...{
    type: 'ProposeConfiguration',
    branch: 'firebreak/configure',
    base: 'main',
    title: 'Configure',
    commit: 'Configure',
  },
  files: [{ path: '.github/incident.yml', text: 'version: 1\n' }],
  ...{ message, body: 'Shall we?' },
}
const sample = (effect: Effect): EffectSample => ({ effect, key: 'effect' })

export interface Stage extends EffectSample {
  readonly bench: Workbench
}

/** Every sample, by name, with what raises a fresh GitHub for it. */
export const effectSamples: readonly (readonly [string, () => Promise<Stage>])[] = Object.entries(samples).flatMap(
  ([type, variants]) =>
    Object.entries(variants).map(([variant, furnish]) => [`${type} (${variant})`, () => raise(furnish)] as const),
)

async function raise(furnish: Sample): Promise<Stage> {
  const bench = await startWorkbench({ repository: { discussionCategories: ['Incidents'] } })
  bench.github.addRepository(vault, { private: true, collaborators: { alice: 'admin' } })
  const { number } = bench.github.as('alice').in(shop).openIssue({ title: 'Down' })
  return { bench, ...(await furnish(bench, number)) }
}

/** What people find on this GitHub. */
export const worldOf = ({ github }: Workbench): unknown => [shop, vault].map((name) => github.repository(name))

/**
 * The same without ids, names of commits, moments, markers and tries: those are others every time. A ruleset that is
 * written once more, with what stands in it, has one more version of the same content.
 */
export function lasting(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (/^id$|Ids?$|At$|[sS]ha$|^(?:commits|tries|versions)$/.test(key)) return undefined
      if (typeof part !== 'string') return part
      const unsealed = part.replace(/(?<=firebreak:sealed:1:)\S+/g, 'SEALED')
      return unsealed.replace(/\b[0-9a-f]{16,40}\b/g, 'HASH').replace(/(?<=-)\d+$/, 'ID')
    }),
  )
}
