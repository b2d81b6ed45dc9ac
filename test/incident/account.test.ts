import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedFor } from '../../src/incident/account-asked.ts'
import { accountOf, type Deliberation, largestAccount } from '../../src/incident/account-of.ts'
import type { Event } from '../../src/incident/event.ts'
import type { Answer, Question } from '../../src/incident/question.ts'
import type { Reason } from '../../src/incident/reason.ts'
import { type Bare, issue, person, pullRequest, repository, self } from './procedure.ts'
import { frozenStory, minutes, Story } from './story.ts'

/** What the engine would keep of one event of a story, which goes on as if it had not happened. */
function accountIn(story: Story, event: Bare<Event>, asked: Deliberation['asked'] = []) {
  const situation = story.situation()
  const whole = { ...event, repository, at: story.now } as Event
  return accountOf({ situation, event: whole, asked, decision: story.decides(event) })
}

const opened = {
  type: 'IssueChanged',
  change: 'opened',
  issue: issue(),
  actor: person('alice'),
  delivery: 'guid-1',
} as const

describe('the account of a decision', () => {
  it('tells what happened, why, which lines were written, what was asked for and what is waited for', () => {
    const story = new Story()
    const account = accountIn(story, opened, [
      { question: { ask: 'permission', login: 'alice' }, answer: { ask: 'permission', value: 'admin' } },
    ])
    expect(account).toMatchObject({
      at: story.now,
      subjects: ['7#12'],
      cause: { type: 'IssueChanged', change: 'opened', thread: 12, actor: 'alice', delivery: 'guid-1' },
      asked: [{ ask: 'permission', about: 'alice', answer: 'admin' }],
      leftOut: 0,
    })
    expect(account?.entries[0]).toEqual({ incident: '7#12', line: 1, type: 'Declared' })
    expect(account?.effects).toContainEqual(
      expect.objectContaining({ type: 'ApplyFreeze', what: 'a freeze (hotfix-only) of ~DEFAULT_BRANCH, release/*' }),
    )
    expect(account?.timers.length).toBeGreaterThan(0)
  })

  it('counts the lines of a timeline on from those that were there', () => {
    const story = frozenStory()
    const lines = story.incident().timeline.length
    const account = accountIn(story, {
      ...{ type: 'CommentAdded', thread: issue(), commentId: 5, body: '/incident ack', actor: person('alice') },
    })
    expect(account?.cause).toEqual({ type: 'CommentAdded', about: '/incident ack', actor: 'alice', thread: 12 })
    expect(account?.entries.map(({ line }) => line)).toEqual([lines + 1, lines + 2].slice(0, account?.entries.length))
  })

  it('is kept of what was not done, under the thread where it was asked', () => {
    const comment = { type: 'CommentAdded', commentId: 5, body: '/incident thaw', actor: person('mallory') } as const
    const tied = accountIn(frozenStory(), { ...comment, thread: issue() })
    expect(tied?.subjects).toEqual(['7#12'])
    const story = new Story()
    story.facts['effects-asked-for'] = () => ({ asked: 1, waiting: 0 })
    expect(accountIn(story, { ...comment, thread: issue({ number: 99 }) })?.subjects).toEqual(['7#99'])
  })

  it('is of the incident that a timer or an outcome names', () => {
    const story = frozenStory()
    const timer = story.timers()[0]?.name ?? ''
    const account = accountIn(story, { type: 'TimerFired', incident: '7#12', timer, dueAt: story.now - minutes(1) })
    expect(account).toMatchObject({
      subjects: ['7#12'],
      cause: { timer: { name: timer, dueAt: story.now - minutes(1) } },
    })
  })

  it('is not kept where nothing was considered', () => {
    expect(accountIn(new Story(), { ...opened, issue: issue({ title: 'A wish' }) })).toBeUndefined()
    expect(accountIn(new Story(), { ...opened, actor: self })).toBeUndefined()
  })

  it('keeps no text that somebody wrote, neither of the event nor of an answer', () => {
    const secret = 'the whole text'
    const body = `/incident note ${secret}\n${secret}`
    const account = accountIn(
      frozenStory(),
      { type: 'CommentAdded', thread: issue({ body: secret }), commentId: 5, body, actor: person('alice') },
      [
        { question: { ask: 'repository-file', path: 'a.md' }, answer: { ask: 'repository-file', value: secret } },
        { question: { ask: 'issue', number: 12 }, answer: { ask: 'issue', value: issue({ body: secret }) } },
        {
          question: { ask: 'pull-request', number: 2 },
          answer: { ask: 'pull-request', value: pullRequest({ body: secret }) },
        },
      ],
    )
    expect(account?.asked).toHaveLength(3)
    expect(JSON.stringify(account)).not.toContain(secret)
  })

  const reasonsOver = (below: fc.Arbitrary<readonly Reason[]>): fc.Arbitrary<readonly Reason[]> =>
    fc.array(fc.record({ what: fc.string({ maxLength: 900, unit: 'binary' }), holds: fc.boolean(), because: below }), {
      maxLength: 12,
    })
  const reasons = reasonsOver(reasonsOver(reasonsOver(fc.constant([]))))

  it('is never larger than it may be, and begins with what it is about and the first reason', () => {
    fc.assert(
      fc.property(reasons, fc.nat(300), (because, times) => {
        const story = new Story()
        const situation = story.situation()
        const decision = story.decides(opened)
        const [first] = decision.effects
        const effects = Array.from({ length: times }, (_, place) => ({ ...first, key: `${place}`.repeat(40) }))
        const asked: Deliberation['asked'] = Array.from({ length: times }, () => ({
          question: { ask: 'files', number: 20 },
          answer: { ask: 'files', value: Array.from({ length: 50 }, () => '\u0007'.repeat(60)) },
        }))
        const event: Event = { ...opened, repository, at: story.now }
        const whole = { ...decision, because, effects: effects as typeof decision.effects }
        const account = accountOf({ situation, event, asked, decision: whole })
        expect(JSON.stringify(account).length).toBeLessThanOrEqual(largestAccount)
        expect(account?.subjects).toEqual(['7#12'])
        if (times > 40) expect(account?.leftOut).toBeGreaterThanOrEqual(times - 40)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a question, as it is kept', () => {
  const cases: readonly (readonly [Question, Answer['value'], string, string])[] = [
    [{ ask: 'permission', login: 'bob' }, 'read', 'bob', 'read'],
    [{ ask: 'membership', login: 'bob', team: '@acme/oncall' }, false, 'bob in @acme/oncall', 'no'],
    [{ ask: 'issue', number: 3 }, undefined, '#3', 'not there'],
    [{ ask: 'issue', number: 3 }, issue({ labels: ['a', 'b'] }), '#3', 'open, with a, b'],
    [{ ask: 'pull-request', number: 3 }, pullRequest({ merged: true }), '#3', 'merged'],
    [
      { ask: 'merge-group', sha: 'a'.repeat(40), baseBranch: 'main' },
      undefined,
      'aaaaaaa for main',
      'GitHub does not tell',
    ],
    [{ ask: 'merge-group', sha: 'a'.repeat(40), baseBranch: 'main' }, [4, 5], 'aaaaaaa for main', '#4, #5'],
    [
      { ask: 'files', number: 3 },
      Array.from({ length: 14 }, (_, place) => `f${place}`),
      '#3',
      'f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11 and 2 more',
    ],
    [
      { ask: 'reviews', number: 3 },
      [{ author: 'bob', state: 'approved', sha: 'b'.repeat(40) }],
      '#3',
      'bob approved at bbbbbbb',
    ],
    [{ ask: 'open-pull-requests' }, [], '', 'none'],
  ]
  it.each(cases)('%j and %j', (question, value, about, answer) => {
    expect(askedFor({ question, answer: { ask: question.ask, value } as Answer })).toEqual({
      ...{ ask: question.ask, about, answer },
    })
  })
})
