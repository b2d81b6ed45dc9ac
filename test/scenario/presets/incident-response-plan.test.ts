import { describe, expect, it } from 'vitest'
import { receiver, routingKey } from '../../notify/stage.ts'
import type { Scene } from '../stage.ts'
import { adopting, called, theIssue, tickAll } from './adopt.ts'

const raise = adopting('incident-response-plan')

/** alice is on call; bob and dana are the team, erin is security. It is Monday, 09:00 UTC. */
async function raised(options: Parameters<typeof raise>[0] = {}): Promise<Scene> {
  const scene = await raise(options)
  scene.github.addTeam('acme', 'engineering', ['bob', 'dana'])
  scene.github.addTeam('acme', 'security', ['erin'])
  return scene
}

/** A user's report of this severity, which nobody answers. */
async function ofSeverity(severity: string): Promise<Scene & { readonly incident: number }> {
  const scene = await raised()
  const { number: incident } = scene.trudy.openIssue({
    title: '[INCIDENT] Something is wrong',
    labels: [`severity/${severity}`],
  })
  await scene.settle()
  return { ...scene, incident }
}

describe('escalation', () => {
  it('is required in P0: it goes on until somebody answers', async () => {
    const scene = await ofSeverity('P0')
    const { world, seen, say, incident } = scene
    expect(seen.card(incident)).toMatch(/P0 Critical: declared\n\n@alice @acme\/engineering – please have a look/)
    expect(seen.card(incident)).toContain('promised within 5 min, by 2026-03-02 09:05 UTC')
    await world.fastForward('50m')
    const everybody = 'alice acme/engineering acme/security'
    expect(called(scene, incident)).toEqual(['09:05', '09:20', '09:35', '09:50'].map((at) => `${at} ${everybody}`))
    await say(incident, 'I am looking at it', 'erin')
    expect(seen.card(incident)).toContain('stopped, because somebody responded')
    await world.fastForward('1d')
    expect(called(scene, incident)).toHaveLength(4)
  })

  it('is recommended in P1: the next people once the response time is over, or when somebody asks for them', async () => {
    const scene = await ofSeverity('P1')
    const { world, seen, say, incident } = scene
    expect(seen.card(incident)).toMatch(/P1 High: declared\n\n@alice – please have a look/)
    expect(seen.card(incident)).toContain('promised within 1 h, by 2026-03-02 10:00 UTC')
    await world.fastForward('30m')
    await say(incident, '/incident ack')
    await say(incident, '/incident escalate The database is involved')
    expect(called(scene, incident)).toEqual(['09:30 acme/engineering acme/security'])

    const unanswered = await ofSeverity('P1')
    await unanswered.world.fastForward('2d')
    expect(called(unanswered, unanswered.incident)).toEqual(['10:00 acme/engineering acme/security'])
  })

  it('is optional in P2: nobody is called but on-call, and again when somebody asks for it', async () => {
    const scene = await ofSeverity('P2')
    const { world, seen, say, incident } = scene
    expect(seen.card(incident)).toMatch(/P2 Medium: declared\n\n@alice – please have a look/)
    expect(seen.card(incident)).toContain('promised within 4 h, by 2026-03-02 13:00 UTC')
    await world.fastForward('5h')
    expect(seen.card(incident)).toContain('**overdue** since 2026-03-02 13:00 UTC')
    expect(called(scene, incident)).toEqual([])
    await say(incident, '/incident escalate', 'trudy')
    expect(called(scene, incident)).toEqual(['14:00 alice'])
  })

  it('is not required in P3: nobody is called, and whoever asks for it hears how it is to be had', async () => {
    const scene = await ofSeverity('P3')
    const { world, seen, say, incident } = scene
    expect(seen.card(incident)).not.toContain('@alice')
    expect(seen.card(incident)).toContain('promised within 1 day, by 2026-03-03 09:00 UTC')
    await world.fastForward('2d')
    expect(called(scene, incident)).toEqual([])
    expect(seen.reactions(await say(incident, '/incident escalate', 'trudy'))).toEqual(['confused'])
    expect(seen.comment(incident, /was not carried out/)).toContain('the severity has no escalation policy')
    // It was graded too low: the steps of P1 that would have come by now come at once.
    await say(incident, '/incident severity P1', 'trudy')
    expect(called(scene, incident)).toEqual(['09:00 alice', '09:00 acme/engineering acme/security'])
  })
})

describe('the process', () => {
  it('detects, acknowledges, classifies, assigns an owner, investigates, resolves and reports', async () => {
    const scene = await raised()
    const { world, seen, say, alice, trudy, settle } = scene
    const { number: incident } = trudy.openIssue({ title: 'Users cannot log in' })
    await settle()
    expect(seen.comments(incident)).toEqual([])
    trudy.label(incident, 'incident')
    await settle()
    expect(seen.labels(incident)).toEqual(['incident', 'incident/declared', 'severity/P1'])

    const response = seen.comment(incident, /^### Initial response/)
    for (const part of [
      'Confirm incident',
      'Classify severity',
      'Assign incident owner',
      'Isolate',
      'Document timeline',
    ])
      expect(response).toContain(part)
    await world.fastForward('2m')
    await say(
      incident,
      '/incident ack\n/incident severity P0\n/incident commander me\n/incident note 08:50 First error',
    )
    expect(seen.labels(incident)).toEqual(['incident', 'incident/acknowledged', 'severity/P0'])
    expect(seen.card(incident)).toMatch(/\*\*Commander\*\* \| .*alice/)
    expect(seen.comment(incident, /set the severity/)).toContain('@acme/engineering @acme/security – ')
    await tickAll(scene, 'Initial response')
    await tickAll(scene, 'Investigation and resolution', 'bob')
    await world.fastForward('58m')
    await say(incident, '/incident resolve The certificate was renewed')

    const { number: report, title, body } = theIssue(scene, /^Incident report/)
    expect(title).toBe('Incident report: Users cannot log in')
    const headings = (body ?? '').match(/^#{2,3} .*/gm)
    expect(headings).toEqual([
      ...['## Executive Summary', '## Timeline', '## Root Cause', '## Lessons Learned'],
      ...['### What went well', '### What could be improved', '### Action items'],
    ])
    for (const line of [
      '- **Incident description**: Users cannot log in',
      '- **Resolution summary**: The certificate was renewed',
      '- **Detection time**: 2026-03-02 09:00 UTC',
      '- **Response time**: 2026-03-02 09:02 UTC (after 2 min)',
      '- **Resolution time**: 2026-03-02 10:00 UTC (after 1 h)',
      'owner: alice',
      '2026-03-02 08:50 UTC · Note by alice: First error',
    ])
      expect(body).toContain(line)
    expect(seen.comment(report, /^### Post-incident/)).toContain('- [ ] Documentation: Write incident report')
    alice.close(report)
    await settle()
    expect(seen.labels(incident)).toContain('incident/closed')
  })
})

describe('the playbooks', () => {
  it.each([
    ['DDoS attack on the API', 'ddos', 'DDoS attack', 'Mitigation: Enable rate limiting'],
    [
      'Service completely down',
      'outage',
      'Service outage',
      'Response: Implement fix or rollback (`/incident rollback`)',
    ],
    ['The database refuses connections', 'database', 'Database issues', 'Data corruption: Stop writes immediately'],
  ])('%s', async (title, kind, list, item) => {
    const { seen, emergency } = await raised()
    const incident = await emergency(`[INCIDENT] ${title}`)
    expect(seen.labels(incident)).toContain(`kind/${kind}`)
    expect(seen.comment(incident, new RegExp(`^### ${list}\n`))).toContain(`- [ ] ${item}`)
  })

  it.each([
    ['Data breach: customers for sale', 'severity/P0', 'Data breach', 'Containment: Revoke compromised credentials'],
    ['Unauthorized access by a former colleague', 'severity/P1', 'Unauthorized access', 'Response: Audit all systems'],
  ])('%s: the details stay out of sight', async (title, severity, list, item) => {
    const { seen, emergency } = await raised()
    const incident = await emergency(`[INCIDENT] ${title}`, 'alice')
    expect(seen.labels(incident)).toContain(severity)
    expect(seen.comment(incident, new RegExp(`^### ${list}\n`))).toContain(`- [ ] ${item}`)
    expect(seen.comments(incident).join()).not.toMatch(/for sale|former colleague/)
    expect(seen.advisories()).toHaveLength(1)
  })
})

describe('internal communication', () => {
  const channels = `
channels:
  incidents: { type: slack, secret: SLACK_INCIDENTS }
  pager: { type: pagerduty, secret: PAGERDUTY_KEY }
escalation:
  policies:
    required:
      steps:
        - { notify: [on-call, team], channels: [incidents, pager] }
        - { after: 5m, notify: [on-call, team, security], channels: [pager] }
`
  const chatting = adopting('incident-response-plan', {}, channels)

  it('goes to the chat and the pager as well, and the escalation is as required as before', async () => {
    const { url, received } = await receiver((response, { url: path }) =>
      response
        .writeHead(path.startsWith('/chat') ? 200 : 202)
        .end(path.startsWith('/chat') ? 'ok' : '{"status":"success"}'),
    )
    const scene = await chatting({
      channels: { SLACK_INCIDENTS: `${url}/chat`, PAGERDUTY_KEY: `${routingKey} ${url}` },
    })
    const { world, seen, emergency, say } = scene
    const heard = (path: string): readonly string[] =>
      received.filter((one) => one.url.startsWith(path)).map(({ body }) => body)
    // Nobody has graded it yet: as P1 it is a matter of on-call alone.
    const incident = await emergency('[INCIDENT] Service completely down')
    expect(received).toEqual([])
    await say(incident, '/incident severity P0', 'trudy')
    expect([heard('/chat').length, alarms(heard('/v2'))]).toEqual([1, ['trigger']])
    expect(heard('/chat')[0]).toContain('P0 incident declared in acme/shop')
    expect(seen.card(incident)).toContain('`incidents` told at 2026-03-02 09:00 UTC')

    await world.fastForward('35m')
    const everybody = 'alice acme/engineering acme/security'
    expect(called(scene, incident)).toEqual(['09:05', '09:20', '09:35'].map((at) => `${at} ${everybody}`))
    await say(incident, '/incident ack')
    await say(incident, '/incident update The proxy is being replaced')
    await say(incident, '/incident resolve The proxy was replaced')
    expect(heard('/chat')).toHaveLength(4)
    expect(heard('/chat').at(-1)).toContain('The proxy was replaced')
    expect(alarms(heard('/v2'))).toEqual([...Array(4).fill('trigger'), 'acknowledge', 'resolve'])
  })
})

/** What the pager was asked to do. */
const alarms = (bodies: readonly string[]): unknown[] => bodies.map((body) => JSON.parse(body).event_action)
