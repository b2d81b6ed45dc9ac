import { describe, expect, it } from 'vitest'
import { shop } from '../stage.ts'
import { listTitled, theIssue, tickAll } from './adopt.ts'
import { approved, deployed, found, hotfixOf, incidentOf, runbookTeam } from './dependency-stage.ts'

const exploited = { cvssV3: { score: 7.5, vector: null }, severity: 'high', epss: 0.94 } as const
const unexploited = { cvssV3: { score: 7.5, vector: null }, severity: 'high', epss: 0.02 } as const
const published = { cvssV3: { score: 6, vector: null }, severity: 'medium', epss: 0.94 } as const

describe('when to use this runbook', () => {
  it.each([
    ['CVSS < 7.0', published],
    ['dev/test environment issues', { scope: 'development' }],
  ] as const)('not for %s', async (_, alert) => {
    const scene = await runbookTeam()
    await found(scene, alert)
    expect(scene.seen.issues(/(?:)/)).toEqual([])
  })

  it('one vulnerability is one incident, in however many manifests it is found', async () => {
    const scene = await runbookTeam()
    for (const manifest of ['backend/requirements.txt', 'worker/requirements.txt']) await found(scene, { manifest })
    expect(scene.seen.card(incidentOf(scene))).toContain('open in 2 manifests')
  })
})

describe('P0, when nobody answers', () => {
  it('the response time of two hours passes, and those who approve are asked again', async () => {
    const scene = await runbookTeam()
    const { world, seen } = scene
    await found(scene)
    const incident = incidentOf(scene)
    await world.fastForward('1h59m')
    expect(seen.said(incident, /nobody has responded/)).toEqual([])
    await world.fastForward('1m')
    expect(seen.comment(incident, /nobody has responded/)).toMatch(/^@alice @acme\/security – /)
    expect(seen.card(incident)).toContain('**overdue** since 2026-03-02 11:00 UTC')
    expect(seen.comment(incident, /"Phase 1: CONTAINMENT" is due/)).toContain('Are there existing WAF/IDS rules')
    expect(seen.said(incident, /an update on this incident/)).toHaveLength(4)
    expect(scene.mayPush('main', 'alice')).toBe(false)
  })
})

describe('P1 - High Priority Response', () => {
  it('has no immediate code freeze, eight hours, an update every hour, and one approver of either role', async () => {
    const scene = await runbookTeam()
    const { seen, mayPush, world, carol, settle } = scene
    await found(scene, exploited)
    const incident = incidentOf(scene)
    expect(seen.labels(incident)).toContain('severity/P1')
    expect(seen.card(incident)).toContain('@acme/security @acme/backend – please have a look.')
    expect(seen.card(incident)).toContain('promised within 8 h')
    expect(seen.comment(incident, /INCIDENT DECLARED/)).toContain('No immediate code freeze')
    expect([seen.rulesets(), mayPush('main')]).toEqual([[], true])
    await world.fastForward('1h')
    seen.comment(incident, /an update on this incident/)

    const hotfix = await hotfixOf(scene, incident)
    for (const phase of ['Phase 1', 'Phase 2']) await tickAll(scene, phase)
    expect(seen.comment(hotfix, /### Phase 3/)).toContain('- [ ] Approver: Tech Lead OR Security')
    carol.merge(hotfix)
    await settle()
    expect(seen.comment(incident, /is merged/)).toContain('did not keep its rules: approvals and checklist')
  })

  it.each(['alice', 'bob'])('is approved by %s alone', async (approver) => {
    const scene = await runbookTeam()
    await found(scene, exploited)
    const hotfix = await hotfixOf(scene, incidentOf(scene))
    for (const phase of ['Phase 1', 'Phase 2', 'Phase 3']) await tickAll(scene, phase)
    const summary = () => scene.seen.check(hotfix, 'firebreak/hotfix')?.summary
    expect(summary()).toContain('Ask for a review by tech-lead or security.')
    await approved(scene, hotfix, approver)
    expect(scene.seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('success')
  })
})

describe('P2 - Medium', () => {
  it('is for backend, within 72 hours', async () => {
    const scene = await runbookTeam()
    const { seen, world, mayPush } = scene
    await found(scene, unexploited)
    const incident = incidentOf(scene)
    expect(seen.labels(incident)).toContain('severity/P2')
    expect(seen.card(incident)).toContain('@acme/backend – please have a look.')
    expect(seen.card(incident)).not.toMatch(/@alice|@acme\/security/)
    expect(seen.card(incident)).toContain('promised within 3 d')
    expect(mayPush('main')).toBe(true)
    expect(seen.said(incident, /INCIDENT DECLARED|Phase 1/)).toEqual([])
    await world.fastForward('71h')
    expect(seen.said(incident, /nobody has responded|an update/)).toEqual([])
    await world.fastForward('1h')
    expect(seen.comment(incident, /nobody has responded/)).toMatch(/^@alice @acme\/security – /)
  })
})

/** A P0 whose hotfix was approved by both and merged; returns both numbers. */
async function repaired(scene: Awaited<ReturnType<typeof runbookTeam>>): Promise<{ incident: number; hotfix: number }> {
  await found(scene)
  const incident = incidentOf(scene)
  const hotfix = await hotfixOf(scene, incident)
  for (const phase of ['Phase 1', 'Phase 2', 'Phase 3']) await tickAll(scene, phase)
  await approved(scene, hotfix, 'alice', 'bob')
  scene.carol.merge(hotfix)
  await scene.settle()
  return { incident, hotfix }
}

describe('the required approvers', () => {
  it('of a P0 that two others approved: its protection lets it in, as the runbook wrote it, and who is missing is said', async () => {
    const scene = await runbookTeam()
    const { seen, trudy, alice, mayMerge, settle } = scene
    await found(scene)
    const incident = incidentOf(scene)
    const hotfix = await hotfixOf(scene, incident)
    for (const phase of ['Phase 1', 'Phase 2', 'Phase 3']) await tickAll(scene, phase)
    trudy.review(hotfix, 'APPROVED')
    await approved(scene, hotfix, 'alice')
    expect(mayMerge(hotfix, 'alice')).toBe(false)
    scene.github.repository(shop).collaborators.dana = 'write'
    scene.github.addUser('dana')
    await approved(scene, hotfix, 'dana')
    expect(seen.check(hotfix, 'firebreak/hotfix')?.conclusion).toBe('failure')
    alice.merge(hotfix)
    await settle()
    expect(seen.comment(incident, /is merged/)).toContain('though it did not keep its rules: approvals.')
  })
})

describe('the rollout gates', () => {
  it('are a list where nothing is deployed through GitHub', async () => {
    const scene = await runbookTeam()
    const { seen, settle, say } = scene
    const { incident } = await repaired(scene)
    const gates = seen.comment(incident, /### Roll-out/)
    expect(gates).toMatch(/- \[ \] Canary, 10 %: watched for 30m; roll back if: Error rate .* 0.*1 %/)
    expect(gates).toMatch(/- \[ \] Stage 2, 50 %: watched for 30m; roll back if: Error rate .* 0.*05 %/)
    expect(gates).toMatch(/- \[ \] Full, 100 %: watched for 1h; roll back if: Error rate .* 0.*02 %/)
    scene.github.dependabot(shop).fixed(1)
    await settle()
    seen.comment(incident, /goes on until the hotfix is rolled out everywhere/)
    scene.carol.tick(listTitled(scene, 'Roll-out'), 'Canary')
    await settle()
    expect(seen.card(incident)).toMatch(/carol ticked "Canary, 10 %/)
    await say(incident, '/incident resolve Deployed by hand', 'carol')
    expect(seen.labels(incident)).toContain('incident/resolved')
    expect(seen.comment(incident, /### ✅ Incident resolved/)).toContain('- Deployed: HH:MM UTC')
  })
})

describe('rollback procedures, scenario 2', () => {
  it('the revert is merged as a hotfix, rolled out in its turn, and the vulnerability that it brings back is the same incident', async () => {
    const scene = await runbookTeam()
    const { seen, say, carol, settle, github, mayMerge } = scene
    for (const environment of ['canary', 'stage-2', 'production']) await deployed(scene, environment)
    const { incident, hotfix } = await repaired(scene)
    github.dependabot(shop).fixed(1)
    await deployed(scene, 'canary', 'failure')
    await say(incident, `/incident decide rollback New exceptions in the logs\n/incident rollback #${hotfix}`, 'carol')
    const revert = theIssue(scene, /^\[EMERGENCY\] Revert/).number
    await approved(scene, revert, 'alice', 'bob')
    expect(mayMerge(revert)).toBe(true)
    carol.merge(revert)
    await settle()
    github.dependabot(shop).reintroduced(1)
    await settle()
    expect(seen.issues(/CVE-2026-12345$/)).toHaveLength(1)
    expect(seen.comment(incident, /is open again/)).toContain('@alice @acme/security @acme/backend @acme/devops – ')
    expect(seen.card(incident)).toContain(`#${revert}: Canary (10 %) to come`)
    expect(seen.card(incident)).not.toContain('fixed on the default branch |')
    expect(seen.labels(incident)).toContain('incident/mitigated')
  })

  it('where nothing was merged there is nothing to take back', async () => {
    const scene = await runbookTeam()
    await found(scene)
    const incident = incidentOf(scene)
    const command = await scene.say(incident, '/incident rollback', 'carol')
    expect(scene.seen.reactions(command)).toEqual(['confused'])
  })
})
