import { describe, expect, it } from 'vitest'
import type { UpdateMessage } from '../../../src/policy/policy.ts'
import { policy, policyWith } from '../policies.ts'
import { person } from '../procedure.ts'
import { effectsOf, entriesOf, hours, messagesOf, minutes, Story } from '../story.ts'

const paging = policyWith(({ escalation }) => ({
  channels: {
    pager: { type: 'pagerduty', secret: 'PAGERDUTY_KEY' },
    chat: { type: 'slack', secret: 'SLACK_INCIDENTS' },
  },
  escalation: {
    ...escalation,
    policies: {
      default: {
        steps: [
          { notify: ['maintainers'], after: 0, channels: ['chat'] },
          { notify: ['security'], after: hours(4), channels: ['pager'] },
        ],
        repeat: undefined,
        hours: undefined,
      },
    },
  },
}))

const opened = (under = paging): Story => {
  const story = new Story(under)
  story.opens({}, 'trudy')
  return story
}

const told = (decision: Parameters<typeof effectsOf>[0]): readonly string[] =>
  effectsOf(decision, 'NotifyChannel').map(({ channel, notice }) => `${channel}: ${notice.occasion}`)

const sent = { type: 'Sent', receipt: 'accepted' } as const

describe('channels', () => {
  it('are told by the steps that name them, urgently, at the address of today', () => {
    const story = new Story(paging)
    const decision = story.opens({}, 'trudy')
    expect(told(decision)).toEqual(['chat: escalation'])
    expect(decision.effects.find(({ effect }) => effect.type === 'NotifyChannel')).toMatchObject({ urgent: true })
    story.policy = { ...paging, channels: { ...paging.channels, pager: { type: 'webhook', secret: 'NEW' } } }
    expect(effectsOf(story.fires('escalation'), 'NotifyChannel')).toMatchObject([
      { channel: 'pager', kind: 'webhook', secret: 'NEW' },
    ])
  })

  it('were told when the receipt is there, and not before', () => {
    const story = opened()
    expect(story.incident().communication.channels).toMatchObject([{ channel: 'chat', status: 'asked' }])
    expect(story.incident().timeline.some(({ type }) => type === 'ChannelTold')).toBe(false)
    const decision = story.succeeds('NotifyChannel', sent)
    expect(entriesOf(decision, 'ChannelTold')).toMatchObject([{ channel: 'chat', receipt: 'accepted' }])
    expect(story.incident().communication.channels).toMatchObject([{ channel: 'chat', status: 'told' }])
  })

  it('that were not reached by a page are said aloud, once until they are reached again', () => {
    const story = opened()
    const failed = story.givesUp('NotifyChannel', 'no such channel')
    expect(messagesOf(failed, 'ChannelNotTold')).toMatchObject([{ channel: 'chat', reason: 'no such channel' }])
    story.comments('/incident escalate')
    const pager = story.givesUp('NotifyChannel', 'no such key')
    expect(messagesOf(pager, 'ChannelNotTold')).toHaveLength(1)
    story.comments('/incident escalate')
    expect(messagesOf(story.givesUp('NotifyChannel', 'no such key'), 'ChannelNotTold')).toEqual([])
    story.comments('/incident escalate')
    story.succeeds('NotifyChannel', sent)
    story.comments('/incident escalate')
    expect(messagesOf(story.givesUp('NotifyChannel', 'no such key'), 'ChannelNotTold')).toHaveLength(1)
  })

  it('that miss an update are on the record alone', () => {
    const story = opened()
    story.succeeds('NotifyChannel', sent)
    story.comments('/incident update We found the broken query and are taking it out')
    const failed = story.givesUp('NotifyChannel', 'the server said 500')
    expect(entriesOf(failed, 'ChannelNotTold')).toHaveLength(1)
    expect(messagesOf(failed, 'ChannelNotTold')).toEqual([])
  })

  it('that the configuration has no more cannot be told, and that is said at once', () => {
    const story = opened()
    story.policy = { ...paging, channels: {} }
    const decision = story.fires('escalation')
    expect(told(decision)).toEqual([])
    expect(entriesOf(decision, 'ChannelNotTold')).toMatchObject([{ channel: 'pager', occasion: 'escalation' }])
    expect(messagesOf(decision, 'ChannelNotTold')).toHaveLength(1)
  })

  it('hear the acknowledgement, updates, the repair and the end, those that heard of it before', () => {
    const story = opened()
    expect(told(story.comments('/incident ack'))).toEqual(['chat: acknowledged'])
    expect(told(story.comments('/incident ack'))).toEqual([])
    const update = story.comments('/incident update We found the broken query')
    expect(effectsOf(update, 'NotifyChannel')).toMatchObject([
      { channel: 'chat', notice: { occasion: 'update', text: 'We found the broken query' } },
    ])
    story.opensHotfix()
    expect(told(story.merges('carol'))).toEqual(['chat: mitigated'])
    expect(told(story.comments('/incident resolve The query is gone'))).toEqual(['chat: resolved'])
    expect(told(story.comments('/incident reopen It is back'))).toEqual(['chat: update'])
    expect(told(story.comments('/incident cancel It was a test'))).toEqual(['chat: cancelled'])
  })

  it('hear nothing of what is only reported, and of the steps reached till then when it is confirmed', () => {
    const story = new Story(paging)
    expect(told(story.opens({}, 'mallory'))).toEqual([])
    expect(told(story.fires('escalation'))).toEqual([])
    expect(told(story.comments('/incident confirm'))).toEqual(['chat: escalation', 'pager: escalation'])
  })
})

describe('a drill', () => {
  it('tells no channel, and the record says whom it spared', () => {
    const story = new Story(paging)
    const scenario = { path: 'drill.yml', title: 'Leak', description: '', severity: 'P1', kind: undefined, injects: [] }
    const drill = { type: 'DrillIssue', drill: 'Quarterly', scenario, by: 'alice', members: [] } as const
    const begun = story.settles(
      {
        key: 'drill',
        keep: 'once',
        urgent: false,
        incident: undefined,
        effect: { type: 'OpenIssue', title: 'Leak', labels: [], assignees: [], message: drill },
      },
      { succeeded: true, result: { type: 'IssueOpened', number: 12, url: 'https://github.test/acme/shop/issues/12' } },
    )
    expect(told(begun)).toEqual([])
    expect(entriesOf(begun, 'PageSpared')).toMatchObject([{ channels: ['chat'] }])
    const update = story.comments('/incident update We found the broken query')
    expect([...told(update), ...entriesOf(update, 'PageSpared')]).toEqual([])
  })
})

const message = (id: string, change: Partial<UpdateMessage> = {}): UpdateMessage => ({
  id,
  title: id,
  on: 'declared',
  template: { type: 'text', text: 'Incident {{ incident.number }}' },
  channels: [],
  kinds: [],
  severities: [],
  ...change,
})

const announcing = (...messages: readonly UpdateMessage[]) =>
  policyWith(({ updates }) => ({ channels: paging.channels, updates: { ...updates, messages } }))

const announced = (decision: Parameters<typeof messagesOf>[0]): readonly string[] =>
  messagesOf(decision, 'Announcement').map(({ message: id }) => id)

describe('messages', () => {
  it('are posted at their moment, once, and sent to their channels', () => {
    const story = new Story(announcing(message('kick-off', { channels: ['chat'] }), message('end', { on: 'resolved' })))
    const declared = story.opens({}, 'trudy')
    expect(announced(declared)).toEqual(['kick-off'])
    expect(effectsOf(declared, 'NotifyChannel')).toMatchObject([
      { channel: 'chat', notice: { occasion: 'message', text: 'Incident {{ incident.number }}' } },
    ])
    expect(announced(story.comments('/incident resolve Over'))).toEqual(['end'])
    story.comments('/incident reopen No')
    expect(announced(story.comments('/incident resolve Really over'))).toEqual([])
  })

  it('are on record as posted when their comment was seen', () => {
    const story = new Story(announcing(message('kick-off')))
    story.opens({}, 'trudy')
    const put = story.effects.find(
      ({ effect }) => effect.type === 'PostComment' && effect.message.type === 'Announcement',
    )
    if (!put) throw new Error('nothing was announced')
    expect(put.key).toBe('7#12/message/kick-off')
    expect(story.incident().timeline.some(({ type }) => type === 'MessagePosted')).toBe(false)
    const seen = { type: 'Commented', commentId: 5, url: 'https://github.test/5' } as const
    const posted = story.settles(put, { succeeded: true, result: seen })
    expect(entriesOf(posted, 'MessagePosted')).toMatchObject([{ message: 'kick-off' }])
  })

  it('for some severities and kinds are for those alone, also when the incident becomes one of them', () => {
    const story = new Story(
      announcing(message('all-hands', { severities: ['P0'] }), message('secret', { kinds: ['security'] })),
    )
    expect(announced(story.opens({}, 'trudy'))).toEqual([])
    expect(announced(story.comments('/incident severity P0'))).toEqual(['all-hands'])
    expect(announced(story.comments('/incident kind security'))).toEqual(['secret'])
  })

  it('wait until a report is confirmed', () => {
    const story = new Story(announcing(message('kick-off')))
    expect(announced(story.opens({}, 'mallory'))).toEqual([])
    expect(announced(story.comments('/incident kind security'))).toEqual([])
    expect(announced(story.comments('/incident confirm'))).toEqual(['kick-off'])
  })

  it('whose file is missing are posted all the same', () => {
    const story = new Story(announcing(message('kick-off', { template: { type: 'file', path: 'kick-off.md' } })))
    expect(messagesOf(story.opens({}, 'trudy'), 'Announcement')).toMatchObject([{ template: undefined }])
  })
})

describe('an update', () => {
  const strict = policyWith(({ updates }) => ({ updates: { ...updates, minimumWords: 8 } }))

  it.each([
    'Still working on it.',
    '@alice @bob @carol @dana @erin @frank @grace @heidi',
    'https://a.test https://b.test see <!-- one two three four five six seven -->',
    '**Still** _working_ on it, `soon`',
    '\n<!-- Say what is known, who is affected and what is being done. -->\nStill working on it.',
  ])('is too thin: %s', (text) => {
    const story = opened(strict)
    const decision = story.comments(`/incident update ${text}`)
    expect(messagesOf(decision, 'CommandRefused')).toMatchObject([{ refusal: { type: 'thin-update', least: 8 } }])
    expect(entriesOf(decision, 'Updated')).toEqual([])
    expect(entriesOf(decision, 'UpdateTooThin')).toHaveLength(1)
    expect(story.incident().times.updated).toBeUndefined()
  })

  it.each([
    'The pool is exhausted, half of all users see timeouts, next update at ten.',
    '接続プールが枯渇し、利用者の半分がタイムアウトしています。',
  ])('says enough: %s', (text) => {
    const story = opened(strict)
    expect(entriesOf(story.comments(`/incident update ${text}`), 'Updated')).toMatchObject([{ text }])
  })

  it('may have several lines, up to the next command', () => {
    const story = opened()
    const decision = story.comments('/incident update\nDone: found it\n- Open: fix it\n\n/incident note For later')
    expect(entriesOf(decision, 'Updated')).toMatchObject([{ text: 'Done: found it\n- Open: fix it' }])
    expect(entriesOf(decision, 'Noted')).toMatchObject([{ text: 'For later' }])
  })

  it('without a word is answered with how it is written', () => {
    expect(messagesOf(opened().comments('/incident update'), 'CommandRefused')).toMatchObject([
      { refusal: { type: 'usage' } },
    ])
  })
})

const at = (story: Story, name: string): number | undefined => story.timers().find((timer) => timer.name === name)?.at

describe('asking for updates', () => {
  it('goes on at the cadence until the incident is over', () => {
    const story = opened(policy)
    const begun = story.now
    expect(at(story, 'update')).toBe(begun + minutes(30))
    expect(messagesOf(story.fires('update'), 'UpdateDue')).toMatchObject([{ members: ['@alice'], asked: 1, late: 0 }])
    expect(at(story, 'update')).toBe(begun + minutes(60))
    story.comments('/incident update We found it', 'trudy')
    expect(at(story, 'update')).toBe(story.now + minutes(30))
    story.comments('/incident resolve Over')
    expect(at(story, 'update')).toBeUndefined()
  })

  it('asks the commander, and after three reminders in vain the responders too', () => {
    const story = opened(policy)
    story.comments('/incident commander @bob')
    const asked = [1, 2, 3, 4].map(() => messagesOf(story.fires('update'), 'UpdateDue')[0]?.members)
    expect(asked).toEqual([['@bob'], ['@bob'], ['@bob'], ['@bob', '@alice']])
    story.comments('/incident update We found it')
    expect(messagesOf(story.fires('update'), 'UpdateDue')).toMatchObject([{ members: ['@bob'], asked: 1 }])
  })

  it('leaves the word to the one who asks for a sign of life, and goes on after it', () => {
    const story = opened(policy)
    story.comments('/incident ack')
    const begun = story.now
    story.fires('update')
    expect(at(story, 'update')).toBeUndefined()
    expect(at(story, 'silence')).toBe(begun + minutes(60))
    story.fires('silence')
    expect(at(story, 'update')).toBe(begun + minutes(90))
  })

  it('begins when a report is confirmed', () => {
    const story = new Story(policy)
    story.opens({}, 'mallory')
    expect(at(story, 'update')).toBeUndefined()
    story.now += hours(1)
    story.comments('/incident confirm')
    expect(at(story, 'update')).toBe(story.now + minutes(30))
  })

  it('says when it comes late', () => {
    const story = opened(policy)
    expect(messagesOf(story.fires('update', 12, hours(2)), 'UpdateDue')).toMatchObject([{ late: hours(2) }])
  })
})

describe('another severity', () => {
  const two = policyWith(({ severities, escalation }) => ({
    channels: paging.channels,
    severities: severities.map((one) => (one.id === 'P0' ? { ...one, escalation: 'critical' } : one)),
    escalation: {
      ...escalation,
      policies: {
        default: { steps: [{ notify: ['maintainers'], after: 0, channels: [] }], repeat: undefined, hours: undefined },
        critical: {
          steps: [
            { notify: ['maintainers', 'security'], after: 0, channels: ['chat'] },
            { notify: ['security'], after: hours(4), channels: ['pager'] },
          ],
          repeat: undefined,
          hours: undefined,
        },
      },
    },
  }))

  it('has another escalation: whom its steps would have told by now is told, people and channels, once', () => {
    const story = opened(two)
    const raised = story.comments('/incident severity P0')
    expect(messagesOf(raised, 'SeverityChanged')).toMatchObject([{ members: ['@bob', '@acme/security'] }])
    expect(told(raised)).toEqual(['chat: escalation'])
    story.comments('/incident severity P1')
    expect(told(story.comments('/incident severity P0'))).toEqual([])
  })
})

describe('a deadline', () => {
  const deadlines = [
    { within: minutes(15), to: ['maintainers', 'security'], channels: ['chat'], kinds: [], severities: [] },
    { within: hours(24), to: ['maintainers'], channels: [], kinds: [], severities: ['P0'] },
  ]
  const timely = { ...paging, updates: { ...policy.updates, deadlines } }

  it('is kept a little before it is over, for those who were not told yet', () => {
    const story = opened(timely)
    const begun = story.now
    expect(at(story, 'deadline/0')).toBe(begun + minutes(13.5))
    const decision = story.fires('deadline/0')
    expect(messagesOf(decision, 'DeadlineReached')).toMatchObject([
      { members: ['@bob', '@acme/security'], within: minutes(15), late: 0 },
    ])
    // The first step has told the chat already.
    expect(told(decision)).toEqual([])
    expect(at(story, 'deadline/0')).toBeUndefined()
    const seen = { type: 'Commented', commentId: 5, url: 'https://github.test/5' } as const
    expect(entriesOf(story.succeeds('PostComment', seen), 'Told')).toMatchObject([
      { step: undefined, members: ['@bob', '@acme/security'] },
    ])
  })

  it('tells a channel that could not be told before once more', () => {
    const story = opened(timely)
    story.givesUp('NotifyChannel', 'the server said 500')
    expect(told(story.fires('deadline/0'))).toEqual(['chat: deadline'])
  })

  it('leaves those in peace whom another severity has called since', () => {
    const story = new Story(timely)
    story.opens({ labels: ['severity/P2'] }, 'trudy')
    expect(messagesOf(story.comments('/incident severity P1'), 'SeverityChanged')).toMatchObject([
      { members: ['@alice'] },
    ])
    const seen = { type: 'Commented', commentId: 5, url: 'https://github.test/5' } as const
    expect(entriesOf(story.succeeds('PostComment', seen), 'Told')).toMatchObject([{ members: ['@alice'] }])
    expect(messagesOf(story.fires('deadline/0'), 'DeadlineReached')).toMatchObject([
      { members: ['@bob', '@acme/security'] },
    ])
  })

  it('is a line of the timeline alone when everybody knows', () => {
    const story = opened(timely)
    story.comments('/incident escalate')
    const decision = story.fires('deadline/0')
    expect(messagesOf(decision, 'DeadlineReached')).toEqual([])
    expect(entriesOf(decision, 'DeadlineReached')).toMatchObject([{ members: [], channels: [] }])
  })

  it('does not count as kept where its comment was refused because nothing can be done here: it is due afterwards', () => {
    const story = opened(timely)
    story.fires('deadline/0')
    const refused = { succeeded: false, reason: 'archived', interruption: 'archived' } as const
    expect(entriesOf(story.settles(story.newest('PostComment'), refused), 'DeadlineMissed')).toHaveLength(1)
    expect(story.timers()).toEqual([])
    story.happens({ type: 'RepositoryChanged', change: 'unarchived', actor: person('alice') })
    expect(messagesOf(story.fires('deadline/0'), 'DeadlineReached')).toMatchObject([
      { members: ['@bob', '@acme/security'] },
    ])
  })

  it('holds when the incident is resolved sooner, and not when it is cancelled', () => {
    const over = opened(timely)
    over.comments('/incident resolve It was quick')
    expect(messagesOf(over.fires('deadline/0'), 'DeadlineReached')).toHaveLength(1)
    const cancelled = opened(timely)
    cancelled.comments('/incident cancel Nothing')
    expect(at(cancelled, 'deadline/0')).toBeUndefined()
  })

  it('is for its severities, and runs from the confirmation of a report', () => {
    const story = new Story(timely)
    story.opens({}, 'mallory')
    expect(at(story, 'deadline/0')).toBeUndefined()
    story.now += hours(1)
    story.comments('/incident confirm')
    expect(at(story, 'deadline/0')).toBe(story.now + minutes(13.5))
    expect(at(story, 'deadline/1')).toBeUndefined()
    story.comments('/incident severity P0')
    expect(at(story, 'deadline/1')).toBe(story.now + hours(24) - minutes(5))
  })

  it('says by how much it was missed', () => {
    const story = opened(timely)
    expect(messagesOf(story.fires('deadline/0', 12, hours(1)), 'DeadlineReached')).toMatchObject([
      { late: hours(1) - minutes(1.5) },
    ])
  })
})
