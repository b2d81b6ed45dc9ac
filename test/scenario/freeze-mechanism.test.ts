import { expect, it } from 'vitest'
import { configured, ordinary, type Scene, scenes, shop } from './stage.ts'

const raise = scenes()

const classic = (mode = 'hotfix-only', change: object = {}) => {
  const severities = { P1: { ...ordinary.severities.P1, freeze: mode } }
  return { config: configured({ severities, freeze: { mechanism: 'branch-protection', ...change } }) }
}

const protection = {
  required_status_checks: { strict: true, checks: [{ context: 'ci', app_id: -1 }] },
  enforce_admins: false,
  required_pull_request_reviews: { required_approving_review_count: 1, dismiss_stale_reviews: true },
  restrictions: null,
  required_linear_history: true,
  allow_force_pushes: false,
}

/** Classic protection without what changes with every write. */
const rules = ({ github }: Scene) =>
  github
    .repository(shop)
    .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)
    .sort((one, other) => one.pattern.localeCompare(other.pattern))

it.each(['hotfix-only', 'reviewed', 'locked'])(
  'classic protection, mode %s, is given back exactly as it was',
  async (mode) => {
    const scene = await raise(classic(mode))
    const { alice, emergency, mayMerge, pull, say, seen } = scene
    alice.setProtection('main', protection)
    alice.requireSignatures('main', true)
    const before = structuredClone(rules(scene))
    const other = await pull('other')
    alice.review(other, 'APPROVED')
    alice.reportCheck({ name: 'ci', ref: 'other', conclusion: 'success' })
    expect(mayMerge(other)).toBe(true)
    const number = await emergency()
    expect(rules(scene)).not.toEqual(before)
    expect(mayMerge(other)).toBe(false)
    expect(seen.rulesets()).toEqual([])
    await say(number, '/incident thaw')
    expect(rules(scene)).toEqual(before)
    expect(mayMerge(other)).toBe(true)
    expect(seen.comment(number, /The freeze is lifted/)).toContain('same rules as before')
  },
)

it('what a person changed in the classic protection meanwhile stays, and is named', async () => {
  const scene = await raise(classic())
  const { alice, emergency, say, seen, settle } = scene
  alice.setProtection('main', protection)
  const before = structuredClone(rules(scene))
  const number = await emergency()
  alice.requireSignatures('main', true)
  const [rule] = scene.github.repository(shop).classicRules
  if (rule) rule.requiredLinearHistory = false
  await settle()
  await say(number, '/incident thaw')
  expect(rules(scene)).toEqual(
    before.map((one) => ({ ...one, requiredSignatures: true, requiredLinearHistory: false })),
  )
  expect(seen.comment(number, /The freeze is lifted/)).toMatch(/linear/i)
})

it('a branch without classic protection has none afterwards', async () => {
  const scene = await raise(classic())
  const number = await scene.emergency()
  expect(rules(scene)).toHaveLength(1)
  expect(scene.mayMerge(await scene.pull('other'))).toBe(false)
  await scene.say(number, '/incident thaw')
  expect(rules(scene)).toEqual([])
})

it('a branch under a wildcard rule is left alone, with the reason', async () => {
  const scene = await raise(classic('hotfix-only', { branches: ['~DEFAULT_BRANCH', 'release/*'] }))
  const { alice, emergency, seen, say } = scene
  alice.createBranch('release/1')
  alice.setProtection('release/*', protection)
  const before = structuredClone(rules(scene))
  const number = await emergency()
  expect(seen.card(number)).toContain('1 branch not confirmed')
  expect(rules(scene).map(({ pattern }) => pattern)).toEqual(['main', 'release/*'])
  expect(seen.comment(number, /Left alone/)).toMatch(/release\/1.*wildcard/i)
  await say(number, '/incident thaw')
  expect(rules(scene)).toEqual(before)
})

it.each<[string, object, (scene: Scene) => void, RegExp]>([
  ['plan offers nothing', { private: true, plan: 'free' }, () => undefined, /plan offers neither/],
  ['permission is missing', {}, (scene) => withoutAdministration(scene), /Administration: write/],
  [
    'server has no rulesets',
    { config: configured({ freeze: { mechanism: 'ruleset' } }) },
    withoutRulesets,
    /does not offer/,
  ],
])(
  'where the %s, the freeze is advisory and says so loudly, with the commands',
  async (_what, options, prepare, words) => {
    const scene = await raise(options)
    const { seen, emergency, mayMerge, pull, say } = scene
    prepare(scene)
    const other = await pull('other')
    const number = await emergency()
    expect(seen.card(number)).toMatch(/> \[!CAUTION\]\n> \*\*Nothing is enforced/)
    expect(seen.card(number)).toMatch(words)
    expect(seen.card(number)).toContain('gh api -X POST repos/acme/shop/rulesets')
    expect(seen.card(number)).not.toContain('**on** since')
    expect(mayMerge(other)).toBe(true)
    expect(seen.reactions(await say(number, '/incident resolve Done'))).toEqual(['+1'])
    expect(seen.labels(number)).toContain('incident/resolved')
    expect(seen.card(number)).not.toContain('Nothing is enforced')
  },
)

function withoutAdministration({ github }: Scene): void {
  const [installation] = github.state.installations
  if (!installation) return
  const { administration: _, ...rest } = installation.permissions
  github.grant(installation, rest, 'alice')
}

function withoutRulesets({ github }: Scene): void {
  const missing = {
    status: 404,
    body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
  }
  github.faults.answer({ path: /\/rulesets/, times: 1000 }, missing)
}

it('a missing permission that is granted later is used by the next freeze', async () => {
  const scene = await raise()
  const { github, seen, emergency, say, mayMerge, pull } = scene
  const all = { ...github.state.installations[0]?.permissions }
  withoutAdministration(scene)
  const number = await emergency()
  expect(seen.card(number)).toContain('Nothing is enforced')
  const [installation] = github.state.installations
  if (installation) github.grant(installation, all, 'alice')
  await scene.settle()
  await say(number, '/incident freeze')
  expect(mayMerge(await pull('other'))).toBe(false)
  expect(seen.card(number)).not.toContain('Nothing is enforced')
})
