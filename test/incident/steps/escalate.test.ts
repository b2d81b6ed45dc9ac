import { describe, expect, it } from 'vitest'
import { policyWith } from '../policies.ts'
import type { Story as StoryType } from '../story.ts'
import { entriesOf, hours, isQuiet, messagesOf, minutes, Story } from '../story.ts'

const opened = (...given: ConstructorParameters<typeof StoryType>): Story => {
  const story = new Story(...given)
  story.opens({}, 'trudy')
  return story
}

const nextStep = (story: Story): number | undefined => story.timers().find(({ name }) => name === 'escalation')?.at

const byAcknowledgement = policyWith(({ escalation }) => ({ escalation: { ...escalation, response: 'acknowledge' } }))

describe('without a response', () => {
  it('the next people are told after four hours, from the declaration on', () => {
    const story = opened()
    const begun = story.now
    expect(nextStep(story)).toBe(begun + hours(4))
    const decision = story.fires('escalation')
    expect(messagesOf(decision, 'Escalated')).toMatchObject([
      { step: 1, members: ['@bob', '@acme/security'], why: 'no-response', waited: hours(4), late: 0 },
    ])
    expect(entriesOf(decision, 'StepReached')).toMatchObject([{ channels: ['pager'], roles: ['security'] }])
    expect(decision.effects.find(({ effect }) => effect.type === 'PostComment')?.urgent).toBe(true)
  })

  it('the last step is repeated as often as the policy says, and then there is quiet', () => {
    const story = opened()
    story.fires('escalation')
    expect(messagesOf(story.fires('escalation'), 'Escalated')).toMatchObject([{ step: 1, why: 'repeat' }])
    story.fires('escalation')
    expect(nextStep(story)).toBeUndefined()
  })

  it('a step that comes late says how late', () => {
    const story = opened()
    expect(messagesOf(story.fires('escalation', 12, hours(2)), 'Escalated')).toMatchObject([{ late: hours(2) }])
  })

  it('who was told is recorded with the comment that told them', () => {
    const story = opened()
    story.fires('escalation')
    const decision = story.succeeds('PostComment', { type: 'Commented', commentId: 9, url: 'https://github.test/9' })
    expect(entriesOf(decision, 'Told')).toMatchObject([{ step: 1, url: 'https://github.test/9' }])
  })

  it('a severity without escalation tells nobody', () => {
    const story = new Story()
    story.opens({ labels: ['severity/P2'] })
    expect(nextStep(story)).toBeUndefined()
  })

  it('the clock stands still outside working hours', () => {
    const weekdays = { timezone: 'UTC', days: [1, 2, 3, 4, 5] as const, from: 9 * 60, to: 11 * 60 }
    const story = opened(
      policyWith(({ escalation, severities }) => ({
        severities: severities.map((severity) => ({ ...severity, respondWithin: hours(3) })),
        escalation: {
          ...escalation,
          policies: Object.fromEntries(
            Object.entries(escalation.policies).map(([name, steps]) => [name, { ...steps, hours: weekdays }]),
          ),
        },
      })),
    )
    expect(nextStep(story)).toBe(story.now + hours(26))
    // So does the promise's: what is promised on a Friday evening is not broken on a Sunday.
    expect(story.timers().find(({ name }) => name === 'respond-within')?.at).toBe(story.now + hours(25))
  })
})

describe('a response stops the later steps', () => {
  it('a comment by a responder', () => {
    const story = opened()
    expect(entriesOf(story.comments('Looking', 'alice'), 'Responded')).toMatchObject([{ by: 'alice' }])
    expect(nextStep(story)).toBeUndefined()
  })

  it('a review, an assignment, and a hotfix by a responder', () => {
    const reviewed = opened()
    reviewed.opensHotfix()
    const pull = reviewed.pullRequests.get(20)
    if (!pull) throw new Error('there is no pull request')
    const actor = { login: 'alice', type: 'User', isSelf: false } as const
    reviewed.happens({ type: 'ReviewChanged', change: 'submitted', pullRequest: pull, actor })
    const assigned = opened()
    assigned.changesIssue('assigned', 'alice')
    const repaired = opened()
    repaired.opensHotfix({}, 'alice')
    for (const story of [reviewed, assigned, repaired]) expect(nextStep(story)).toBeUndefined()
  })

  it('somebody whom the escalation told is a responder from then on', () => {
    const story = opened()
    expect(entriesOf(story.comments('Hm', 'bob'), 'Responded')).toEqual([])
    story.fires('escalation')
    expect(entriesOf(story.comments('I am here', 'bob'), 'Responded')).toHaveLength(1)
  })

  it('a member of a team that was told is one too', () => {
    const story = opened()
    story.fires('escalation')
    story.facts.membership = ({ login, team }) => login === 'dana' && team === '@acme/security'
    expect(entriesOf(story.comments('On it', 'dana'), 'Responded')).toHaveLength(1)
  })

  it.each([
    ['somebody else', { login: 'carol', type: 'User', isSelf: false }],
    ['a bot, even one that goes by a responder’s name', { login: 'alice', type: 'Bot', isSelf: false }],
    ['the App itself', { login: 'firebreak[bot]', type: 'Bot', isSelf: true }],
  ] as const)('the chatter of %s is none', (_, actor) => {
    const story = opened()
    expect(isQuiet(story.comments('I see', actor))).toBe(true)
    expect(nextStep(story)).toBeDefined()
  })

  it('is recorded once', () => {
    const story = opened()
    story.comments('Looking', 'alice')
    expect(isQuiet(story.comments('Still looking', 'alice'))).toBe(true)
  })
})

describe('where only an acknowledgement counts', () => {
  it('activity stops nothing, and ack does', () => {
    const story = opened(byAcknowledgement)
    story.comments('Looking', 'alice')
    expect(nextStep(story)).toBeDefined()
    story.comments('/incident ack', 'alice')
    expect(nextStep(story)).toBeUndefined()
    expect(story.incident()).toMatchObject({ status: 'acknowledged', times: { acknowledged: story.now } })
  })
})

describe('/incident escalate', () => {
  it('tells the next people now, takes the response back, and later steps keep their distance', () => {
    const story = opened()
    story.comments('Looking', 'alice')
    story.now += hours(1)
    const decision = story.comments('/incident escalate I am stuck', 'alice')
    expect(messagesOf(decision, 'Escalated')).toMatchObject([{ step: 1, why: 'asked', reason: 'I am stuck' }])
    expect(nextStep(story)).toBe(story.now + hours(1))
  })

  it('after an acknowledgement can be acknowledged again', () => {
    const story = opened(byAcknowledgement)
    story.comments('/incident ack', 'alice')
    story.comments('/incident escalate', 'alice')
    expect(nextStep(story)).toBeDefined()
    story.comments('/incident ack', 'alice')
    expect(nextStep(story)).toBeUndefined()
  })

  it('past the last step tells it again', () => {
    const story = opened()
    story.comments('/incident escalate', 'alice')
    expect(messagesOf(story.comments('/incident escalate', 'alice'), 'Escalated')).toMatchObject([{ step: 1 }])
  })
})

describe('/incident snooze', () => {
  it('is no response: it moves the next step to now and the duration', () => {
    const story = opened()
    const decision = story.comments('/incident snooze 30m', 'alice')
    expect(entriesOf(decision, 'Responded')).toEqual([])
    expect(nextStep(story)).toBe(story.now + minutes(30))
    expect(messagesOf(story.fires('escalation'), 'Escalated')).toHaveLength(1)
  })
})

describe('acknowledged, and then silence', () => {
  it('for two update intervals: the last ones told are asked again', () => {
    const story = opened()
    story.comments('/incident ack', 'alice')
    expect(story.timers()).toContainEqual({ name: 'silence', at: story.now + hours(1) })
    expect(messagesOf(story.fires('silence'), 'Escalated')).toMatchObject([
      { step: 0, why: 'silent', members: ['@alice'] },
    ])
    expect(story.timers()).toContainEqual({ name: 'silence', at: story.now + hours(1) })
  })

  it('an update begins the interval anew', () => {
    const story = opened()
    story.comments('/incident ack', 'alice')
    story.now += minutes(40)
    story.comments('/incident update Restarting the database', 'alice')
    expect(story.timers()).toContainEqual({ name: 'silence', at: story.now + hours(1) })
  })

  it('a timer that fires although an update came in between says nothing', () => {
    const story = opened()
    story.comments('/incident ack', 'alice')
    const dueAt = story.now + hours(1)
    story.now = dueAt
    story.comments('/incident update Nearly there', 'alice')
    expect(isQuiet(story.happens({ type: 'TimerFired', incident: '7#12', timer: 'silence', dueAt }))).toBe(true)
  })

  it('nothing of the sort while nobody acknowledged', () => {
    expect(
      opened()
        .timers()
        .map(({ name }) => name),
    ).not.toContain('silence')
  })
})

describe('the promises on the card', () => {
  it('a response that did not come in time stands on the timeline, once', () => {
    const story = opened()
    expect(entriesOf(story.fires('respond-within'), 'ResponsePromiseBroken')).toMatchObject([
      { promised: hours(1), late: 0 },
    ])
    expect(story.timers().map(({ name }) => name)).not.toContain('respond-within')
  })

  it('a response in time keeps the promise', () => {
    const story = opened()
    story.comments('Looking', 'alice')
    expect(story.timers().map(({ name }) => name)).not.toContain('respond-within')
  })

  it('the resolution’s promise runs on until it is resolved', () => {
    const story = new Story()
    story.opens({ labels: ['severity/P0'] })
    story.comments('/incident ack', 'alice')
    expect(entriesOf(story.fires('resolve-within'), 'ResolutionPromiseBroken')).toMatchObject([{ promised: hours(8) }])
    const kept = new Story()
    kept.opens({ labels: ['severity/P0'] })
    kept.comments('/incident resolve', 'alice')
    expect(kept.timers().map(({ name }) => name)).not.toContain('resolve-within')
  })
})

describe('an alarm that was refused because nothing can be done here', () => {
  const refused = { succeeded: false, reason: 'archived', interruption: 'archived' } as const
  const alarm = (story: Story) => {
    const put = story.effects.findLast(
      ({ effect }) => effect.type === 'PostComment' && effect.message.type === 'Escalated',
    )
    if (!put) throw new Error('nobody was called')
    return put
  }
  const goesOn = (story: Story) =>
    story.happens({
      type: 'RepositoryChanged',
      change: 'unarchived',
      actor: { login: 'alice', type: 'User', isSelf: false },
    })

  it.each<[string, (story: Story) => unknown, object]>([
    ['a step', () => undefined, { step: 1, why: 'no-response' }],
    ['a repeat', (story) => story.fires('escalation'), { step: 1, why: 'repeat' }],
  ])('%s does not count as given: the clocks stand still, and it is given when it goes on', (_, before, again) => {
    const story = opened()
    before(story)
    const { escalation } = story.incident()
    story.fires('escalation')
    const noted = story.settles(alarm(story), refused)
    expect(entriesOf(noted, 'StepMissed')).toMatchObject([{ step: 1 }])
    expect(story.incident()).toMatchObject({ escalation, interrupted: { why: 'archived' } })
    expect(story.timers()).toEqual([])
    story.now += minutes(30)
    goesOn(story)
    expect(nextStep(story)).toBe(story.now)
    expect(messagesOf(story.fires('escalation'), 'Escalated')).toMatchObject([again])
    expect(story.settles(alarm(story), refused).entries.length).toBeGreaterThan(0)
    expect(story.incident()).toMatchObject({ escalation })
  })

  it('those who fell silent are asked again when it goes on, and the steps stay where they were', () => {
    const story = opened()
    story.comments('/incident ack')
    const { escalation } = story.incident()
    story.fires('silence')
    story.settles(alarm(story), refused)
    expect(story.incident()).toMatchObject({ escalation })
    goesOn(story)
    expect(messagesOf(story.fires('silence'), 'Escalated')).toMatchObject([{ step: 0, why: 'silent' }])
  })

  it('one that was refused for another reason counts as given', () => {
    const story = opened()
    story.fires('escalation')
    story.settles(alarm(story), { succeeded: false, reason: 'locked' })
    expect(story.incident().escalation.next).toBe(2)
    expect(story.incident().interrupted).toBeUndefined()
  })
})
