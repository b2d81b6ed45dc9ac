import { describe, expect, it } from 'vitest'
import { commands } from '../../../src/incident/commands-table.ts'
import type { Permission } from '../../../src/policy/policy.ts'
import { permissions } from '../../../src/policy/policy.ts'
import { policyWith } from '../policies.ts'
import { self } from '../procedure.ts'
import { answerTo, effectsOf, entriesOf, frozenStory, hours, isQuiet, messagesOf, Story, said } from '../story.ts'

const declared = (...given: ConstructorParameters<typeof Story>): Story => {
  const story = new Story(...given)
  story.opens({}, 'trudy')
  return story
}

describe('a comment', () => {
  it.each([
    ['in a quote', '> /incident ack'],
    ['in a code block', '```\n/incident ack\n```'],
    ['in indented code', 'Write:\n\n    /incident ack'],
    ['in an HTML comment', '<!--\n/incident ack\n-->'],
    ['in the middle of a line', 'Use /incident ack'],
    ['as another word', '/incidental ack'],
  ])('with a command %s holds none', (_, body) => {
    const story = declared()
    expect(effectsOf(story.comments(body, 'bob'), 'React')).toEqual([])
    expect(story.incident().status).toBe('declared')
  })

  it('may hold several, each carried out on what the one before left', () => {
    const story = declared()
    const decision = story.comments('/incident ack\n/incident severity P0\n/incident commander me', 'bob')
    expect(story.incident()).toMatchObject({ status: 'acknowledged', severity: 'P0', commander: 'bob' })
    expect(answerTo(decision)).toEqual({ reaction: '+1', refusals: [] })
  })

  it('of which one is refused gets one 😕 and one answer', () => {
    const story = declared()
    const decision = story.comments('/incident ack\n/incident kind weather\n/incident thaw', 'bob')
    expect(answerTo(decision).reaction).toBe('confused')
    expect(answerTo(decision).refusals).toMatchObject([{ type: 'unknown-name', what: 'kind' }])
    expect(story.incident()).toMatchObject({ status: 'acknowledged', freeze: { status: 'lifting' } })
  })

  it('with more than ten commands has ten carried out', () => {
    const decision = declared().comments('/incident note x\n'.repeat(30), 'bob')
    expect(entriesOf(decision, 'Noted')).toHaveLength(10)
  })

  it('in capitals is understood', () => {
    const story = declared()
    story.comments('/INCIDENT ACK', 'bob')
    expect(story.incident().status).toBe('acknowledged')
  })

  it('of the App itself commands nothing', () => {
    const story = declared(undefined, { permission: () => 'admin' })
    expect(isQuiet(story.comments('/incident cancel me', self))).toBe(true)
  })

  it('that is edited commands nothing', () => {
    const story = declared()
    expect(isQuiet(story.edits(99, '/incident cancel mistaken', 'alice'))).toBe(true)
  })

  it('that is answered is answered under keys of its own, so that a delivery told twice answers once', () => {
    const story = declared()
    const keys = story.comments('/incident nonsense', 'bob').effects.map(({ key, keep }) => `${key} ${keep}`)
    expect(keys).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^react\/\d+\/ once$/),
        expect.stringMatching(/^answer\/\d+\/0 once$/),
      ]),
    )
  })
})

describe('permission', () => {
  const logins: Readonly<Record<string, Permission>> = {
    stranger: 'none',
    mallory: 'read',
    trudy: 'triage',
    carol: 'write',
    bob: 'maintain',
    root: 'admin',
  }
  const asked = { permission: ({ login }: { login: string }) => logins[login] ?? 'none' }
  const nobodyNamed = policyWith(() => ({ roles: {} }))

  it.each(commands.map(({ name, permission }) => [name, permission] as const))(
    '%s takes %s where nothing is configured',
    (name, needed) => {
      for (const [login, has] of Object.entries(logins)) {
        const story = new Story(nobodyNamed, asked)
        story.opens({}, 'trudy')
        const [refusal] = answerTo(story.comments(`/incident ${name}`, login)).refusals
        const isEnough = permissions.indexOf(has) >= permissions.indexOf(needed)
        if (isEnough) expect(refusal?.type).not.toBe('permission')
        else expect(refusal).toEqual({ type: 'permission', needed, has })
      }
    },
  )

  it('is what the configuration says, be it more or less', () => {
    const story = declared(policyWith(() => ({ commands: { note: 'admin', thaw: 'read' } })))
    expect(answerTo(story.comments('/incident note x', 'bob')).refusals).toMatchObject([{ needed: 'admin' }])
    expect(answerTo(story.comments('/incident thaw', 'mallory')).refusals).toEqual([])
  })

  it('of triage is had by members of a role that the incident names, and not more than that', () => {
    const story = declared(policyWith(() => ({ roles: { maintainers: { type: 'members', members: ['@acme/duty'] } } })))
    story.facts.membership = ({ login, team }) => login === 'dana' && team === '@acme/duty'
    expect(answerTo(story.comments('/incident ack', 'dana')).refusals).toEqual([])
    expect(answerTo(story.comments('/incident thaw', 'dana')).refusals).toMatchObject([
      { needed: 'maintain', has: 'none' },
    ])
    expect(answerTo(story.comments('/incident note x', 'erin')).refusals).toMatchObject([{ needed: 'triage' }])
  })

  it('of triage is had by whoever was told of the incident, by a deadline as well', () => {
    const deadline = { within: hours(1), to: ['board'], channels: [], kinds: [], severities: [] }
    const story = declared(
      policyWith(({ roles, updates }) => ({
        roles: { ...roles, board: { type: 'members', members: ['@dana'] } },
        updates: { ...updates, deadlines: [deadline] },
      })),
    )
    expect(answerTo(story.comments('/incident ack', 'dana')).refusals).toMatchObject([{ needed: 'triage' }])
    story.fires('deadline/0')
    expect(answerTo(story.comments('/incident ack', 'dana')).refusals).toEqual([])
  })

  it('is asked for when the command is carried out, each time', () => {
    const story = declared()
    story.asked.length = 0
    story.comments('/incident note a\n/incident note b', 'bob')
    expect(story.asked.filter(({ ask }) => ask === 'permission')).toHaveLength(2)
  })
})

describe('an answer says what was wrong', () => {
  const refusal = (body: string) => answerTo(declared().comments(body, 'alice')).refusals[0]

  it.each([
    ['/incident resovle', { type: 'unknown-command', nearest: 'resolve' }],
    ['/incident xyzzy', { type: 'unknown-command', nearest: undefined }],
    ['/incident severity', { type: 'unknown-name', what: 'severity', found: '', allowed: ['P0', 'P1', 'P2'] }],
    ['/incident severity P9', { type: 'unknown-name', what: 'severity', found: 'P9' }],
    ['/incident severity P1', { type: 'already' }],
    ['/incident commander', { type: 'usage', usage: '/incident commander @user' }],
    ['/incident commander @nobody', { type: 'unknown-name', what: 'person', found: '@nobody' }],
    ['/incident note', { type: 'usage' }],
    ['/incident note 25:00 lunch', { type: 'unknown-name', what: 'time', found: '25:00' }],
    ['/incident snooze soon', { type: 'unknown-name', what: 'duration', found: 'soon' }],
    ['/incident snooze 10w', { type: 'unknown-name', what: 'duration' }],
    ['/incident cancel', { type: 'usage' }],
    ['/incident confirm', { type: 'wrong-status', status: 'declared', needs: ['reported'] }],
    ['/incident reopen again', { type: 'wrong-status', needs: ['resolved', 'closed', 'cancelled'] }],
  ])('%s', (body, expected) => {
    expect(refusal(body)).toMatchObject(expected)
  })

  it('where there is no incident, which ones there are', () => {
    const story = declared()
    const elsewhere = { number: 50, title: 'A wish' }
    expect(answerTo(story.comments('/incident ack', 'alice', elsewhere)).refusals).toEqual([
      { type: 'no-incident', open: [12] },
    ])
  })

  it('to whoever asked', () => {
    expect(messagesOf(declared().comments('/incident xyzzy', 'mallory'), 'CommandRefused')).toMatchObject([
      { to: 'mallory', command: 'xyzzy' },
    ])
  })
})

describe('commands while an incident is only reported', () => {
  it.each(['ack', 'freeze', 'commander me', 'resolve'])('%s has to wait for the confirmation', (command) => {
    const story = new Story()
    story.opens({}, 'mallory')
    expect(answerTo(story.comments(`/incident ${command}`, 'alice')).refusals).toMatchObject([{ type: 'wrong-status' }])
  })

  it.each(['cancel a joke', 'severity P0', 'escalate', 'note x'])('%s is carried out', (command) => {
    const story = new Story()
    story.opens({}, 'mallory')
    expect(answerTo(story.comments(`/incident ${command}`, 'alice')).refusals).toEqual([])
  })
})

describe('single commands', () => {
  it('note takes a time of the last day', () => {
    const story = declared()
    const at = (body: string) => entriesOf(story.comments(body, 'bob'), 'Noted')[0]
    expect(at('/incident note 08:15 it began')).toMatchObject({
      text: 'it began',
      happenedAt: Date.parse('2026-03-02T08:15:00Z'),
    })
    expect(at('/incident note 23:00 a spike')?.happenedAt).toBe(Date.parse('2026-03-01T23:00:00Z'))
    expect(at('/incident note 8 people')).toMatchObject({ text: '8 people', happenedAt: undefined })
  })

  it('update is kept with its text', () => {
    const story = declared()
    expect(entriesOf(story.comments('/incident update We restart it', 'bob'), 'Updated')).toMatchObject([
      { text: 'We restart it', by: 'bob' },
    ])
    expect(story.incident().times.updated).toBe(story.now)
  })

  it('ack is idempotent', () => {
    const story = declared()
    story.comments('/incident ack', 'bob')
    const again = story.comments('/incident ack', 'bob')
    expect(entriesOf(again, 'Acknowledged')).toEqual([])
    expect(answerTo(again).reaction).toBe('+1')
  })

  it('/incident alone is help; status shows where it stands, also to readers', () => {
    const story = declared()
    expect(said(story.comments('/incident', 'mallory'))).toEqual([[12, 'Help']])
    expect(said(story.comments('/incident status', 'mallory'))).toEqual([[12, 'Status']])
    expect(said(story.comments('/incident status', 'mallory', { number: 50, title: 'x' }))).toEqual([
      [50, 'NoIncident'],
    ])
  })

  it('commands on the hotfix and on the post-mortem speak to their incident', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.comments('/incident ack', 'bob', { number: 20, type: 'pull-request' })
    expect(story.incident().status).toBe('acknowledged')
    story.merges('carol')
    story.succeeds('OpenIssue', { type: 'IssueOpened', number: 40, url: 'https://github.test/40' })
    story.comments('/incident note found it', 'bob', { number: 40, title: 'Post-mortem' })
    expect(story.incident().timeline.some(({ type }) => type === 'Noted')).toBe(true)
  })
})
