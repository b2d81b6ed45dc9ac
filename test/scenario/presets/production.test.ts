import { describe, expect, it } from 'vitest'
import { ownLines } from '../../policy/adopted.ts'
import { adopting, called, listTitled, theIssue, tickAll } from './adopt.ts'

// On call is alice, and bob from 14:00 on; carol leads, dana is DevOps, erin the database administrator, frank the
// security officer, grace management, heidi legal. It is Monday, 2 March 2026, 09:00 UTC.
const collaborators = { dana: 'write', erin: 'write', frank: 'write', grace: 'read', heidi: 'read' } as const
const raise = adopting('production', { collaborators })
const adopted = `# Reviewed today.\nversion: 1\n${ownLines('production')}`

const outage = '[EMERGENCY] Complete outage: the server is unreachable'

describe('a complete system outage (P0)', () => {
  it('calls level after level, keeps the communication’s hours, and tells nobody of an hour who knows already', async () => {
    const scene = await raise()
    const { world, seen, emergency, pull, mayMerge, settle } = scene
    const other = await pull('feature/x')
    const incident = await emergency(outage)
    const card = seen.card(incident)
    expect(seen.labels(incident)).toEqual(['emergency', 'incident/declared', 'kind/outage', 'severity/P0'])
    expect(card).toMatch(/^## 🔴 Incident P0 Critical: declared\n\n@alice – please have a look/)
    expect(card).toContain('promised within 15 min, by 2026-03-02 09:15 UTC')
    expect([seen.rulesets(), mayMerge(other)]).toEqual([[], true])
    expect(called(scene, incident)).toEqual([])

    await world.fastForward('15m')
    expect(called(scene, incident)).toEqual(['09:13 carol dana', '09:15 carol'])
    expect(seen.comment(incident, /^@carol @dana/)).toContain('told of this incident (P0 Critical) within 15 minutes')
    expect(seen.comment(incident, /^@carol – /)).toContain(
      'nobody has responded to this incident (P0 Critical) for 15 min',
    )
    expect(seen.card(incident)).toContain('**overdue** since 2026-03-02 09:15 UTC (promised within 15 min)')

    await world.fastForward('45m')
    expect(called(scene, incident).slice(2)).toEqual(['09:55 grace', '10:00 grace'])
    await world.restart()
    await world.fastForward('2d')
    await settle()
    expect(called(scene, incident)).toHaveLength(4)
  })

  it('is worked through by the procedure’s list: the restart fails, Level 2 is called, and Level 3 after it', async () => {
    const scene = await raise()
    const { world, seen, emergency, say, alice } = scene
    const incident = await emergency(outage)
    const procedure = 'Procedure 1: Complete system outage (estimated recovery: 15-30 minutes)'
    const actions = seen.comment(incident, /^### Procedure/)
    for (const action of [
      '- [ ] Assess situation: Check server status, `ping production-server`',
      '- [ ] Restart services: `docker compose -f docker-compose.prod.yml restart`, or individually',
      '- [ ] Verify recovery: Check API health, `curl http://localhost/api/health`',
      '- [ ] If restart fails: Check system resources, `free -h`, `df -h`',
      '- [ ] If restart fails: Escalate to Level 2, `/incident escalate`',
    ])
      expect(actions).toContain(`${action}\n`)

    await world.fastForward('6m')
    await say(incident, '/incident ack')
    expect(seen.card(incident)).toContain('came after 6 min (promised within 15 min)')
    const list = listTitled(scene, procedure)
    for (const done of ['Check server status', 'Check SSH', 'Check service status', 'Restart services'])
      alice.tick(list, done)
    await say(incident, '/incident escalate The restart failed')
    expect(called(scene, incident)).toEqual(['09:06 carol'])
    expect(seen.comment(incident, /^@carol/)).toContain('Reason: The restart failed')

    await world.fastForward('24m')
    expect(called(scene, incident)).toEqual(['09:06 carol', '09:13 dana'])
    const reminder = seen.comment(incident, /is due, and 6 items are open/)
    expect(reminder).toContain('- If restart fails: Restore from backup if needed')
    expect(reminder).not.toContain('Check SSH access')
    await say(incident, '/incident escalate The disk is gone', 'carol')
    await world.fastForward('1h')
    expect(called(scene, incident).slice(2)).toEqual(['09:30 grace'])
  })

  it('is restored and reported in the document’s structure, with its four times', async () => {
    const scene = await raise()
    const { world, seen, emergency, say, pull, as } = scene
    const incident = await emergency(outage)
    await world.fastForward('6m')
    await say(incident, '/incident ack')
    const fix = await pull('hotfix/disk', { title: 'Move to the other disk', body: `Incident: #${incident}` })
    as('carol').merge(fix)
    await world.settle()
    await world.fastForward('14m')
    await say(incident, '/incident resolve Restored from the backup of 08:00', 'carol')
    expect(seen.labels(incident)).toContain('incident/resolved')
    const { number: report, title, body } = theIssue(scene, /^Incident report/)
    expect(title).toBe(`Incident report: ${outage}`)
    expect(body).toMatch(
      new RegExp(
        [
          '^## Incident Details',
          '',
          '- \\*\\*Date/Time:\\*\\* 2026-03-02 09:00 UTC',
          '- \\*\\*Severity:\\*\\* P0 Critical',
          '- \\*\\*Duration:\\*\\* 20 min',
          '- \\*\\*Affected Services:\\*\\* \\[List services\\]',
          '- \\*\\*Root Cause:\\*\\* \\[Root cause\\]',
          '- \\*\\*Resolution:\\*\\* Restored from the backup of 08:00',
          '- \\*\\*Impact:\\*\\* \\[Impact assessment\\]',
          '',
          '## Timeline',
          '',
          '- \\*\\*Detection:\\*\\* 2026-03-02 09:00 UTC',
          '- \\*\\*Response:\\*\\* 2026-03-02 09:06 UTC',
          '- \\*\\*Resolution:\\*\\* 2026-03-02 09:20 UTC',
          '- \\*\\*Verification:\\*\\* 2026-03-02 09:20 UTC',
        ].join('\n'),
      ),
    )
    expect(body).toMatch(
      /## Lessons Learned\n\n### What went well[\s\S]*### What could be improved[\s\S]*### Action items/,
    )
    await world.fastForward('1d')
    expect(seen.comment(report, /should be published within 1 day/)).toMatch(/@bob|@carol/)
  })

  it('is followed up for a month, though it is closed, and ticks are read', async () => {
    const scene = await raise()
    const { world, seen, emergency, say, alice, settle } = scene
    const incident = await emergency(outage)
    await say(incident, '/incident resolve Restarted')
    const report = theIssue(scene, /^Incident report/).number
    expect(seen.comment(incident, /^### Post-incident: first 24 hours/)).toContain('- [ ] Identify root cause')
    await tickAll(scene, 'Post-incident: first 24 hours')
    alice.editIssue(report, {
      body: '## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n| Watch the disks | @dana | |\n',
    })
    alice.close(report)
    await settle()
    const action = theIssue(scene, /^Watch the disks/)
    expect([action.assignees, seen.labels(incident).includes('incident/resolved')]).toEqual([['dana'], true])
    scene.as('dana').close(action.number)
    await settle()
    expect(seen.labels(incident)).toContain('incident/closed')

    await world.fastForward('1d')
    expect(seen.said(incident, /first 24 hours" is due/)).toEqual([])
    expect(seen.comment(report, /^### Post-incident: first week/)).toContain('- [ ] Implement permanent fix')
    alice.tick(listTitled(scene, 'Post-incident: first week'), 'Conduct post-mortem')
    await settle()
    await world.fastForward('6d')
    expect(seen.comment(report, /first week" is due, and 4 items are open/)).not.toContain('Conduct post-mortem')
    expect(seen.comment(report, /^### Post-incident: first month/)).toContain('- [ ] Conduct training')
    await tickAll(scene, 'Post-incident: first month', 'bob')
    await world.fastForward('23d')
    expect(seen.said(report, /first month" is due/)).toEqual([])
    expect(seen.card(incident)).toContain('alice ticked "Conduct post-mortem"')
  })
})

describe('the other procedures', () => {
  it.each([
    ['Data loss in the orders table', 'data-loss', '1h', ['Procedure 3: Data loss', 'SELECT count(*) FROM users']],
    ['Payment processing failure', 'payment', '1h', ['Procedure 4: Payment', 'Escalate to Stripe support']],
    ['Unauthorized access to the admin pages', 'security', '4h', ['Procedure 2: Data breach', 'Rotate JWT secrets']],
  ])('%s: P0, with its actions and their estimated time', async (title, kind, time, [procedure, action = '']) => {
    const scene = await raise()
    const { world, seen, emergency } = scene
    const incident = await emergency(`[EMERGENCY] ${title}`)
    expect(seen.labels(incident)).toEqual(expect.arrayContaining([`kind/${kind}`, 'severity/P0']))
    expect(seen.comment(incident, new RegExp(`^### ${procedure}`))).toContain(action)
    await world.fastForward(time)
    seen.comment(incident, new RegExp(`"${procedure}.*" is due`))
  })

  it('a data breach: the security officer at once, management and legal within the hour, the details elsewhere', async () => {
    const scene = await raise()
    const { world, seen, emergency, say } = scene
    const incident = await emergency('[EMERGENCY] Data breach: customers are listed on a forum', 'alice')
    expect(seen.card(incident)).not.toContain('forum')
    expect(seen.advisories()).toHaveLength(1)
    await world.fastForward('1m')
    expect(called(scene, incident)).toEqual(['09:00 frank'])
    await say(incident, '/incident ack')
    await world.fastForward('59m')
    expect(called(scene, incident).slice(1)).toEqual(['09:13 carol dana', '09:55 grace', '09:55 heidi'])
  })
})

/** Who is called when nobody answers, after the card's own mention of alice; trudy grades it when a minute has passed. */
it.each([
  ['P1', 'promised within 1 h,', ['09:13 carol dana', '09:55 grace', '10:00 carol', '13:00 grace']],
  ['P2', 'promised within 4 h,', ['13:00 carol', '01:00 grace']],
  ['P3', 'promised within 1 day,', ['09:00 carol']],
] as const)('%s: its response time, and its levels after it', async (severity, promise, levels) => {
  const scene = await raise()
  const { world, seen, emergency, say } = scene
  const incident = await emergency('[EMERGENCY] Something is wrong')
  await world.fastForward('1m')
  await say(incident, `/incident severity ${severity}`, 'trudy')
  expect(seen.card(incident)).toContain(promise)
  await world.fastForward('2d')
  expect(called(scene, incident)).toEqual(levels)
  const isCommunicated = seen.said(incident, /"Communication: within 1 hour" is due/).length > 0
  expect(isCommunicated).toBe(severity === 'P1')
})

it('what turns out to be critical calls everybody whom that asks for, each once', async () => {
  const scene = await raise()
  const { world, seen, emergency, say } = scene
  const incident = await emergency('[EMERGENCY] Something is wrong')
  await say(incident, '/incident ack')
  await world.fastForward('5m')
  await say(incident, '/incident severity P0')
  expect(called(scene, incident)).toEqual([])
  expect(seen.comment(incident, /set the severity/)).toContain('@carol @dana @erin @frank – ')
  await world.fastForward('2h')
  expect(called(scene, incident)).toEqual(['09:55 grace'])
  expect(seen.reactions(await say(incident, '/incident note The board knows', 'grace'))).toEqual(['+1'])
})

it('a drill is held every month from a scenario of the project’s own, by whoever is on call', async () => {
  const disaster = 'title: The database server burns\ndescription: Restore it from last night’s backup.\nseverity: P0\n'
  const scene = await raise()
  const { world, seen, alice, settle } = scene
  alice.pushTo('main', { '.github/incident.yml': adopted, '.github/incident/drills/database.yml': disaster })
  await settle()
  // It is 2 March, 09:00; the next month begins in 30 days, and the drill at 14:00.
  await world.fastForward('30d')
  await world.fastForward('4h')
  expect(seen.issues(/^\[DRILL\]/)).toEqual([])
  await world.fastForward('1h')
  const drill = theIssue(scene, /^\[DRILL\] The database server burns/)
  expect(seen.labels(drill.number)).toContain('incident-drill')
  expect(seen.card(drill.number)).toMatch(/P0 Critical[\s\S]*promised within 15 min/)
  expect(drill.assignees).toEqual(['bob'])
  await world.fastForward('30d')
  expect(seen.issues(/^\[DRILL\]/)).toHaveLength(2)
})
