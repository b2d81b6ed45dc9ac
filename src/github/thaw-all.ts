import { type Memory, type PerformJob, TryLater } from '../engine/ports.ts'
import type { Effect, EffectResult, LiftFreeze, PublishCheck } from '../incident/effect.ts'
import type { BranchComparison } from '../incident/freeze-result.ts'
import { freezeCheckName, incidentId, isFrozen, isOngoing } from '../incident/incident.ts'
import type { KeptState, Scrap } from '../incident/kept.ts'
import type { Repository } from '../incident/repository.ts'
import { thawNote } from '../incident/thaw-note.ts'
import { renderCheck } from '../render/check.ts'
import { isRefusal } from './errors.ts'
import { liftFreeze } from './freeze/lift.ts'
import { deleteRuleset } from './freeze/write-ruleset.ts'
import type { PerformContext } from './perform/context.ts'
import { publishCheck } from './perform/publish-check.ts'
import { standingChecks } from './sealed/given-checks.ts'
import type { KeptPlace } from './sealed/kept-comments.ts'
import { readKept } from './sealed/kept-states.ts'
import { type StandingRuleset, standingRulesets } from './sealed/standing-rulesets.ts'
import { type ClassicRemainder, classicRemainders } from './thaw-remainders.ts'
import { type StandingWindow, standingWindows } from './thaw-windows.ts'

/** What is lifted, or would be. */
export interface ThawPlan {
  readonly repository: Repository
  readonly rulesets: readonly StandingRuleset[]
  readonly freezes: readonly KnownFreeze[]
  /** Branches whose classic protection asks for the check of a freeze that nothing was kept of. */
  readonly unknown: readonly ClassicRemainder[]
}

/** One freeze, and what is known of the time before it. */
export interface KnownFreeze {
  /** The anchor's number; undefined for a planned freeze. */
  readonly number: number | undefined
  readonly effect: LiftFreeze
  readonly memory: readonly Scrap[]
  /** It is known that its incident goes on. */
  readonly isOngoing?: boolean
}

export interface LiftedFreeze {
  /** What it asked of merges; its name tells whose it was. */
  readonly checkName: string
  readonly number: number | undefined
  /** It was not there any more. */
  readonly wasMissing: boolean
  readonly comparison: readonly BranchComparison[]
  /** Why it could not be lifted; undefined: it was. */
  readonly problem: string | undefined
}

export interface ThawResult {
  readonly lifted: readonly LiftedFreeze[]
  /** Pull requests whose failing check says now that the freeze is over. */
  readonly released: readonly number[]
  /** What of our freezes still stands afterwards. */
  readonly left: Pick<ThawPlan, 'rulesets' | 'unknown'>
  /** Branches that may not be as before: nothing was kept of them, so the check of the freeze was all that could be taken out. */
  readonly unsure: readonly string[]
}

export interface Thawing {
  readonly context: PerformContext
  readonly repository: Repository
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>
}

/** Finds every freeze of this App in a repository: by its rulesets, by what its cards keep, and by its checks. Changes nothing. */
export async function planThaw(thawing: Thawing): Promise<ThawPlan> {
  const { context, repository } = thawing
  const place = await placeOf(thawing)
  const rulesets = await rulesetsIn(place)
  const remaining = await classicRemainders(context, repository)
  const kept = await readKept(place, { since: 0, anchors: remaining.flatMap(({ number }) => number ?? []) })
  const windows = await standingWindows(place, context.clients, remaining)
  const freezes = [...knownFreezes(kept, rulesets), ...windows.map(knownWindow)]
  const known = new Set(freezes.flatMap(({ memory }) => memory).flatMap(({ data }) => branchesIn(data)))
  return { repository, rulesets, freezes, unknown: remaining.filter(({ branch }) => !known.has(branch)) }
}

async function placeOf({ context, repository }: Thawing): Promise<KeptPlace> {
  const { self, sealer, log } = context
  return { octokit: await context.clients.forRepository(repository), repository, self, sealer, log }
}

async function rulesetsIn({ octokit, repository }: KeptPlace): Promise<StandingRuleset[]> {
  try {
    return await standingRulesets(octokit, repository)
  } catch (error) {
    // The plan has none, or the server.
    if (isRefusal(error, 'not-found', 'plan')) return []
    throw error
  }
}

/** Those of which it is not known what stood before. */
const unsureIn = ({ memory }: KnownFreeze): string[] =>
  memory.flatMap(({ data }) =>
    typeof data === 'object' && data !== null && 'mechanism' in data && data.mechanism === 'branch-protection'
      ? Object.entries(('branches' in data && data.branches) || {}).flatMap(([name, kept]) =>
          'before' in kept ? [] : [name],
        )
      : [],
  )

const branchesIn = (memory: unknown): string[] =>
  typeof memory === 'object' && memory !== null && 'branches' in memory ? Object.keys(memory.branches ?? {}) : []

function knownFreezes({ incidents, strays }: KeptState, rulesets: readonly StandingRuleset[]): KnownFreeze[] {
  const standing = new Set(rulesets.map(({ number }) => number))
  const freezes = new Map<number, KnownFreeze>()
  for (const { number, memory } of strays)
    freezes.set(number, { number, memory, effect: liftOf({ ...ofAnchor(number), applyKey: memory[0]?.key }) })
  for (const { incident, memory } of incidents) {
    const { freeze, anchor, repositoryId } = incident
    const { number } = anchor
    if (!freeze || !(isFrozen(incident) || standing.has(number))) continue
    const effect = liftOf({ ...ofAnchor(number), applied: freeze.applied, applyKey: freeze.firstKey })
    const named = { ...effect, incident: incidentId(repositoryId, number) }
    freezes.set(number, { number, memory, effect: named, isOngoing: isOngoing(incident) })
  }
  return [...freezes].sort(([one], [other]) => one - other).map(([, freeze]) => freeze)
}

const knownWindow = ({ checkName, memory }: StandingWindow): KnownFreeze => ({
  number: undefined,
  memory,
  effect: liftOf({ number: undefined, checkName, applyKey: memory[0]?.key }),
})

const ofAnchor = (number: number): Pick<LiftFreeze, 'number' | 'checkName'> => ({
  number,
  checkName: freezeCheckName(number),
})

const liftOf = (known: Pick<LiftFreeze, 'number' | 'checkName'> & Partial<Sought>): LiftFreeze => ({
  type: 'LiftFreeze',
  incident: '',
  number: known.number,
  checkName: known.checkName,
  applied: known.applied,
  applyKey: known.applyKey ?? '',
})

type Sought = { readonly [Key in 'applied' | 'applyKey']: LiftFreeze[Key] | undefined }

/** Lifts everything that was found, and looks what is left. Running it again is harmless. */
export async function thawAll(thawing: Thawing, plan: ThawPlan): Promise<ThawResult> {
  const lifted: LiftedFreeze[] = []
  for (const freeze of plan.freezes) lifted.push(await lift(thawing, freeze))
  const planned = await deletePlanned(thawing, plan.rulesets)
  for (const remainder of plan.unknown) lifted.push(await takeCheckOut(thawing, remainder))
  const released = new Set<number>()
  const goOn = new Set(plan.freezes.flatMap((freeze) => (freeze.isOngoing ? [freeze.number] : [])))
  const done = lifted.filter(({ problem }) => problem === undefined)
  for (const name of new Set([...done.map(({ checkName }) => checkName), ...planned]))
    for (const each of await release(thawing, name)) released.add(each)
  for (const number of new Set(done.flatMap((one) => (one.wasMissing ? [] : (one.number ?? [])))))
    await tellAnchor(thawing, number, goOn.has(number))
  const rulesets = await rulesetsIn(await placeOf(thawing))
  const unknown = await classicRemainders(thawing.context, thawing.repository)
  const unsure = [...plan.freezes.flatMap(unsureIn), ...plan.unknown.map(({ branch }) => branch)]
  return { lifted, released: [...released], left: { rulesets, unknown }, unsure: [...new Set(unsure)] }
}

const mostTries = 5

async function lift(thawing: Thawing, { number, effect, memory }: KnownFreeze): Promise<LiftedFreeze> {
  const { context } = thawing
  const { checkName } = effect
  const job = jobOf(thawing, effect, memory)
  for (let tries = 1; ; tries++) {
    try {
      const result = await liftFreeze(effect, { ...job, triesBefore: tries - 1 }, context)
      return { number, checkName, problem: undefined, ...outcomeOf(result) }
    } catch (error) {
      if (!(error instanceof TryLater) || tries >= mostTries)
        return {
          number,
          checkName,
          wasMissing: false,
          comparison: [],
          problem: error instanceof Error ? error.message : 'unknown',
        }
      await thawing.wait(Math.min(error.afterMs, 10_000))
    }
  }
}

const outcomeOf = (result: EffectResult): Pick<LiftedFreeze, 'wasMissing' | 'comparison'> =>
  result.type === 'Lifted' ? result : { wasMissing: true, comparison: [] }

/** Nothing is known of the time before: the check of the freeze is all that can be recognised. */
function takeCheckOut(thawing: Thawing, { number, checkName, branch }: ClassicRemainder): Promise<LiftedFreeze> {
  const nothing = { verified: [branch], unverified: [], refused: [], notReadBack: 0 }
  const applied = { mechanism: 'branch-protection', rulesetId: undefined, ...nothing } as const
  return lift(thawing, { number, memory: [], effect: liftOf({ number, checkName, applied }) })
}

/** Planned freezes have no anchor, and nothing was changed but that their rulesets are there. Returns the names of their checks. */
async function deletePlanned(thawing: Thawing, rulesets: readonly StandingRuleset[]): Promise<readonly string[]> {
  const planned = rulesets.filter(({ number }) => number === undefined)
  if (planned.length === 0) return []
  const administrator = await thawing.context.clients.administration(thawing.repository)
  const job = jobOf(thawing, liftOf({ number: undefined, checkName: '' }), [])
  for (const { id } of planned) await deleteRuleset(administrator, job, id)
  return planned.map(({ mark }) => `firebreak/freeze-${mark}`)
}

/**
 * What was marked as held says that the freeze is over. Returns the numbers of the pull requests.
 * @param name of the freeze's check
 */
async function release(thawing: Thawing, name: string): Promise<number[]> {
  const { context, repository } = thawing
  const mark = name.slice('firebreak/freeze-'.length)
  const held = (await standingChecks(await placeOf(thawing), { name, since: 0 })).filter(({ passed }) => !passed)
  const message = { type: 'FreezeOver', incident: '' } as const
  const words = { repository, self: context.self, incidents: new Map(), now: context.now() }
  for (const { id, sha, pullRequest } of held) {
    const externalId = `freeze:${mark}:${pullRequest}`
    const output = renderCheck(message, words)
    const verdict = { type: 'PublishCheck', conclusion: 'success', message } as const
    const effect: PublishCheck = { ...verdict, name, sha, externalId, output }
    const job = jobOf(thawing, effect, [])
    await publishCheck(effect, { ...job, previous: { type: 'CheckPublished', checkRunId: id } }, context)
  }
  return held.map(({ pullRequest }) => pullRequest)
}

const told = (number: number): string =>
  `**Freeze ${number} was lifted from the command line** (\`firebreak thaw --all\`), by whoever runs Firebreak.`

/** Tells people, and the server, which takes note of it. An anchor that is gone or locked hears nothing. */
async function tellAnchor({ context, repository }: Thawing, number: number, goesOn: boolean): Promise<void> {
  const octokit = await context.clients.forRepository(repository)
  try {
    await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner: repository.owner,
      repo: repository.name,
      issue_number: number,
      body: `${told(number)}${goesOn ? ' The incident itself goes on.' : ''}\n\n${thawNote}`,
    })
  } catch (error) {
    if (!isRefusal(error)) throw error
    context.log.warn({ anchor: number, error: error.message }, 'The incident could not be told')
  }
}

/** A job of the moment: its memory ends with the command. */
function jobOf({ repository }: Thawing, effect: Effect, scraps: readonly Scrap[]): PerformJob {
  const key = `thaw/${effect.type}`
  const memories = new Map(scraps.map((scrap) => [scrap.key, scrap.data]))
  const memory: Memory = {
    recall: async (other = key) => memories.get(other),
    memorise: async (data, other = key) => void memories.set(other, data),
  }
  const put = { key, keep: 'once', urgent: true, incident: undefined, effect } as const
  return { repository, put, triesBefore: 0, previous: undefined, memory }
}
