import { describe, expect, it } from 'vitest'
import { configured, scenes, shop } from './stage.ts'

/** The runbook's scale, in the words of the configuration. */
const runbook = (change: Readonly<Record<string, unknown>> = {}) =>
  configured({
    detection: { alerts: { dependabot: true, advisories: true } },
    'default-severity': 'P2',
    severities: {
      P0: { when: { cvss: '>=9.0', scope: 'runtime' }, freeze: 'hotfix-only', responders: ['maintainers'] },
      P1: { when: { cvss: '>=7.0', exploited: true, scope: 'runtime' }, responders: ['maintainers'] },
      P2: { when: { cvss: '>=7.0', scope: 'runtime' } },
    },
    'post-mortem': { open: false },
    ...change,
  })

const raise = scenes({ config: runbook() })
const log4shell = { ghsaId: 'GHSA-jfh8-c2jp-5v3q', cveId: 'CVE-2021-44228' }
const opened = /^\[EMERGENCY\]/

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
    for (const fact of ['Remote code injection', '`pom.xml`', 'CVSS 10.0 (critical)', '`2.15.0`', '/security/dependabot/1'])
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
})
