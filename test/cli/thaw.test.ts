import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { appId } from '../harness/firebreak.ts'
import { appPrivateKey } from '../harness/keys.ts'
import { configured, type Scene, scenes, shop } from '../scenario/stage.ts'

const raise = scenes({ config: configured() })
const classic = configured({ freeze: { mechanism: 'branch-protection' } })

const protection = {
  required_status_checks: {
    strict: true,
    checks: [
      { context: 'zz/build', app_id: -1 },
      { context: 'ci', app_id: -1 },
    ],
  },
  enforce_admins: false,
  required_pull_request_reviews: null,
  restrictions: null,
  required_linear_history: true,
}

/** What the command prints and its exit code. */
async function thaw({ world }: Scene, args: string[] = [], change: Record<string, string> = {}) {
  const printed: string[] = []
  const print = (line: string) => void printed.push(line)
  const environment = {
    ...{ APP_ID: String(appId), PRIVATE_KEY: appPrivateKey },
    ...{ GHE_HOST: new URL(world.apiUrl).host, GHE_PROTOCOL: 'http', ...change },
  }
  const code = await runCommand(
    ['thaw', '--all', shop, ...args],
    { print, printError: print, isTerminal: false },
    environment,
  )
  return { code, text: printed.join('\n') }
}

const settingsOf = ({ github }: Scene) =>
  github
    .repository(shop)
    .classicRules.map(({ id: _id, createdAt: _created, updatedAt: _updated, ...settings }) => settings)

it('lifts a freeze without the server and its database, says so, and is harmless when run again', async () => {
  const scene = await raise()
  const other = await scene.pull('other')
  const number = await scene.emergency()
  scene.carol.editPull(other, { title: 'Another title' })
  await scene.settle()
  expect(scene.seen.check(other, `firebreak/freeze-${number}`)?.conclusion).toBe('failure')
  await scene.world.loseDatabase()
  const dry = await thaw(scene, ['--dry-run'])
  expect(dry).toMatchObject({ code: 1, text: expect.stringMatching(/would be lifted[\s\S]*Firebreak freeze #2/) })
  expect(scene.mayMerge(other)).toBe(false)
  const { code, text } = await thaw(scene)
  expect(text).toMatch(/freeze of #2: lifted, all branches as before/)
  expect(text).toMatch(/held back #1 are green/)
  expect(text).toMatch(/Nothing of a freeze is left/)
  expect(code).toBe(0)
  expect(scene.seen.rulesets()).toEqual([])
  expect(scene.mayMerge(other)).toBe(true)
  expect(scene.seen.check(other, `firebreak/freeze-${number}`)?.conclusion).toBe('success')
  expect(scene.seen.comment(number, /from the command line/)).toContain('The incident itself goes on.')
  expect(scene.seen.comments(number).filter((comment) => comment.includes('from the command line'))).toHaveLength(1)
  expect(await thaw(scene)).toMatchObject({ code: 0 })
  expect(scene.seen.comments(number).filter((comment) => comment.includes('from the command line'))).toHaveLength(1)
})

it('gives classic protection back exactly, from what the App keeps on GitHub', async () => {
  const scene = await raise({ config: classic })
  scene.alice.setProtection('main', protection)
  const before = structuredClone(settingsOf(scene))
  await scene.emergency()
  expect(settingsOf(scene)).not.toEqual(before)
  await scene.world.loseDatabase()
  expect(await thaw(scene)).toMatchObject({ code: 0, text: expect.stringMatching(/all branches as before/) })
  expect(settingsOf(scene)).toEqual(before)
  expect(await thaw(scene)).toMatchObject({ code: 0 })
  expect(settingsOf(scene)).toEqual(before)
})

it('takes out the check alone where nothing is kept, and says what to look at', async () => {
  const scene = await raise({ config: classic })
  scene.alice.setProtection('main', protection)
  const number = await scene.emergency()
  await scene.world.loseDatabase()
  for (const comment of scene.github.repository(shop).comments) comment.body = 'Somebody wiped this.'
  const { code, text } = await thaw(scene)
  expect(text).toMatch(/not known what stood before/)
  expect(text).toMatch(/Still so, perhaps by the freeze: force pushes are forbidden, it cannot be deleted/)
  expect(text).toContain('gh api repos/acme/shop/branches/main/protection')
  expect(text).toMatch(/LOOK AT main: something of a freeze may be left there/)
  expect(text).not.toContain('Nothing of a freeze is left')
  expect(code).toBe(1)
  expect(scene.seen.comment(number, /Freeze 1 was lifted from the command line/)).not.toContain('goes on')
  expect(await thaw(scene)).toMatchObject({ code: 0 })
  expect(settingsOf(scene)[0]?.requiredStatusChecks?.checks).toEqual([
    { context: 'zz/build', appId: null },
    { context: 'ci', appId: null },
  ])
})

it('is noticed by the server, which goes through the thaw as well and says how it came about', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  expect(await thaw(scene)).toMatchObject({ code: 0 })
  await scene.settle()
  const said = scene.seen.comment(number, /The freeze is lifted/)
  expect(said).toContain('it was lifted from the command line')
  expect(said).toContain('same rules as before the freeze')
  expect(said).not.toContain('somebody else removed them')
  expect(scene.seen.card(number)).not.toMatch(/Freeze.*\bon\b/)
})

it('is noticed from this App alone', async () => {
  const scene = await raise()
  const number = await scene.emergency()
  await scene.say(number, 'It was lifted. <!-- firebreak:thawed-from-the-command-line -->', 'alice')
  expect(scene.seen.rulesets()).toHaveLength(1)
  expect(scene.seen.comments(number).join()).not.toContain('The freeze is lifted')
})

it('says what is missing, what it does not understand, and where the App is not installed', async () => {
  const scene = await raise()
  expect(await thaw(scene, [], { APP_ID: '' })).toMatchObject({ code: 2, text: expect.stringContaining('APP_ID') })
  expect(await thaw(scene, ['--now'])).toMatchObject({
    code: 2,
    text: expect.stringContaining('there is no option --now'),
  })
  scene.github.addRepository('acme/other', {})
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  expect(await thaw(scene, [], { PRIVATE_KEY: privateKey })).toMatchObject({ code: 1 })
})

it("leaves somebody's own ruleset alone, whatever it is called", async () => {
  const scene = await raise()
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } }
  const rules = [{ type: 'deletion' }]
  const names = [
    'Firebreak freeze policy (ask Dana first)',
    'Firebreak freeze w-ours',
    'Firebreak freeze #7 is over (locked)',
  ]
  for (const name of names)
    scene.alice.createRuleset({ name, target: 'branch', enforcement: 'active', conditions, rules })
  await scene.emergency()
  const { code, text } = await thaw(scene)
  expect(scene.seen.rulesets()).toEqual(names)
  expect(text).toMatch(/Nothing of a freeze is left/)
  expect(code).toBe(0)
})

it('prints names that somebody gave without what moves a terminal', async () => {
  const scene = await raise()
  await scene.emergency()
  const [ruleset] = scene.github.repository(shop).rulesets
  if (!ruleset) throw new Error('nothing is frozen')
  ruleset.name = `${ruleset.name.slice(0, 60)}\u009b2J\u001b[2J\u202e`
  const { text } = await thaw(scene, ['--dry-run'])
  expect(text).toContain('Firebreak freeze #1 (hotfix-only)')
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

it('turns the checks of a planned freeze green too', async () => {
  const window = { name: 'Launch', from: '2026-03-02T12:00', to: '2026-03-04T12:00', timezone: 'UTC' }
  const config = configured({ freeze: { branches: ['main'], windows: [window] } })
  const scene = await raise({ config })
  scene.alice.pushTo('main', { '.github/incident.yml': `${config}\n` })
  await scene.world.fastForward('4h')
  const other = await scene.pull('other')
  const check = () => scene.seen.check(other, 'firebreak/freeze-w-launch')?.conclusion
  expect(check()).toBe('failure')
  await scene.world.loseDatabase()
  expect(await thaw(scene)).toMatchObject({ code: 0, text: expect.stringMatching(/held back #\d+ are green/) })
  expect(check()).toBe('success')
  expect(scene.seen.rulesets()).toEqual([])
})

/** In the middle of a planned freeze on classic protection, with what stood before it. */
async function plannedOnClassic(mode = 'hotfix-only') {
  const window = { name: 'Launch', from: '2026-03-02T12:00', to: '2026-03-04T12:00', timezone: 'UTC', mode }
  const config = configured({ freeze: { branches: ['main'], windows: [window], mechanism: 'branch-protection' } })
  const scene = await raise({ config })
  scene.alice.pushTo('main', { '.github/incident.yml': `${config}\n` })
  await scene.settle()
  scene.alice.setProtection('main', protection)
  const before = structuredClone(settingsOf(scene))
  await scene.world.fastForward('4h')
  expect(settingsOf(scene)).not.toEqual(before)
  return { scene, before }
}

it.each(['hotfix-only', 'reviewed', 'locked'])(
  'gives classic protection back exactly after a planned freeze (%s), from what the App keeps in an issue',
  async (mode) => {
    const { scene, before } = await plannedOnClassic(mode)
    await scene.world.loseDatabase()
    expect(await thaw(scene)).toMatchObject({
      code: 0,
      text: expect.stringMatching(
        /planned freeze launch on classic protection: main; it is known[\s\S]*all branches as before/,
      ),
    })
    expect(settingsOf(scene)).toEqual(before)
    expect(await thaw(scene)).toMatchObject({
      code: 0,
      text: expect.stringContaining('no freeze of this App was found'),
    })
    expect(settingsOf(scene)).toEqual(before)
  },
)

it('takes the check of a planned freeze out of classic protection where nothing is kept, and says what it could not know', async () => {
  const { scene } = await plannedOnClassic()
  const other = await scene.pull('other')
  const check = () => scene.seen.check(other, 'firebreak/freeze-w-launch')?.conclusion
  expect(check()).toBe('failure')
  await scene.world.loseDatabase()
  for (const comment of scene.github.repository(shop).comments) comment.body = 'Somebody wiped this.'
  const { code, text } = await thaw(scene)
  expect(text).toMatch(/planned freeze launch on classic protection: main; it is not known what stood before/)
  expect(text).toMatch(/LOOK AT main: something of a freeze may be left there/)
  expect(text).toMatch(/held back #\d+ are green/)
  expect(code).toBe(1)
  expect(check()).toBe('success')
  expect(settingsOf(scene)[0]?.requiredStatusChecks?.checks.map(({ context }) => context)).toEqual(['zz/build', 'ci'])
  expect(await thaw(scene)).toMatchObject({ code: 0 })
})

it('says what to do where the installation is suspended', async () => {
  const scene = await raise()
  await scene.emergency()
  for (const installation of scene.github.state.installations) scene.github.suspend(installation, 'alice')
  const { code, text } = await thaw(scene)
  expect(text).toMatch(/suspended[\s\S]*An owner can end the suspension[\s\S]*procedure\.md/)
  expect(code).toBe(2)
  expect(scene.seen.rulesets()).toHaveLength(1)
})

it.each(['running', 'down'])(
  'a server that is %s says of a planned freeze that the command line lifted it',
  async (is) => {
    const window = { name: 'Launch', from: '2026-03-02T12:00', to: '2026-03-04T12:00', timezone: 'UTC' }
    const config = configured({ freeze: { branches: ['main'], windows: [window] } })
    const scene = await raise({ config, sweeps: true, reconciles: true })
    scene.alice.pushTo('main', { '.github/incident.yml': `${config}\n` })
    await scene.world.fastForward('4h')
    expect(scene.seen.rulesets()).toHaveLength(1)
    if (is === 'down') await scene.world.stop()
    expect(await thaw(scene)).toMatchObject({ code: 0 })
    if (is === 'down') await scene.world.restart()
    await scene.world.fastForward('2h')
    const [notice] = scene.seen.issues(/^The planned freeze "Launch" is not enforced/)
    expect(notice?.body).toContain('Somebody lifted it from the command line')
    expect(scene.seen.rulesets()).toEqual([])
  },
)
