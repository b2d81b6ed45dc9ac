import { expect, it } from 'vitest'
import type { Scene } from '../stage.ts'
import { adopting, listTitled, theIssue } from './adopt.ts'

// In this week carol is on call and alice is second. It is Monday, 2 March 2026, 09:00 UTC.
const raise = adopting('care-and-learning', { discussionCategories: ['Incidents'] })

/** What nobody may read in public. */
const cause = 'quuxinjection'
const id = 'SEC-2026-1'

/** Everything that the App sent to change something where anybody can read it, and that tells the cause. */
const leaks = ({ github }: Scene, secret: string): readonly string[] =>
  github.requests
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/security-advisories'))
    .map(({ method, path, requestBody }) => `${method} ${path} ${JSON.stringify(requestBody)}`)
    .filter((call) => call.includes(secret))

it('a vulnerability reported in public is kept secret, assessed, repaired, disclosed and learned from', async () => {
  const scene = await raise()
  const { world, seen, say, settle, alice, bob, carol, mallory } = scene
  const incident = mallory.openIssue({
    title: `[INCIDENT] XSS vulnerability: ${cause}`,
    body: `It is ${cause}.`,
  }).number
  await settle()
  expect(seen.labels(incident)).toEqual(['incident', 'incident/reported', 'kind/security', 'severity/SEV-1'])
  expect(seen.card(incident)).toContain(`It is called **${id}** here`)
  expect(seen.card(incident)).toContain('/blob/HEAD/runbooks/security-breach.md)')
  expect(seen.comment(incident, /Drafts/)).toContain(
    [
      'Thank you for reporting this security issue. We take security seriously and',
      'appreciate your responsible disclosure.',
      '',
      `We've assigned this issue tracking ID: ${id}`,
      '',
      'Expected initial assessment: Within 48 hours',
      '```',
    ].join('\n'),
  )
  expect(seen.advisories()).toEqual([])

  await say(incident, '/incident confirm')
  const [advisory, ...others] = seen.advisories()
  expect(others).toEqual([])
  expect(advisory).toMatchObject({ state: 'draft', summary: `${id}: [INCIDENT] XSS vulnerability: ${cause}` })
  for (const words of [
    `**ID**: ${id}`,
    '## Affected Components',
    '- Upgrade to version X.Y.Z',
    '- **2026-03-02 09:00 UTC**: Vulnerability reported by [Name]',
    'Thank you to [Reporter Name] for responsible disclosure.',
  ])
    expect(advisory?.description).toContain(words)

  await say(incident, '/incident ack', 'carol')
  await world.fastForward('23h')
  expect(seen.said(incident, /acknowledge receipt" is due/)).toEqual([])
  await world.fastForward('1h')
  seen.comment(incident, /"Security: acknowledge receipt" is due, and 1 item is open/)
  bob.tick(listTitled(scene, 'Security incident response'), 'Assess (within 48 hours): Can this be exploited remotely?')
  await settle()
  await world.fastForward('1d')
  const assessment = seen.comment(incident, /"Security incident response" is due, and 5 items are open/)
  expect(assessment).toContain('- Assess: Is this being actively exploited?')
  expect(assessment).not.toContain('exploited remotely')
  await say(incident, `/incident update The assessment is done: ${cause} can be reached without a login.`, 'carol')

  const fix = await scene.pull('hotfix/names', { title: 'Show names as text', body: `Incident: #${incident}` })
  expect(seen.comment(fix, /^### Coordinate disclosure/)).toContain('- [ ] Agree on disclosure date with reporter')
  expect(seen.check(fix, 'firebreak/hotfix')?.conclusion).toBe('failure')
  alice.review(fix, 'APPROVED')
  await settle()
  expect(seen.check(fix, 'firebreak/hotfix')?.conclusion).toBe('success')
  carol.merge(fix)
  await settle()
  expect(seen.comment(incident, /^### Public disclosure/)).toContain('- [ ] Credit reporter (if they wish)')
  await say(incident, `/incident resolve ${cause} is gone`, 'carol')
  expect(seen.comment(incident, /post-mortem of .* waits/)).toContain('`/incident disclose`')
  expect(seen.issues(/^Post-Incident Review/)).toEqual([])
  expect(leaks(scene, cause)).toEqual([])

  alice.publishAdvisory(advisory?.ghsaId ?? '')
  await say(incident, '/incident disclose')
  expect(leaks(scene, cause)).not.toEqual([])
  const review = theIssue(scene, /^Post-Incident Review/)
  expect(review.body).toContain(`## Summary\n\n${cause} is gone`)
  expect(review.body).toContain(`- Fix PR: #${fix}`)
  bob.close(review.number)
  await settle()
  expect(seen.discussions()).toMatchObject([{ category: 'Incidents', body: expect.stringContaining(cause) }])
  expect(seen.labels(incident)).toContain('incident/closed')
  expect(seen.rulesets()).toEqual([])
})

it('what was resolved long before it is disclosed is reviewed within the same times, from the disclosure on', async () => {
  const scene = await raise()
  const { world, seen, say, emergency } = scene
  const incident = await emergency(`[INCIDENT] XSS vulnerability: ${cause}`)
  await say(incident, '/incident commander me', 'carol')
  await say(incident, '/incident resolve It is repaired', 'carol')
  await world.fastForward('4w')
  await say(incident, '/incident disclose')
  const review = theIssue(scene, /^Post-Incident Review/).number
  expect(seen.comment(review, /^### Review/)).toContain('- [ ] The review was held (within 1w of the disclosure)')
  await world.fastForward('47h')
  expect(seen.said(review, /should be/)).toEqual([])
  await world.fastForward('1h')
  expect(seen.comment(review, /should be/)).toContain('should be scheduled within 2 days of the disclosure')
})

it('a private report opens an incident of which the public learns neither cause nor reporter', async () => {
  const scene = await raise()
  const { world, seen, say, settle, mallory, alice } = scene
  const description = `Anybody can read the ${cause}.`
  const vulnerabilities = [{ package: { ecosystem: 'npm', name: cause }, vulnerable_version_range: '< 2.1.5' }]
  const { ghsaId } = mallory.reportVulnerability({ summary: cause, description, severity: 'high', vulnerabilities })
  await settle()
  const incident = theIssue(scene, /^\[INCIDENT\] Confidential security report$/)
  expect(seen.labels(incident.number)).toEqual(expect.arrayContaining(['incident/reported', 'kind/security']))
  expect(seen.card(incident.number)).toContain(`It is called **${id}** here`)
  expect(seen.comment(incident.number, /Drafts/)).toContain(`tracking ID: ${id}`)
  await say(incident.number, '/incident confirm')
  await world.fastForward('2d')
  seen.comment(incident.number, /"Security: acknowledge receipt" is due/)
  seen.comment(incident.number, /"Security incident response" is due, and 6 items are open/)
  await say(incident.number, '/incident severity SEV-0')
  await say(incident.number, `/incident resolve ${cause} is repaired in 2.1.5`)
  for (const secret of [cause, ghsaId, 'mallory', '2.1.5']) expect(leaks(scene, secret)).toEqual([])
  // The report is where its details are: no second advisory is drafted.
  expect(seen.advisories()).toHaveLength(1)

  alice.publishAdvisory(ghsaId)
  await settle()
  seen.comment(incident.number, /is published\. `\/incident disclose` ends the confidentiality/)
  await say(incident.number, '/incident disclose')
  expect(theIssue(scene, /^Post-Incident Review/).body).toContain(`${cause} is repaired in`)
  expect(seen.card(incident.number)).toContain(cause)
})
