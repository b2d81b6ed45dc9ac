import { describe, expect, it } from 'vitest'
import { reading } from '../render/harmless.ts'
import { log4shell, opened, runbook } from './alert-stage.ts'
import { configured, scenes, shop } from './stage.ts'

const raise = scenes({ config: runbook() })

describe('which alerts open an incident', () => {
  it.each([
    ['a score of 10', {}, 'severity/P0'],
    ['the word critical, where there is no score yet', { cvssV3: { score: 0, vector: null } }, 'severity/P0'],
    [
      'the higher of two scores',
      { cvssV3: { score: 6, vector: null }, cvssV4: { score: 9.3, vector: null } },
      'severity/P0',
    ],
    ['7.5 and an exploit that is likely', { cvssV3: { score: 7.5, vector: null }, epss: 0.94 }, 'severity/P1'],
    [
      '7.5 and a vector that says that it is attacked',
      { cvssV3: { score: 7.5, vector: null }, cvssV4: { score: 7.1, vector: 'CVSS:4.0/AV:N/E:A' } },
      'severity/P1',
    ],
    ['7.5 and no exploit', { cvssV3: { score: 7.5, vector: null }, epss: 0.02 }, 'severity/P2'],
    ['a scope that nobody knows', { scope: null }, 'severity/P0'],
  ] as const)('%s', async (_, alert, label) => {
    const { github, seen, settle } = await raise()
    github.dependabot(shop).find({ ...log4shell, ...alert })
    await settle()
    const [issue] = seen.issues(opened)
    expect(seen.labels(issue?.number ?? 0)).toEqual(['emergency', 'incident/declared', label].sort())
  })

  it.each([
    ['a medium one', { cvssV3: { score: 5.3, vector: null }, severity: 'medium' }],
    ['one in development', { scope: 'development' }],
  ] as const)('%s opens none', async (_, alert) => {
    const { github, seen, settle } = await raise()
    github.dependabot(shop).find(alert)
    await settle()
    expect(seen.issues(/(?:)/)).toEqual([])
  })

  it('the issue says what is known, and its incident freezes and tells the first people', async () => {
    const { github, seen, settle, mayPush } = await raise()
    github.dependabot(shop).find(log4shell)
    await settle()
    const [issue] = seen.issues(opened)
    expect(issue?.title).toBe('[EMERGENCY] org.apache.logging.log4j:log4j-core: CVE-2021-44228')
    for (const fact of [
      'Remote code injection',
      '`pom.xml`',
      'CVSS 10.0 (critical)',
      '`2.15.0`',
      '/security/dependabot/1',
    ])
      expect(issue?.body).toContain(fact)
    const card = seen.card(issue?.number ?? 0)
    expect(card).toContain('@alice')
    expect(card).toContain('Dependabot alert CVE-2021-44228')
    expect(mayPush('main')).toBe(false)
  })

  it('without any `when` every alert gets the default severity', async () => {
    const severities = { P1: { responders: ['maintainers'] } }
    const { github, seen, settle } = await raise({ config: runbook({ severities, 'default-severity': 'P1' }) })
    github.dependabot(shop).find({ severity: 'low', cvssV3: { score: 2, vector: null } })
    await settle()
    expect(seen.labels(seen.issues(opened)[0]?.number ?? 0)).toContain('severity/P1')
  })

  it('where alerts are off they cost no call and no row', async () => {
    const { github, world, settle, emergency } = await raise({ config: configured() })
    await emergency()
    const before = { calls: github.requests.length, rows: world.rows() }
    const dependabot = github.dependabot(shop)
    const { number } = dependabot.find()
    github.as('mallory').in(shop).reportVulnerability({ summary: 'A hole', description: 'Deep' })
    await settle()
    expect({ calls: github.requests.length, rows: world.rows() }).toEqual(before)
    expect(number).toBe(1)
  })
})

describe('one advisory is one incident', () => {
  it('several manifests make one issue, and the incident ends with the last of them', async () => {
    const { github, seen, settle } = await raise()
    const dependabot = github.dependabot(shop)
    for (const manifest of ['pom.xml', 'a/pom.xml', 'b/pom.xml']) dependabot.find({ ...log4shell, manifest })
    await settle()
    const [issue, ...others] = seen.issues(opened)
    expect(others).toEqual([])
    const number = issue?.number ?? 0
    expect(seen.card(number)).toContain('open in 3 manifests')
    dependabot.fixed(1)
    dependabot.fixed(2)
    await settle()
    expect(seen.labels(number)).toContain('incident/declared')
    dependabot.fixed(3)
    await settle()
    expect(seen.labels(number)).toContain('incident/closed')
  })

  it('an alert that comes while the issue cannot be opened is not lost, and opens no second one', async () => {
    const { github, world, seen, settle } = await raise()
    const dependabot = github.dependabot(shop)
    github.faults.answer({ method: 'POST', path: /\/issues$/, times: 2 }, { status: 502 })
    dependabot.find({ ...log4shell, manifest: 'pom.xml' })
    await settle()
    dependabot.find({ ...log4shell, manifest: 'a/pom.xml' })
    await settle()
    expect(seen.issues(opened)).toEqual([])
    await world.fastForward('10m')
    expect(seen.issues(opened)).toHaveLength(1)
    const number = seen.issues(opened)[0]?.number ?? 0
    dependabot.fixed(1)
    await settle()
    expect(seen.labels(number)).toContain('incident/declared')
    dependabot.fixed(2)
    await settle()
    expect(seen.labels(number)).toContain('incident/closed')
  })

  it('a lost reply and a delivery that comes twice make no second issue', async () => {
    const { github, world, seen } = await raise()
    github.faults.loseReply({ method: 'POST', path: /\/issues$/ })
    github.faults.deliveries.duplicate(1, { event: 'dependabot_alert' })
    github.dependabot(shop).find(log4shell)
    await world.fastForward('10m')
    expect(seen.issues(opened)).toHaveLength(1)
    expect(seen.labels(seen.issues(opened)[0]?.number ?? 0)).toContain('incident/declared')
  })

  it('two issues that an outage over the turn of an hour left behind become one', async () => {
    const { github, world, seen, settle } = await raise({ start: '2026-03-02T09:59:30Z' })
    const dependabot = github.dependabot(shop)
    github.faults.answer({ method: 'POST', path: /\/issues$/, times: 9 }, { status: 502 })
    dependabot.find({ ...log4shell, manifest: 'pom.xml' })
    await settle()
    await world.fastForward('45s')
    dependabot.find({ ...log4shell, manifest: 'a/pom.xml' })
    await world.fastForward('30m')
    const [first, second] = seen.issues(opened)
    expect([first?.state, second?.state]).toEqual(['open', 'closed'])
    expect(second?.body).toContain(`#${first?.number}`)
    expect(seen.card(second?.number ?? 0)).toBe('')
    dependabot.fixed(1)
    dependabot.fixed(2)
    await settle()
    expect(seen.labels(first?.number ?? 0)).toContain('incident/closed')
  })

  it('what an outsider wrote into a package name does nothing', async () => {
    const { github, seen, settle } = await raise()
    const name = '@everyone/<!-- firebreak:x --><img src=x>|`acme/shop#1`'
    github.dependabot(shop).find({ package: { ecosystem: 'npm', name }, summary: `${name} and @acme/team` })
    await settle()
    const [issue] = seen.issues(opened)
    const number = issue?.number ?? 0
    for (const text of [issue?.body ?? '', ...seen.comments(number)])
      expect(
        reading(text).harms.filter((harm) => /everyone|acme\/team|acme\/shop#1|img|firebreak:x/.test(harm)),
      ).toEqual([])
  })
})

describe('the end of an alert', () => {
  /** An incident from one alert; returns its number. */
  const begun = async ({ github, seen, settle }: Awaited<ReturnType<typeof raise>>): Promise<number> => {
    github.dependabot(shop).find(log4shell)
    await settle()
    return seen.issues(opened)[0]?.number ?? 0
  }

  it('a fix resolves the incident and gives the branches back', async () => {
    const scene = await raise()
    const number = await begun(scene)
    expect(scene.mayPush('main')).toBe(false)
    scene.github.dependabot(shop).fixed(1)
    await scene.settle()
    scene.seen.comment(number, /Its security alert is fixed on the default branch\./)
    expect(scene.mayPush('main')).toBe(true)
    expect(scene.seen.labels(number)).toContain('incident/closed')
  })

  it.each([
    ['inaccurate', 'dismissed as inaccurate'],
    ['not_used', 'the vulnerable code is not used'],
  ] as const)('dismissed as %s by somebody trusted resolves it too, and says why', async (reason, words) => {
    const scene = await raise()
    const number = await begun(scene)
    scene.as('bob').dismissAlert(1, reason)
    await scene.settle()
    scene.seen.comment(number, new RegExp(words))
    expect(scene.seen.labels(number)).toContain('incident/closed')
  })

  it('dismissed because a fix is begun, the incident goes on until the fix is there', async () => {
    const scene = await raise()
    const number = await begun(scene)
    scene.as('bob').dismissAlert(1, 'fix_started')
    await scene.settle()
    expect(scene.seen.labels(number)).toContain('incident/declared')
    expect(scene.seen.card(number)).toContain('a fix is begun')
    scene.github.dependabot(shop).fixed(1)
    await scene.settle()
    expect(scene.seen.labels(number)).toContain('incident/closed')
  })

  it('dismissed by somebody who may not end incidents, the incident and its freeze stay', async () => {
    const detection = { alerts: { dependabot: true }, trust: 'maintain' }
    const scene = await raise({ config: runbook({ detection }) })
    const number = await begun(scene)
    scene.as('carol').dismissAlert(1, 'tolerable_risk')
    await scene.settle()
    expect(scene.seen.comment(number, /may not end incidents here/)).toContain('carol')
    expect(scene.mayPush('main')).toBe(false)
  })

  it('what comes back later is a new incident', async () => {
    const scene = await raise()
    const first = await begun(scene)
    scene.github.dependabot(shop).fixed(1)
    await scene.settle()
    await scene.world.fastForward('1d')
    scene.github.dependabot(shop).reintroduced(1)
    await scene.settle()
    const numbers = scene.seen.issues(opened).map(({ number }) => number)
    expect(numbers).toHaveLength(2)
    expect(scene.seen.labels(numbers.find((number) => number !== first) ?? 0)).toContain('incident/declared')
  })

  it('what comes back at once is a new incident too', async () => {
    const scene = await raise()
    await begun(scene)
    for (const incidents of [2, 3]) {
      scene.github.dependabot(shop).fixed(1)
      await scene.settle()
      scene.github.dependabot(shop).reintroduced(1)
      await scene.settle()
      expect(scene.seen.issues(opened)).toHaveLength(incidents)
    }
    expect(scene.mayPush('main')).toBe(false)
  })

  it('of which the news comes after that of its fix calls people, and is over when GitHub does not list it later either', async () => {
    const scene = await raise()
    scene.github.faults.deliveries.reorder(2, { event: 'dependabot_alert' })
    scene.github.dependabot(shop).find(log4shell)
    scene.github.dependabot(shop).fixed(1)
    await scene.settle()
    const number = scene.seen.issues(opened)[0]?.number ?? 0
    expect(scene.seen.card(number)).toContain('does not list alert 1 as open')
    await scene.world.fastForward('9m')
    expect(scene.mayPush('main')).toBe(false)
    await scene.world.fastForward('1m')
    scene.seen.comment(number, /Its security alert is fixed on the default branch\./)
    expect(scene.mayPush('main')).toBe(true)
  })

  it('a fix whose roll-out is under way says so, and the incident goes on', async () => {
    const stages = [{ name: 'Production', environment: 'production', watch: '1h' }]
    const scene = await raise({ config: runbook({ 'roll-out': { stages }, hotfix: { require: [] } }) })
    const number = await begun(scene)
    scene.as('carol').deploy({ environment: 'production' })
    const pull = await scene.pull('hotfix/log4j', { body: `Incident: #${number}` })
    scene.as('alice').merge(pull)
    await scene.settle()
    scene.github.dependabot(shop).fixed(1)
    await scene.settle()
    scene.seen.comment(number, /The incident goes on until the hotfix is rolled out everywhere/)
    expect(scene.seen.labels(number)).toContain('incident/mitigated')
  })
})

it('A repository that switches Dependabot on gets a few incidents, and one page about the rest of its alerts', async () => {
  const { github, seen, settle } = await raise()
  for (let index = 0; index < 12; index++)
    github.dependabot(shop).find({
      ghsaId: `GHSA-0000-0000-${String(index).padStart(4, '0')}`,
      cvssV3: { score: 7.5, vector: null },
      epss: 0.01,
    })
  await settle()
  expect(seen.issues(opened)).toHaveLength(5)
  const rest = seen.issues(/^More security alerts/)
  expect(rest).toMatchObject([{ state: 'open', body: expect.stringContaining('At least 5 are open') }])
  // One at the top of the scale is heard all the same.
  github.dependabot(shop).find(log4shell)
  await settle()
  expect(seen.issues(opened)).toHaveLength(6)
})
