import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configured, ordinary, type Scene, scenes, shop } from '../../scenario/stage.ts'
import { queue } from '../../scenario/windows-stage.ts'
import { doctor } from './doctor.ts'

const scenario = 'title: Checkout is down\nseverity: P1\ndescription: |\n  Nobody can pay.\n'
const ready = {
  roles: { maintainers: ['@alice'], backup: ['@bob', '@acme/keepers'] },
  detection: { labels: ['emergency'] },
  drills: [{ name: 'Quarterly', cron: '0 10 1 */3 *', timezone: 'UTC', scenarios: ['.github/incident/drills/*.yml'] }],
}
const files = { '.github/CODEOWNERS': '* @alice\n', '.github/incident/drills/checkout.yml': scenario }
const raise = scenes(
  { config: configured(ready), files, sweeps: true, collaborators: { olga: 'admin' } },
  { breaksConfiguration: true },
)

/** A repository in which everything is as it should be, a drill included; its clock is that of this machine. */
async function healthy(options: Parameters<typeof raise>[0] = {}): Promise<Scene> {
  const scene = await raise({ start: new Date().toISOString(), ...options })
  scene.github.addTeam('acme', 'keepers', ['carol'])
  scene.github.repository(shop).teamRoles.keepers = 'write'
  scene.alice.createLabel({ name: 'emergency' })
  const { number } = scene.alice.openIssue({ title: 'Let us rehearse' })
  await scene.world.settle()
  await scene.say(number, '/incident drill Quarterly')
  return scene
}

interface Found {
  readonly broken: number
  readonly weak: number
  readonly unknown: number
  readonly leftOut: readonly string[]
  readonly findings: readonly { topic: string; level: string; seen: string; emergency?: string; remedy?: string }[]
}

async function found(scene: Scene, ...asked: Parameters<typeof doctor> extends [Scene, ...infer Rest] ? Rest : never) {
  const { code, text } = await doctor(scene, ['--format', 'json', ...(asked[0] ?? [])], asked[1])
  const read: Found = JSON.parse(text)
  return { ...read, code }
}

it('finds nothing to mend where everything is as it should be, and says so', async () => {
  const scene = await healthy()
  const before = scene.github.requests.length
  const { broken, weak, unknown, code, findings } = await found(scene)
  expect({ bad: findings.filter(({ level }) => level !== 'good'), broken, weak, unknown, code }).toEqual({
    ...{ bad: [], broken: 0, weak: 0, unknown: 0, code: 0 },
  })
  const made = scene.github.requests
    .slice(before)
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/access_tokens') && path !== '/graphql')
  expect(made).toEqual([])
  const { text } = await doctor(scene)
  expect(text).toContain('acme/shop: Nothing is known that would fail in an emergency.')
  expect(text).toContain('A freeze would hold on main.')
  expect(text).toContain('The last drill was held today.')
})

const everywhere = { ref_name: { include: ['~ALL'], exclude: [] } }
const ruleset = (rules: readonly object[], more: object = {}) => ({
  ...{ name: 'House', target: 'branch', enforcement: 'active', conditions: everywhere, rules, ...more },
})
const requiring = (context: string) => ({
  type: 'required_status_checks',
  parameters: { required_status_checks: [{ context }], strict_required_status_checks_policy: false },
})
const reviewing = (parameters: object) => ({
  type: 'pull_request',
  parameters: {
    ...{ required_approving_review_count: 0, dismiss_stale_reviews_on_push: false, require_code_owner_review: false },
    ...{ require_last_push_approval: false, required_review_thread_resolution: false, ...parameters },
  },
})
const installationOf = ({ github }: Scene) => {
  const [first] = github.state.installations
  if (!first) throw new Error('nothing is installed')
  return first
}
const teamOf = ({ github }: Scene) => {
  const team = github.state.teams.find(({ slug }) => slug === 'keepers')
  if (!team) throw new Error('there is no such team')
  return team
}
const classic = { config: configured({ ...ready, freeze: { mechanism: 'branch-protection' } }) }
const withConfig = (change: object) => ({ config: configured({ ...ready, ...change }) })

interface Trouble {
  readonly name: string
  readonly options?: Parameters<typeof raise>[0]
  readonly happens?: (scene: Scene) => void
  readonly topic: string
  readonly level: 'broken' | 'weak' | 'unknown' | 'good'
  readonly says: RegExp
}

const troubles: readonly Trouble[] = [
  {
    name: 'a permission that was not accepted',
    happens: (scene) => delete installationOf(scene).permissions.administration,
    ...{ topic: 'freeze', level: 'broken', says: /The App may not write rules here/ },
  },
  {
    name: 'an event that is not subscribed to',
    happens: (scene) => Object.assign(installationOf(scene), { events: ['issues'] }),
    ...{ topic: 'permissions', level: 'broken', says: /not subscribed to the event issue_comment/ },
  },
  {
    name: 'a plan without rules',
    options: { private: true, plan: 'free' },
    ...{ topic: 'freeze', level: 'broken', says: /Neither rulesets nor branch protection/ },
  },
  {
    name: 'a pattern without a branch',
    options: withConfig({ freeze: { branches: ['~DEFAULT_BRANCH', 'release/*'] } }),
    ...{ topic: 'freeze', level: 'weak', says: /No branch matches release\/\*/ },
  },
  {
    name: 'a wildcard rule',
    options: classic,
    happens: ({ alice }) =>
      alice.setProtection('ma*', {
        ...{
          required_status_checks: null,
          enforce_admins: true,
          required_pull_request_reviews: null,
          restrictions: null,
        },
      }),
    ...{ topic: 'freeze', level: 'broken', says: /protection of main cannot be changed without damage.*wildcard/ },
  },
  {
    name: 'administrators that branch protection does not hold',
    options: classic,
    ...{ topic: 'bypass', level: 'weak', says: /Administrators are not held by the protection of main/ },
  },
  {
    name: 'one administrator',
    happens: ({ alice }) => alice.setPermission('olga', 'none'),
    ...{ topic: 'bypass', level: 'weak', says: /alice alone administers/ },
  },
  {
    name: 'somebody who passes the rules',
    happens: ({ alice }) =>
      alice.createRuleset(
        ruleset([{ type: 'deletion' }], {
          bypass_actors: [{ actor_type: 'DeployKey', actor_id: null, bypass_mode: 'exempt' }],
        }),
      ),
    ...{ topic: 'bypass', level: 'weak', says: /deploy keys is exempt from the ruleset "House"/ },
  },
  {
    name: 'a ruleset of the organisation',
    happens: (scene) => {
      scene.alice.createRuleset(ruleset([requiring('ci')], { name: 'Company' }))
      const [moved] = scene.github.repository(shop).rulesets.splice(-1)
      if (!moved) return
      Object.assign(moved, { sourceType: 'Organization', source: 'acme' })
      scene.github.state.organizationRulesets.push({ organization: 'acme', ruleset: moved })
    },
    ...{ topic: 'checks', level: 'weak', says: /main requires ci besides/ },
  },
  {
    name: 'a required check of others that nobody reports',
    happens: ({ alice }) => void alice.createRuleset(ruleset([requiring('ci')])),
    ...{ topic: 'checks', level: 'weak', says: /No check run called ci was seen/ },
  },
  {
    name: 'reviews by code owners',
    happens: ({ alice }) => void alice.createRuleset(ruleset([reviewing({ require_code_owner_review: true })])),
    ...{ topic: 'checks', level: 'weak', says: /main asks for a review by code owners/ },
  },
  {
    name: 'more approvals than the severity asks for',
    happens: ({ alice }) => void alice.createRuleset(ruleset([reviewing({ required_approving_review_count: 2 })])),
    ...{ topic: 'checks', level: 'weak', says: /main asks for 2 approvals, and P1 for fewer/ },
  },
  {
    name: 'a locked branch',
    happens: ({ alice }) => void alice.createRuleset(ruleset([{ type: 'update' }])),
    ...{ topic: 'checks', level: 'broken', says: /Nobody may update main/ },
  },
  {
    name: 'a locked branch, while an App and a key pass another ruleset',
    happens: ({ alice }) => {
      const bypass_actors = [
        { actor_type: 'DeployKey', actor_id: null, bypass_mode: 'always' },
        { actor_type: 'Integration', actor_id: 2740, bypass_mode: 'always' },
      ]
      alice.createRuleset(ruleset([{ type: 'update' }]))
      alice.createRuleset(ruleset([{ type: 'deletion' }], { name: 'History', bypass_actors }))
    },
    ...{ topic: 'checks', level: 'broken', says: /Nobody may update main/ },
  },
  {
    name: 'a locked branch, though deploy keys pass it',
    happens: ({ alice }) => {
      const bypass_actors = [{ actor_type: 'DeployKey', actor_id: null, bypass_mode: 'always' }]
      alice.createRuleset(ruleset([{ type: 'update' }], { bypass_actors }))
    },
    ...{ topic: 'checks', level: 'broken', says: /Nobody may update main/ },
  },
  {
    name: 'a merge queue that the App does not hear of',
    happens: (scene) => {
      queue(scene)
      const home = installationOf(scene)
      home.events = home.events.filter((event) => event !== 'merge_group')
    },
    ...{
      topic: 'merge-queue',
      level: 'broken',
      says: /main has a merge queue, and the App lacks the event merge_group/,
    },
  },
  {
    name: 'a settings bot',
    happens: ({ alice }) => void alice.pushTo('main', { '.github/settings.yml': 'repository: {}\n' }),
    ...{ topic: 'rivals', level: 'weak', says: /\.github\/settings\.yml looks like a settings bot/ },
  },
  {
    name: 'a label that people need',
    happens: ({ alice }) => alice.deleteLabel('emergency'),
    ...{ topic: 'labels', level: 'weak', says: /This label is missing: emergency/ },
  },
  {
    name: 'somebody who is not on GitHub',
    options: withConfig({ roles: { maintainers: ['@alice'], backup: ['@nobody-knows'] } }),
    ...{ topic: 'people', level: 'broken', says: /There is no user @nobody-knows on GitHub \(roles\.backup\)/ },
  },
  {
    name: 'somebody who cannot see a private repository',
    options: { ...withConfig({ roles: { maintainers: ['@alice'], backup: ['@mallory'] } }), private: true },
    ...{ topic: 'people', level: 'broken', says: /@mallory cannot see this repository/ },
  },
  {
    name: 'an approver without write permission',
    options: withConfig({ roles: { maintainers: ['@alice', '@trudy'], backup: ['@bob'] } }),
    ...{ topic: 'people', level: 'weak', says: /@trudy is to approve hotfixes of P1, and has no write permission/ },
  },
  {
    name: 'a team that is gone',
    happens: (scene) => scene.github.state.teams.splice(0),
    ...{ topic: 'people', level: 'broken', says: /The team @acme\/keepers is not there/ },
  },
  {
    name: 'an empty team',
    happens: (scene) => teamOf(scene).members.splice(0),
    ...{ topic: 'people', level: 'broken', says: /Nobody is in the team @acme\/keepers/ },
  },
  {
    name: 'a team without access',
    happens: ({ github }) => delete github.repository(shop).teamRoles.keepers,
    ...{ topic: 'people', level: 'weak', says: /@acme\/keepers has no access to this repository/ },
  },
  {
    name: 'a secret team',
    happens: (scene) => Object.assign(teamOf(scene), { secret: true }),
    ...{ topic: 'people', level: 'weak', says: /The team @acme\/keepers is secret/ },
  },
  {
    name: 'a team whose members are not notified',
    happens: (scene) => Object.assign(teamOf(scene), { muted: true }),
    ...{ topic: 'people', level: 'broken', says: /Notifications of the team @acme\/keepers are switched off/ },
  },
  {
    name: 'teams that may not be read',
    happens: (scene) => delete installationOf(scene).permissions.members,
    ...{ topic: 'people', level: 'unknown', says: /Whether the teams exist.*lacks members=read/ },
  },
  {
    name: 'a file that is named and not there',
    options: withConfig({ updates: { template: '.github/incident/update.md' } }),
    ...{
      topic: 'configuration',
      level: 'weak',
      says: /names \.github\/incident\/update\.md, and there is no such file/,
    },
  },
  {
    name: 'another repository that is not reached',
    options: withConfig({ 'post-mortem': { open: 'resolved', repository: 'acme/post-mortems' } }),
    ...{ topic: 'configuration', level: 'broken', says: /cannot open issues in acme\/post-mortems/ },
  },
  {
    name: 'an archived repository',
    happens: ({ alice }) => alice.archive(),
    ...{ topic: 'configuration', level: 'broken', says: /The repository is archived/ },
  },
  {
    name: 'no code owner of the configuration',
    happens: ({ alice }) => void alice.pushTo('main', { '.github/CODEOWNERS': '/docs @alice\n' }),
    ...{ topic: 'configuration', level: 'weak', says: /incident\.yml has no code owner/ },
  },
  {
    name: 'a webhook without an address',
    happens: ({ github }) => Object.assign(github.state, { hookUrl: '' }),
    ...{ topic: 'deliveries', level: 'broken', says: /no webhook address/ },
  },
  {
    name: 'a drill of long ago',
    happens: ({ github }) => {
      for (const issue of github.repository(shop).issues) issue.createdAt = '2020-01-01T00:00:00Z'
    },
    ...{ topic: 'drills', level: 'weak', says: /The last drill was held \d+ days ago/ },
  },
]

it.each(troubles.map((trouble) => [trouble.name, trouble] as const))('finds %s', async (_name, trouble) => {
  const scene = await healthy(trouble.options)
  trouble.happens?.(scene)
  const { findings, code } = await found(scene)
  const fitting = findings.filter(({ topic, seen }) => topic === trouble.topic && trouble.says.test(seen))
  expect(
    fitting.map(({ level }) => level),
    JSON.stringify(findings, undefined, 1),
  ).toEqual([trouble.level])
  expect(code).toBe(findings.some(({ level }) => level === 'broken') ? 1 : 0)
})

it('finds deliveries that do not come through', async () => {
  const scene = await healthy()
  await scene.world.stop()
  for (const title of ['One', 'Two']) scene.carol.openIssue({ title })
  await scene.github.settle()
  const { findings } = await found(scene)
  expect(findings.find(({ topic }) => topic === 'deliveries')).toMatchObject({
    level: 'weak',
    seen: expect.stringMatching(/Of the newest \d+ deliveries 2 did not come through/),
  })
})

it.each([
  ['a ruleset', {}],
  ['a lock', withConfig({ severities: { P1: { ...ordinary.severities.P1, freeze: 'locked' } } })],
  ['branch protection', classic],
])('leaves its own freeze by %s out of what holds on a branch', async (_name, options) => {
  const scene = await healthy(options)
  const number = await scene.emergency()
  expect(scene.mayPush('main')).toBe(false)
  expect(scene.seen.card(number)).toMatch(/Freeze.*\bon\b/)
  const { findings } = await found(scene)
  expect(findings.filter(({ topic, level }) => topic === 'checks' && level !== 'good')).toEqual([])
})

it('asks GitHub some thirty times, and says what was left out', async () => {
  const people = (from: number) => Array.from({ length: 35 }, (_, place) => `@person-${from + place}`)
  const roles = { maintainers: ['@alice'], backup: people(0), others: people(35) }
  const scene = await healthy(withConfig({ roles, freeze: { branches: ['~DEFAULT_BRANCH', 'topic/*'] } }))
  const few = await healthy()
  const asks = async (one: Scene) => {
    const before = one.github.requests.length
    const { leftOut } = await found(one)
    return { leftOut, asked: one.github.requests.length - before }
  }
  expect(await asks(few)).toMatchObject({ leftOut: [], asked: expect.toSatisfy((asked: number) => asked <= 40) })
  for (let number = 0; number < 14; number++) scene.alice.pushTo(`topic/${number}`, { 'a.txt': `${number}` })
  const many = await asks(scene)
  expect(many.leftOut).toEqual([
    '5 more branches that would be frozen were not looked at.',
    '11 of the people were not looked up.',
  ])
  expect(many.asked).toBeLessThan(250)
})

it('judges the file of one’s own in the place of the one on the default branch, and says what is wrong with it', async () => {
  const scene = await healthy()
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-doctor-'))
  const file = `${folder}/incident.yml`
  writeFileSync(file, 'version: 1\nfreze: {}\n')
  const { text, code } = await doctor(scene, ['--config', file])
  expect(code).toBe(1)
  expect(text.replace(/\s+/g, ' ')).toContain(`${file}:2:1: Unknown key \`freze\` at the top of the file.`)
  expect(text.replace(/\s+/g, ' ')).toContain(`${file} has errors. In an emergency: On the default branch it would`)
  expect(text).not.toContain('incident.yml on the default branch has errors')
  writeFileSync(file, `${configured(ready)}\n`)
  expect((await doctor(scene, ['--config', file])).text.replace(/\s+/g, ' ')).toContain(`${file} is valid.`)
  expect(await doctor(scene, ['--config', `${folder}/none.yml`])).toMatchObject({ code: 2 })
  rmSync(folder, { recursive: true })
})

it('fails for what is weak when it is asked to', async () => {
  const scene = await healthy()
  scene.alice.deleteLabel('emergency')
  expect(await doctor(scene)).toMatchObject({ code: 0 })
  expect(await doctor(scene, ['--strict'])).toMatchObject({ code: 1 })
})

it('writes Markdown in which nothing from outside does anything', async () => {
  const scene = await healthy(withConfig({ roles: { maintainers: ['@alice'], backup: ['@nobody-knows'] } }))
  const { text } = await doctor(scene, ['--format', 'markdown'])
  expect(text).toMatch(/^# acme\/shop\n\n\*\*1 would fail in an emergency/)
  expect(text).toContain('## People and teams\n\n- ❌ There is no user `@nobody-knows` on GitHub')
  expect(text).not.toMatch(/(?<!`)@nobody-knows/)
})

it('says what is missing, what it does not understand, and where the App is not installed', async () => {
  const scene = await raise()
  expect(await doctor(scene, [], { APP_ID: '' })).toMatchObject({ code: 2, text: expect.stringContaining('APP_ID') })
  expect(await doctor(scene, ['--format', 'xml'])).toMatchObject({
    code: 2,
    text: expect.stringContaining('expected one of'),
  })
  expect(await doctor(scene, [], { CHANNEL_GRANTS: 'PAGER' })).toMatchObject({ code: 2 })
  for (const installation of scene.github.state.installations) installation.repositoryIds = []
  expect(await doctor(scene)).toMatchObject({ code: 2, text: expect.stringContaining('not installed on acme/shop') })
})

it('says that it could not look where the installation is suspended', async () => {
  const scene = await raise()
  for (const installation of scene.github.state.installations) scene.github.suspend(installation, 'alice')
  expect(await doctor(scene)).toMatchObject({ code: 2, text: expect.stringMatching(/^firebreak: .*suspended/) })
})

it('says of a repository without a configuration that there is no procedure', async () => {
  const scene = await raise({ config: undefined })
  const { text, code } = await doctor(scene)
  expect(code).toBe(1)
  expect(text).toContain('There is no .github/incident.yml on the default branch.')
})
