import { describe, expect, it } from 'vitest'
import { log4shell } from '../alert-stage.ts'
import { type Scene, shop } from '../stage.ts'
import { adopting, called, theIssue } from './adopt.ts'

/** A description with everything that the procedure asks for. */
const described = (incident: number): string =>
  `Incident: #${incident}\n\n## Impact\n\nNobody can pay.\n\n## Reason for bypass\n\nEvery minute costs.\n`

const failing = '[EMERGENCY] The shop is in outage'

/** Somebody's hotfix, and who has to approve it until it may be merged. */
async function approved(scene: Scene, incident: number, approvers: readonly string[]): Promise<boolean[]> {
  const fix = await scene.pull('hotfix/production-fix', {
    title: '[EMERGENCY] Production fix: a larger pool',
    body: described(incident),
  })
  const allowed = [scene.mayMerge(fix)]
  for (const login of approvers) {
    scene.as(login).review(fix, 'APPROVED')
    await scene.settle()
    allowed.push(scene.mayMerge(fix))
  }
  return allowed
}

describe('phase 2: several maintainers share the authority', () => {
  const raise = adopting('maintainer-team', { collaborators: { you: 'write', another: 'write', third: 'write' } })

  it('each of them may freeze and thaw, and one has to say that it is theirs', async () => {
    const scene = await raise()
    const { world, seen, say, emergency, pull, mayMerge } = scene
    const incident = await emergency(failing)
    const other = await pull('feature/x')
    expect(seen.card(incident)).toContain('@you @another @third – please have a look')
    await say(incident, 'I am looking as well', 'another')
    await world.fastForward('4h')
    expect(called(scene, incident)).toEqual(['13:00 you another third'])
    await say(incident, '/incident ack', 'third')
    await say(incident, '/incident thaw', 'another')
    expect(mayMerge(other)).toBe(true)
    await say(incident, '/incident freeze', 'you')
    expect(mayMerge(other)).toBe(false)
    expect(seen.reactions(await say(incident, '/incident thaw', 'trudy'))).toEqual(['confused'])
  })

  it('two of them approve a hotfix', async () => {
    const scene = await raise()
    const incident = await scene.emergency(failing)
    expect(await approved(scene, incident, ['you', 'bob', 'third'])).toEqual([false, false, false, true])
  })
})

describe('phase 3: an emergency response team, a security team, and automated detection', () => {
  const raise = adopting('response-team')

  async function staffed(): Promise<Scene> {
    const scene = await raise()
    scene.github.addTeam('acme', 'emergency-response', ['dana'])
    scene.github.addTeam('acme', 'security', ['erin'])
    scene.github.addTeam('acme', 'maintainers', ['bob', 'carol'])
    return scene
  }

  it('a critical vulnerability opens the emergency by itself, freezes, and calls both teams', async () => {
    const scene = await staffed()
    const { world, github, seen, settle, mayPush } = scene
    github.dependabot(shop).find({ ...log4shell, cvssV3: { score: 8.1, vector: null } })
    await settle()
    expect(seen.issues(/(?:)/)).toEqual([])
    github.dependabot(shop).find(log4shell)
    await settle()
    const { number: incident } = theIssue(scene, /^\[EMERGENCY\]/)
    expect(seen.card(incident)).toContain('@acme/emergency-response @acme/security – please have a look')
    expect(mayPush('main')).toBe(false)
    await world.fastForward('4h')
    expect(called(scene, incident)).toEqual(['13:00 acme/maintainers'])
  })

  it('the security team approves as the maintainers do, and action items are tracked', async () => {
    const scene = await staffed()
    const { seen, emergency, say, alice, settle, github } = scene
    for (const login of ['dana', 'erin']) alice.setPermission(login, 'write')
    const incident = await emergency(failing)
    expect(await approved(scene, incident, ['dana', 'erin', 'bob'])).toEqual([false, false, false, true])
    await say(incident, '/incident resolve Done', 'bob')
    const { number: review } = theIssue(scene, /^Post-mortem/)
    alice.editIssue(review, {
      body: '## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Test the pool | @bob | |',
    })
    alice.close(review)
    await settle()
    expect(seen.labels(incident)).toContain('incident/resolved')
    scene.bob.close(theIssue(scene, /^Test the pool/).number)
    await settle()
    expect(seen.labels(incident)).toContain('incident/closed')
    expect(github.repository(shop).rulesets).toEqual([])
  })
})

describe('phase 4: around the clock, under a governance committee', () => {
  // On Saturday, 7 March 2026, at three in the night.
  const raise = adopting('committee', {
    start: '2026-03-07T03:00:00Z',
    collaborators: { dana: 'triage', erin: 'triage' },
  })

  it('calls whoever is on call, the second, the teams, the maintainers and all again, at night and on a Saturday', async () => {
    const scene = await raise()
    const { world, seen, emergency, say } = scene
    const incident = await emergency(failing)
    expect(seen.card(incident)).toContain('promised within 15 min')
    expect(seen.card(incident)).toContain('@carol – please have a look')
    await world.fastForward('5h')
    const escalated = called(scene, incident).filter((call) => !call.includes('carol'))
    expect(escalated).toEqual([
      '03:15 alice',
      '04:00 acme/emergency-response acme/security',
      ...['07:00', '08:00'].map((at) => `${at} acme/maintainers`),
    ])
    expect(seen.said(incident, /an update on this incident.* is due/).length).toBeGreaterThan(0)
    await say(incident, '/incident ack', 'alice')
    await say(incident, '/incident update The database is being moved to the other region', 'alice')
    const calls = called(scene, incident).length
    await world.fastForward('59m')
    expect(called(scene, incident)).toHaveLength(calls)
  })

  it('tells the committee within a day, assigns it the post-mortem, and gives it a list and two weeks', async () => {
    const scene = await raise()
    const { world, seen, emergency, say } = scene
    const incident = await emergency(failing)
    await say(incident, '/incident ack\n/incident commander me', 'alice')
    await say(incident, '/incident resolve Restarted')
    const review = theIssue(scene, /^Post-mortem/)
    expect(review.assignees).toEqual(['alice', 'dana', 'erin'])
    expect(seen.comment(review.number, /^### Governance committee oversight/)).toContain(
      'Assess if governance procedures',
    )
    await world.fastForward('1d')
    expect(called(scene, incident)).toEqual(['02:55 dana erin'])
    await world.fastForward('13d')
    const reminder = seen.comment(review.number, /Governance committee oversight" is due, and 3 items are open/)
    expect(reminder).toMatch(/^@alice @dana @erin /)
  })
})
