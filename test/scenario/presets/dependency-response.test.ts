import { expect, it } from 'vitest'
import { type Scene, shop } from '../stage.ts'
import { theIssue, tickAll } from './adopt.ts'
import { approved, deployed, found, hotfixOf, incidentOf, runbookTeam } from './dependency-stage.ts'

const blastRadius = [
  'Which services use the vulnerable package?',
  'Is the vulnerable code path exercised in production?',
  'Can we isolate affected services via firewall/network rules?',
  'Are there existing WAF/IDS rules that might mitigate?',
]

const matrix = [
  '| Patch available + Compatible | **HOTFIX** | 1 |',
  '| Patch available + Breaking | **HOTFIX + Code changes** | 2 |',
  '| No patch + Workaround exists | **WORKAROUND + Whitelist** | 3 |',
  '| No patch + No workaround | **ROLLBACK to last safe version** | 4 |',
]

it('P0 - Critical Response (CVSS >= 9.0), from the alert to the last action item', async () => {
  const scene = await runbookTeam()
  for (const environment of ['canary', 'stage-2', 'production']) await deployed(scene, environment)
  const pulls = await ordinaryWork(scene)

  await found(scene)
  const incident = incidentOf(scene)
  declaration(scene, incident)
  await codeFreeze(scene, incident, pulls)
  await containment(scene, incident)
  await statusUpdates(scene, incident)
  const hotfix = await remediation(scene, incident)
  await validation(scene, hotfix)
  await merge(scene, incident, hotfix)
  await deployment(scene, incident, hotfix)
  await resolution(scene, incident, pulls)
  await postMortem(scene, incident)
})

interface OrdinaryWork {
  readonly lagging: number
  readonly current: number
}

/** Two pull requests that have nothing to do with it, in a repository whose branch asks for a check; one lags behind. */
async function ordinaryWork({ alice, carol, pull, settle }: Scene): Promise<OrdinaryWork> {
  const lagging = await pull('lagging')
  carol.pushTo('main', { 'ahead.ts': '1' })
  const current = await pull('current')
  alice.setProtection('main', {
    required_status_checks: { strict: false, checks: [{ context: 'ci', app_id: -1 }] },
    enforce_admins: false,
    required_pull_request_reviews: null,
    restrictions: null,
  })
  for (const ref of ['lagging', 'current']) carol.reportCheck({ name: 'ci', ref, conclusion: 'success' })
  await settle()
  return { lagging, current }
}

/** 1.1 Incident Declaration, and template 1. */
function declaration({ seen }: Scene, incident: number): void {
  expect(seen.labels(incident)).toEqual(['emergency', 'incident/declared', 'severity/P0'])
  expect(seen.card(incident)).toContain('@alice @acme/security @acme/backend @acme/devops – please have a look.')
  expect(seen.card(incident)).toContain('promised within 2 h, by 2026-03-02 11:00 UTC')
  const kickOff = seen.comment(incident, /INCIDENT DECLARED/)
  for (const line of [
    '🚨 **P0 INCIDENT DECLARED**',
    '**CVE**: CVE-2026-12345',
    '**Package**: requests \\< 2\\.32.4',
    '**CVSS**: 9\\.8 (CRITICAL)',
    '**Status**: CONTAINMENT',
    '**Next Update**: 2026-03-02 09:30 UTC',
    '- Security: Assess blast radius',
    'Updates every 30 minutes. 🔒 CODE FREEZE',
  ])
    expect(kickOff).toContain(line)
}

/** 1.2 Code Freeze: strict checks, administrators included, two approvals. */
async function codeFreeze(scene: Scene, incident: number, { lagging, current }: OrdinaryWork): Promise<void> {
  const { seen, mayMerge, mayPush, pull } = scene
  expect(seen.card(incident)).toContain(
    '`reviewed` on `main` (read back from GitHub); a merge needs 2 approvals and a head that is up to date with the branch where checks are required, from administrators too',
  )
  expect([mayPush('main', 'alice'), mayMerge(current, 'alice')]).toEqual([false, false])
  await approved(scene, current, 'alice')
  await approved(scene, lagging, 'alice', 'bob')
  expect([mayMerge(current), mayMerge(lagging), mayMerge(lagging, 'alice')]).toEqual([false, false, false])
  await approved(scene, current, 'bob')
  expect(mayMerge(current)).toBe(true)
  expect(mayMerge(await pull('later'), 'alice')).toBe(false)
}

/** 1.3 Blast Radius Assessment, 1.4 Decision Matrix. */
async function containment(scene: Scene, incident: number): Promise<void> {
  const { seen, say } = scene
  const list = seen.comment(incident, /### Phase 1: CONTAINMENT/)
  for (const question of blastRadius) expect(list).toContain(`- [ ] Blast radius: ${question}`)
  expect(seen.comment(incident, /### Decision matrix/)).toContain(matrix.join('\n'))
  seen.comment(incident, /### Phase 2: REMEDIATION/)
  await say(incident, '/incident commander @carol\n/incident ack', 'bob')
  expect(seen.labels(incident)).toContain('incident/acknowledged')
  await say(incident, '/incident decide hotfix The patch is available and compatible', 'carol')
  seen.comment(incident, /Decided: a hotfix\*\*, by carol\. The patch is available and compatible/)
  await tickAll(scene, 'Phase 1', 'carol')
  expect(seen.card(incident)).toContain('| **Commander** | carol |')
  expect(seen.card(incident)).toContain('carol ticked "Blast radius: Which services use the vulnerable package?"')
}

/** Template 2: asked for every 30 minutes, with the form filled in as far as it goes. */
async function statusUpdates({ seen, world, say }: Scene, incident: number): Promise<void> {
  await world.fastForward('30m')
  const asked = seen.comment(incident, /an update on this incident/)
  expect(asked).toContain('@carol – ')
  for (const line of [
    '/incident update\n📊 INCIDENT UPDATE (Hour 1/8)',
    'CVE-2026-12345 Status: CONTAINMENT',
    '✅ Completed:\n',
    '- Decision recorded:',
    '🔄 In Progress:',
    '❌ Blocked:',
    'Next Milestone:',
  ])
    expect(asked).toContain(line)
  await say(
    incident,
    '/incident update CVE-2026-12345 Status: REMEDIATION. Next milestone: staging (ETA: 10:30)',
    'carol',
  )
  expect(seen.card(incident)).toContain('next one due at 2026-03-02 10:00 UTC')
}

/** Phase 2: the branch is named after the CVE. Another name is no hotfix, and what was ticked for it does not count. */
async function remediation(scene: Scene, incident: number): Promise<number> {
  const { seen, pull, say, carol, settle } = scene
  await tickAll(scene, 'Phase 2', 'carol')
  const wrong = await pull('hotfix/urgent', { body: 'Impact:' })
  await say(wrong, `/incident link #${incident}`, 'carol')
  expect(seen.check(wrong, 'firebreak/hotfix')).toMatchObject({ conclusion: 'failure' })
  expect(seen.check(wrong, 'firebreak/hotfix')?.summary).toContain('**Branch**: is named hotfix/urgent.')
  seen.comment(wrong, /### Phase 3: VALIDATION/)
  carol.close(wrong)
  await settle()
  return await hotfixOf(scene, incident)
}

/** Phase 3: the list on the hotfix, and the approvers that a P0 requires. */
async function validation(scene: Scene, hotfix: number): Promise<void> {
  const { seen, github, carol, alice, bob, settle } = scene
  const check = () => seen.check(hotfix, 'firebreak/hotfix')
  const list = seen.comment(hotfix, /### Phase 3: VALIDATION/)
  expect(list).toContain('- [ ] Approver: Tech Lead\n- [ ] Approver: Security Team\n- [ ] Approver: CTO (optional')
  for (const item of ['CVE confirmed fixed', 'All tests passing', 'Staging validated', 'Rollback plan', 'dashboards'])
    expect(list).toContain(item)
  expect(check()?.title).toBe('2 rules to go')
  const comment = github.repository(shop).comments.findLast(({ body }) => body.startsWith('### Phase 3'))
  carol.editComment(comment?.id ?? 0, list.replaceAll('- [ ]', '- [x]'))
  await approved(scene, hotfix, 'alice')
  expect(check()?.summary).toContain('**Approvals**: 1 approval of this head, 2 needed, from every role.')
  expect(check()?.summary).toContain('Still missing: security.')
  const { id } = bob.review(hotfix, 'APPROVED')
  await settle()
  expect(check()?.conclusion).toBe('success')
  alice.dismissReview(id)
  await settle()
  expect(check()?.summary).toContain('Still missing: security.')
  await approved(scene, hotfix, 'bob')
  carol.pushTo('hotfix/cve-2026-12345', { 'requirements.txt.lock': 'requests==2.32.4' })
  await settle()
  expect(check()?.summary).toContain('Still missing: tech-lead, security.')
  await approved(scene, hotfix, 'alice', 'bob')
  expect(check()).toMatchObject({ conclusion: 'success', title: expect.stringContaining('A valid hotfix of incident') })
}

async function merge(scene: Scene, incident: number, hotfix: number): Promise<void> {
  const { seen, carol, mayMerge, settle } = scene
  expect(mayMerge(hotfix)).toBe(false)
  carol.reportCheck({ name: 'ci', ref: 'hotfix/cve-2026-12345', conclusion: 'success' })
  expect(mayMerge(hotfix)).toBe(true)
  carol.merge(hotfix)
  await settle()
  const merged = seen.comment(incident, /is merged: the incident is mitigated/)
  expect(merged).toContain('The freeze stays on until the incident is resolved.')
  expect(merged).not.toContain('did not keep its rules')
  expect(seen.comment(incident, /### Rollback procedures/)).toContain('kubectl rollout undo')
  expect(seen.comment(incident, /### Phase 4: DEPLOYMENT/)).toContain('- [ ] Latency p99: less than 5% increase')
}

/** Phase 4: phased, with its gates. What a stage's failure calls for is at hand. */
async function deployment(scene: Scene, incident: number, hotfix: number): Promise<void> {
  const { seen, github, world, say, settle, mayPush } = scene
  github.dependabot(shop).fixed(1)
  await settle()
  expect(seen.comment(incident, /Every alert of this advisory is closed/)).toContain(
    'The incident goes on until the hotfix is rolled out everywhere.',
  )
  await deployed(scene, 'canary', 'failure')
  const alarm = seen.comment(incident, /Canary \(10 %\) failed/)
  for (const words of ['@carol', `/incident rollback #${hotfix}`, 'Error rate \\> 0\\.1 %'])
    expect(alarm).toContain(words)
  await say(incident, '/incident rollback', 'carol')
  const revert = theIssue(scene, /^\[EMERGENCY\] Revert "Update requests to 2\.32\.4"$/).number
  expect(seen.check(revert, 'firebreak/hotfix')?.summary).toContain('Still missing: tech-lead, security.')
  await approved(scene, revert, 'alice', 'bob')
  expect(seen.check(revert, 'firebreak/hotfix')?.conclusion).toBe('success')
  scene.carol.close(revert)
  await settle()

  for (const [environment, stage, watch] of [
    ['canary', /Canary \(10 %\)/, '30m'],
    ['stage-2', /Stage 2 \(50 %\)/, '30m'],
  ] as const) {
    await deployed(scene, environment)
    seen.comment(incident, new RegExp(`${stage.source} is deployed[^]*Watch it for 30 minutes`))
    await world.fastForward(watch)
    seen.comment(incident, new RegExp(`${stage.source}\\*\\* has been out for 30 minutes`))
  }
  await deployed(scene, 'production')
  await world.fastForward('1h')
  expect(seen.comment(incident, /is rolled out\*\*/)).toContain('`/incident resolve SUMMARY`')
  expect([seen.labels(incident).includes('incident/mitigated'), mayPush('main', 'alice')]).toEqual([true, false])
}

/** Template 3, and the branch as it was before. */
async function resolution(scene: Scene, incident: number, { lagging }: OrdinaryWork): Promise<void> {
  const { seen, github, say, mayMerge } = scene
  await say(incident, '/incident resolve requests is at 2.32.4 everywhere', 'carol')
  const message = seen.comment(incident, /### ✅ Incident resolved/)
  for (const line of [
    'CVE-2026-12345 has been successfully patched and deployed.',
    '- Detected: 2026-03-02 09:00 UTC',
    '- Patched: 2026-03-02 09:30 UTC',
    '- Deployed: 2026-03-02 10:30 UTC',
    '- Total Duration: 2 h 30 min',
  ])
    expect(message).toContain(line)
  expect(message).toMatch(/\*\*Hotfix\*\*: [0-9a-f]{7} \(#\d+\)\n/)
  expect(seen.comment(incident, /\*\*The freeze is lifted\*\*/)).toContain(
    '| `main` | ✅ same rules as before the freeze |',
  )
  expect(seen.rulesets()).toEqual([])
  expect(github.repository(shop).classicRules).toHaveLength(1)
  expect(mayMerge(lagging)).toBe(true)
}

/** Phase 5: the report, the policies, the stakeholders, and the action items until the last one. */
async function postMortem(scene: Scene, incident: number): Promise<void> {
  const { seen, carol, settle, world } = scene
  const report = theIssue(scene, /^Post-Mortem: CVE-2026-12345$/)
  for (const section of ['Timeline (UTC)', 'Root Cause', 'Impact Assessment', 'What Went Well', 'What Went Wrong'])
    expect(report.body).toContain(`## ${section}`)
  expect(report.body).toContain('**Author**: carol')
  expect(report.body).toMatch(/\*\*2026-03-02 09:30 UTC\*\* - carol merged hotfix #\d+/)
  const summary = seen.comment(report.number, /## Post-Incident Summary: CVE-2026-12345/)
  expect(summary).toContain('**Severity**: P0 - Critical')
  expect(seen.comment(report.number, /policy updates/)).toContain('- [ ] Add package to critical list')
  await world.fastForward('16h')
  expect(seen.comment(report.number, /policy updates" is due/)).toContain('@carol')
  await tickAll(scene, 'Phase 5', 'carol')

  const rows = [
    '| Add monitoring alert | @bob | 2026-03-09 | Pending |',
    '| Team training session | TechLead | | Pending |',
  ]
  carol.editIssue(report.number, { body: (report.body ?? '').replace('| | | | Pending |', rows.join('\n')) })
  await settle()
  const alert = theIssue(scene, /^Add monitoring alert$/)
  expect(alert.assignees).toEqual(['bob'])
  carol.close(report.number)
  await settle()
  expect(seen.comment(report.number, /2 action items are still open/)).toContain('Team training session')
  expect(seen.labels(incident)).toContain('incident/resolved')
  for (const { number } of [alert, theIssue(scene, /^Team training session$/)]) carol.close(number)
  await settle()
  expect(seen.labels(incident)).toContain('incident/closed')
}
