import { describe, expect, it } from 'vitest'
import { log4shell, opened, runbook } from './alert-stage.ts'
import { scenes, shop } from './stage.ts'

const raise = scenes({ config: runbook() })

describe('a private report', () => {
  const report = {
    summary: 'Anybody can log in as anybody',
    description: 'Send a token without a signature.',
    severity: 'critical',
    vulnerabilities: [{ package: { ecosystem: 'npm', name: 'shop-login' }, vulnerable_version_range: '< 3' }],
  }
  /** Everything that the App wrote where the public can read it. */
  const written = ({ github }: Awaited<ReturnType<typeof raise>>): string => {
    const { issues, comments, labels, checkRuns, rulesets } = github.repository(shop)
    return JSON.stringify({ issues, comments, labels, checkRuns, rulesets })
  }

  it('becomes an incident of which the public learns nothing, not even who reported it', async () => {
    const scene = await raise()
    const { ghsaId } = scene.mallory.reportVulnerability(report)
    await scene.settle()
    const [issue] = scene.seen.issues(opened)
    expect(issue?.title).toBe('[EMERGENCY] Confidential security report')
    expect(issue?.body).toContain(`(https://github.com/${shop}/security/advisories)`)
    await scene.say(issue?.number ?? 0, '/incident confirm')
    await scene.say(issue?.number ?? 0, '/incident status')
    await scene.say(issue?.number ?? 0, '/incident resolve It is repaired.')
    for (const secret of [ghsaId, report.summary, 'without a signature', 'shop-login', 'mallory'])
      expect(written(scene)).not.toContain(secret)
  })

  it('from an outsider is only reported until somebody trusted confirms it', async () => {
    const scene = await raise()
    scene.mallory.reportVulnerability(report)
    await scene.settle()
    const number = scene.seen.issues(opened)[0]?.number ?? 0
    expect(scene.seen.labels(number)).toContain('incident/reported')
    expect(scene.mayPush('main')).toBe(true)
    await scene.say(number, '/incident confirm')
    expect(scene.mayPush('main')).toBe(false)
  })

  it('that nobody has judged yet gets the default severity', async () => {
    const scene = await raise()
    scene.mallory.reportVulnerability({ ...report, severity: undefined })
    await scene.settle()
    expect(scene.seen.labels(scene.seen.issues(opened)[0]?.number ?? 0)).toContain('severity/P2')
  })

  it('when it is published, maintainers are told that the secret may end', async () => {
    const scene = await raise()
    const { ghsaId } = scene.mallory.reportVulnerability(report)
    await scene.settle()
    const number = scene.seen.issues(opened)[0]?.number ?? 0
    scene.alice.publishAdvisory(ghsaId)
    await scene.settle()
    scene.seen.comment(number, /is published\. `\/incident disclose` ends the confidentiality/)
    await scene.say(number, '/incident disclose')
    expect(scene.seen.card(number)).toContain('shop-login')
  })
})

describe('a Dependabot alert of a confidential kind', () => {
  const kinds = { security: { keywords: ['CVE-'], confidential: true } }

  it('is no secret in a private repository and one in a public one', async () => {
    for (const isPrivate of [true, false]) {
      const { github, seen, settle } = await raise({ config: runbook({ kinds }), private: isPrivate })
      github.dependabot(shop).find(log4shell)
      await settle()
      const [issue] = seen.issues(opened)
      const everything = [issue?.title, issue?.body, ...seen.comments(issue?.number ?? 0)].join('\n')
      expect(everything.includes('log4j')).toBe(isPrivate)
      expect(everything.includes('CVE-2021-44228')).toBe(isPrivate)
    }
  })
})
