import { describe, expect, it } from 'vitest'
import { shop } from '../stage.ts'
import { adopting, theIssue, tickAll } from './adopt.ts'

// Carol is on call. It is Monday, 2 March 2026, 09:00 UTC.
const raise = adopting('care-and-learning', { discussionCategories: ['General', 'Incidents'] })

const actions = `| Action | Owner | Due Date | Priority |
|--------|-------|----------|----------|
| Add integration test for connection lifecycle | @alice | 2026-03-21 | High |
| Add monitoring alert for connection pool >80% | @carol | 2026-03-16 | Critical |
| Update code review checklist to include resource cleanup | @team | 2026-03-20 | Medium |`

describe('the review of an incident', () => {
  it('is scheduled, held and published in time, in public, and ends when its action items are done', async () => {
    const scene = await raise()
    const { world, github, seen, emergency, say, settle, alice, bob } = scene
    const incident = await emergency('[INCIDENT] Database connection pool exhausted')
    expect(seen.card(incident)).toContain('/blob/HEAD/runbooks/db-connections.md)')
    await say(incident, '/incident commander me', 'carol')
    await world.fastForward('45m')
    await say(incident, '/incident resolve A migration leaked connections; it is taken back', 'carol')
    const { number: review, title, body, assignees } = theIssue(scene, /^Post-Incident Review/)
    expect([title, assignees]).toEqual([
      'Post-Incident Review: [INCIDENT] Database connection pool exhausted',
      ['carol'],
    ])
    for (const words of [
      '**Duration**: 45 min (2026-03-02 09:00 UTC - 2026-03-02 09:45 UTC)',
      '**Severity**: SEV-1 High (Urgent)',
      '**Author**: carol',
      'A migration leaked connections; it is taken back',
      '| Time (UTC) | Event |',
      '| 2026-03-02 09:45 UTC | carol resolved the incident',
    ])
      expect(body).toContain(words)
    const sections = (body ?? '').match(/^## .*/gm)
    expect(sections).toEqual([
      ...['## Summary', '## Timeline', '## Impact', '## Root Cause', '## What Went Well', '## What Went Wrong'],
      ...['## Action Items', '## Lessons Learned', '## References'],
    ])
    expect(seen.comment(review, /^### Post-incident review/)).toContain('- [ ] Blameless: systems-focused')
    expect(seen.comment(review, /^### Care for the team/)).toContain('- [ ] Compensate incident response time')

    await world.fastForward('48h')
    expect(seen.comment(review, /should be scheduled within 2 days/)).toMatch(/^@carol – /)
    alice.tick(
      github.repository(shop).comments.find((one) => one.body.startsWith('### Review\n'))?.id ?? 0,
      'The review is scheduled',
    )
    await settle()
    await world.fastForward('5d')
    seen.comment(review, /should be held within 7 days/)
    await tickAll(scene, 'Review\n')
    await world.fastForward('7d')
    seen.comment(review, /should be published within 14 days/)
    expect(seen.discussions()).toEqual([])

    const written = (body ?? '').replace(/\| Action \|[\s\S]*?\| \| \| \| \|/, actions)
    bob.editIssue(review, { body: written })
    await settle()
    expect(theIssue(scene, /^Add integration test/)).toMatchObject({ assignees: ['alice'], state: 'open' })
    expect(theIssue(scene, /^Update code review checklist/).assignees).toEqual([])
    const monitoring = theIssue(scene, /^Add monitoring alert/).number
    // It was due on the day on which it was written down.
    await world.fastForward('1d')
    expect(seen.comment(monitoring, /has passed/)).toContain('@carol')

    bob.close(review)
    await settle()
    const [published, ...others] = seen.discussions()
    expect(others).toEqual([])
    expect(published).toMatchObject({ category: 'Incidents', title })
    expect(published?.body).toContain('Update code review checklist to include resource cleanup')
    expect(seen.comment(review, /3 action items are still open/)).toContain('Add monitoring alert')
    expect(seen.labels(incident)).toContain('incident/resolved')
    for (const { number } of seen.issues(/^(Add|Update) /)) bob.close(number)
    await settle()
    expect(seen.labels(incident)).toContain('incident/closed')
    await world.fastForward('30d')
    expect(seen.said(review, /should be/)).toHaveLength(3)
  })
})

/** The document's example scenarios, as the files that its page about presets asks for. */
const scenarios = {
  '.github/incident/drills/1-other-users-data.yml': `
title: At 2am, users report they can access other users' data in Terra Atlas
description: Three reports within ten minutes.
severity: SEV-0
kind: security
injects:
  - { after: 30m, say: "A cache answers with the sessions of others since a deployment an hour ago." }
`,
  '.github/incident/drills/2-tech-blog.yml': `
title: A popular tech blog publishes an article claiming our privacy-first marketing is misleading
description: It is shared widely.
severity: SEV-1
kind: communication
`,
  '.github/incident/drills/3-argument.yml': `
title: Two core contributors have a heated public argument about architecture
description: It began in a pull request.
severity: SEV-1
kind: community
`,
}

const pager = `
channels:
  pager: { type: webhook, secret: PAGER }
escalation:
  policies:
    all-hands: { steps: [{ notify: [primary], channels: [pager] }] }
    urgent: { steps: [{ notify: [primary], channels: [pager] }] }
`

describe('the quarterly simulation', () => {
  const drills = /^\[DRILL\]/
  const paging = adopting('care-and-learning', { start: '2026-03-31T09:00:00Z' }, pager)

  it('is held by the calendar with one of the scenarios, as if real, and is scored; nobody is paged', async () => {
    const scene = await paging({ files: scenarios, channels: { PAGER: 'http://127.0.0.1:9' } })
    const { world, seen, say, settle, alice, trudy, pull, mayMerge } = scene
    const other = await pull('feature/x')
    // The first event has the configuration read, and so the calendar.
    await say(trudy.openIssue({ title: 'When is the simulation?' }).number, '/incident status', 'trudy')
    expect(seen.issues(drills)).toEqual([])
    await world.fastForward('1d5h')
    const { number: drill, title, body, assignees } = theIssue(scene, drills)
    expect(Object.values(scenarios).some((text) => text.includes(title.replace('[DRILL] ', '')))).toBe(true)
    expect(body).toContain('This is a drill.')
    expect(assignees.toSorted()).toEqual(['alice', 'bob', 'carol'])
    expect(seen.labels(drill)).toContain('incident-drill')
    expect(seen.labels(drill)).not.toContain('incident')
    await world.fastForward('30m')
    await say(drill, '/incident ack', 'carol')
    await world.fastForward('1h')
    await say(drill, '/incident resolve The debrief begins', 'carol')
    const score = seen.comment(drill, /The drill is over/)
    expect(score).toMatch(/First response[^\n]*after 30 min/)
    // The pager cannot be reached, which is said where it is used.
    expect(seen.said(drill, /not told/)).toEqual([])
    const real = await scene.emergency('[INCIDENT] The site is offline')
    await world.fastForward('1h')
    seen.comment(real, /not told/)
    await say(real, '/incident cancel It is back')
    expect(seen.card(drill)).toContain('| **Post-mortem** | none: this is an exercise |')
    expect(score).toMatch(/Checklists[^\n]*❌ 0 of/)
    expect(seen.labels(drill)).toContain('incident/closed')
    expect([seen.rulesets(), mayMerge(other)]).toEqual([[], true])
    expect([seen.issues(/^Post-Incident Review/), seen.discussions()]).toEqual([[], []])
    // Three months later the next one is held, and another newcomer can have one at any time.
    await world.fastForward('91d')
    expect(seen.issues(drills)).toHaveLength(2)
    await say(alice.openIssue({ title: 'Welcome, dana' }).number, '/incident drill Quarterly Incident Simulation')
    await settle()
    expect(seen.issues(drills)).toHaveLength(3)
  })

  it('without scenarios says once what is missing', async () => {
    const { world, seen, say, trudy } = await raise({ start: '2026-03-31T09:00:00Z' })
    await say(trudy.openIssue({ title: 'When is the simulation?' }).number, '/incident status', 'trudy')
    await world.fastForward('1d5h')
    await world.fastForward('91d')
    expect(seen.issues(drills)).toEqual([])
    expect(seen.issues(/"Quarterly Incident Simulation" could not be held/)).toHaveLength(1)
  })
})
