import { describe, expect, it } from 'vitest'
import type { Scene } from '../stage.ts'
import { adopting, called, listTitled, tickAll } from './adopt.ts'

// In the week of Monday, 2 March 2026, carol is on call and alice is second; the week after that alice, and bob second.
const collaborators = { dana: 'write', erin: 'write' } as const
const adopted = adopting('care-and-learning', { collaborators })

/** The specialists are dana, the maintainers erin. */
async function raise(options: Parameters<typeof adopted>[0] = {}): Promise<Scene> {
  const scene = await adopted(options)
  scene.github.addTeam('acme', 'specialists', ['dana'])
  scene.github.addTeam('acme', 'maintainers', ['erin'])
  return scene
}

const outage = '[INCIDENT] Terra Atlas API is unreachable'

const update = `/incident update
Update (09:30 UTC): We've identified the root cause as a database connection issue introduced in this morning's
migration. A fix has been deployed and service is recovering. We're monitoring for stability.

Affected: API requests from 08:45-09:20 UTC
Impact: ~500 users experienced timeouts
Data: No data loss or corruption

Next update: 10:00 UTC or when fully resolved`

describe('a technical outage', () => {
  it('SEV-0: all hands, a lead, updates every half hour that say something, and the final word', async () => {
    const scene = await raise()
    const { world, seen, emergency, pull, say, mayMerge } = scene
    const other = await pull('feature/x')
    const incident = await emergency(outage)
    expect(seen.labels(incident)).toEqual(['incident', 'incident/declared', 'kind/outage', 'severity/SEV-1'])
    expect(seen.card(incident)).toMatch(/@carol @acme\/specialists – please have a look/)
    expect(seen.card(incident)).toContain('/blob/HEAD/runbooks/api-outage.md)')
    await say(incident, '/incident severity SEV-0', 'trudy')
    expect(seen.card(incident)).toContain('promised within 5 min, by 2026-03-02 09:05 UTC')
    expect(seen.comment(incident, /set the severity/)).toContain('@alice @bob – this severity asks for you.')
    const drafts = seen.comment(incident, /Drafts/)
    expect(drafts).toContain('<summary>Status page, at once</summary>')
    expect(drafts).toContain('🔴 Major Outage: [service]')

    await world.fastForward('4m')
    await say(incident, '/incident ack', 'carol')
    await say(incident, '/incident commander me', 'carol')
    expect(seen.card(incident)).toContain('| **Commander** | carol |')
    await say(incident, '/incident note 08:45 Reports of API timeouts', 'carol')
    const list = listTitled(scene, 'Technical outage: the first 30 minutes')
    for (const item of ["Assess impact: What's down?", 'Assign incident lead', 'Update status page'])
      scene.carol.tick(list, item)
    await world.fastForward('26m')
    const open = seen.comment(incident, /"Technical outage: the first 30 minutes" is due, and 4 items are open/)
    expect(open).toContain('- Assess impact: Is data at risk?')
    const asked = seen.comment(incident, /an update on this incident/)
    expect(asked).toMatch(/^@carol – .* is due. None was given in the 30 minutes since the declaration/)
    expect(asked).toContain('/incident update\nUpdate (2026-03-02 09:30 UTC): [what we know')
    expect(asked).toContain('Next update: 2026-03-02 10:00 UTC or when fully resolved')

    const bad = await say(incident, '/incident update Still working on it.', 'carol')
    expect(seen.reactions(bad)).toEqual(['confused'])
    expect(seen.comment(incident, /leaves people guessing/)).toContain('who is affected and since when')
    expect(seen.card(incident)).toContain('**due** since 2026-03-02 09:30 UTC')
    const good = await say(incident, update, 'carol')
    expect(seen.reactions(good)).toEqual(['+1'])
    expect(seen.card(incident)).toContain('next one due at 2026-03-02 10:00 UTC (every 30 min)')
    await world.fastForward('29m')
    expect(seen.said(incident, /an update on this incident/)).toHaveLength(1)
    await world.fastForward('1m')
    expect(seen.said(incident, /an update on this incident/)).toHaveLength(2)

    await world.fastForward('15m')
    await say(incident, '/incident resolve Service restart and connection cleanup', 'carol')
    expect(seen.comment(incident, /^### Technical outage: resolution/)).toContain('- [ ] Run smoke tests')
    const final = seen.comment(incident, /^### Final public update/)
    expect(final).toContain('✅ Resolved (2026-03-02 10:15 UTC): [service] is fully operational.')
    expect(final).toContain('- Incident duration: 1 h 15 min (2026-03-02 09:00 UTC to 2026-03-02 10:15 UTC)')
    expect(final).toContain('- Fix: Service restart and connection cleanup')
    expect(seen.card(incident)).toMatch(/08:45 UTC · Note by carol: Reports of API timeouts/)
    expect([seen.rulesets(), mayMerge(other)]).toEqual([[], true])
  })

  it('SEV-1: the second on call after half an hour, the core team when the hour is over, and no more than that', async () => {
    const scene = await raise()
    const { world, seen, emergency } = scene
    const incident = await emergency(outage)
    const calls = (): string[] =>
      seen.said(incident, /nobody has responded/).map((words) => words.split(' – ')[0] ?? '')
    await world.fastForward('29m')
    expect(calls()).toEqual([])
    await world.fastForward('1m')
    expect(calls()).toEqual(['@alice'])
    await world.fastForward('30m')
    expect(calls()).toEqual(['@alice', '@alice @bob @carol'])
    expect(seen.card(incident)).toContain('**overdue** since 2026-03-02 10:00 UTC (promised within 1 h)')
    await world.restart()
    await world.fastForward('1h')
    expect(calls()).toHaveLength(2)
  })

  it('SEV-0 that nobody answers goes on calling all hands every quarter of an hour', async () => {
    const scene = await raise()
    const { world, seen, as, settle } = scene
    as('trudy').openIssue({ title: outage, labels: ['severity/SEV-0'] })
    await settle()
    expect(seen.card(1)).toMatch(/@carol @alice @bob – please have a look/)
    await world.fastForward('35m')
    const calls = seen.said(1, /nobody has responded/)
    expect(calls.map((words) => words.split(' – ')[0])).toEqual(Array(3).fill('@alice @bob @carol'))
    await scene.say(1, 'I am on it', 'bob')
    await world.fastForward('1h')
    expect(seen.said(1, /nobody has responded/)).toHaveLength(3)
  })
})

describe('who is on call', () => {
  it('changes with the week, also while an incident is open', async () => {
    // Monday, 9 March, half an hour before the hand-over in London.
    const scene = await raise({ start: '2026-03-09T08:30:00Z' })
    const { world, seen, emergency } = scene
    const before = await emergency(outage)
    expect(seen.card(before)).toMatch(/^@carol @acme/m)
    await world.fastForward('30m')
    // The second on call is asked after the hand-over: it is bob now.
    expect(called(scene, before)).toContain('09:00 bob')
    const after = await emergency('[INCIDENT] The CDN serves an old page')
    expect(seen.card(after)).toMatch(/^@alice @acme/m)
    expect(seen.card(after)).toContain('runbooks/cdn-issues.md')
  })
})

const overridden = `
roles:
  primary:
    rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"] }
    overrides: [{ from: 2026-03-02T00:00, to: 2026-03-04T00:00, members: ["@dana"] }]
  maintainers: ["@erin"]
`

describe('an override', () => {
  const holidays = adopting('care-and-learning', {
    collaborators,
    config: `version: 1\nextends: firebreak:care-and-learning\n${overridden}`,
  })

  it('takes the place of whoever would be on call, until it ends', async () => {
    const { world, seen, emergency } = await holidays()
    expect(seen.card(await emergency(outage))).toMatch(/^@dana – /m)
    await world.fastForward('2d')
    expect(seen.card(await emergency('[INCIDENT] The site is offline'))).toMatch(/^@carol – /m)
  })
})

describe('what is less urgent', () => {
  it('SEV-2: a maintainer within four hours, one update within a day, nobody at half past', async () => {
    const scene = await raise()
    const { world, seen, as, settle, say } = scene
    as('trudy').openIssue({ title: '[INCIDENT] Slow response times', labels: ['severity/SEV-2'] })
    await settle()
    expect(seen.card(1)).toMatch(/^@acme\/maintainers – please have a look/m)
    expect(seen.comment(1, /^### SEV-2 communication/)).toContain('- [ ] Resolution timeline provided')
    await world.fastForward('3h')
    expect(seen.said(1, /nobody has responded/)).toEqual([])
    await world.fastForward('1h')
    expect(seen.comment(1, /nobody has responded/)).toMatch(/^@carol – /)
    await say(1, 'Looking', 'erin')
    await tickAll(scene, 'SEV-2 communication', 'erin')
    await world.fastForward('3d')
    expect(seen.said(1, /SEV-2 communication" is due/)).toEqual([])
    expect(seen.said(1, /an update on this incident/)).toEqual([])
  })

  it('SEV-3: a maintainer within two business days; a weekend is none', async () => {
    // Friday, 16:00: two hours of it, nine of Monday, and seven of Tuesday.
    const scene = await raise({ start: '2026-03-06T16:00:00Z' })
    const { world, seen, as, settle, say } = scene
    as('trudy').openIssue({ title: '[INCIDENT] A dependency is outdated', labels: ['severity/SEV-3'] })
    await settle()
    expect(seen.card(1)).toContain('promised within 18 h of working time, by 2026-03-10 16:00 UTC')
    expect(called(scene, 1)).toEqual([])
    await world.fastForward('3d23h')
    expect(seen.card(1)).not.toMatch(/overdue|Nobody responded/)
    await world.fastForward('1h')
    expect(seen.comment(1, /nobody has responded/)).toMatch(/^@alice – /)
    expect(seen.card(1)).toContain('**overdue** since 2026-03-10 16:00 UTC')
    await say(1, '/incident resolve It is up to date', 'erin')
    expect(seen.comment(1, /^### SEV-3 communication/)).toContain('- [ ] Addressed in next release notes')
    // No review is held for it.
    expect(seen.labels(1)).toContain('incident/closed')
    expect(seen.issues(/^Post-Incident Review/)).toEqual([])
  })
})
