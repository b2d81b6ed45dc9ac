import { describe, expect, it } from 'vitest'
import { policyWith } from '../policies.ts'
import { pullRequest } from '../procedure.ts'
import { answerTo, entriesOf, frozenStory, isQuiet, messagesOf, minutes, Story, shaOf } from '../story.ts'

const plain = { number: 30, title: 'A wish', head: { ref: 'wish', sha: shaOf('e'), repository: 'acme/shop' } }
const waits = (story: Story, number = 12): readonly string[] => story.timers(number).map(({ name }) => name)

describe('a pull request is merged into a frozen branch', () => {
  it('without its check: recorded with the name, and the reason asked for, once', () => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', plain)
    const decision = story.merges('alice', { ...plain })
    expect(messagesOf(decision, 'Bypassed')).toMatchObject([{ by: 'alice', branch: 'main', sha: shaOf('c') }])
    expect(story.incident().bypasses).toMatchObject([{ by: 'alice', reason: undefined }])
    expect(messagesOf(story.merges('alice', { ...plain }), 'Bypassed')).toEqual([])
  })

  it('with its check: nothing is to be explained', () => {
    const story = frozenStory()
    story.opensHotfix()
    expect(messagesOf(story.merges('carol'), 'Bypassed')).toEqual([])
  })

  it('with a check of an earlier head: it is a bypass', () => {
    const story = frozenStory()
    story.opensHotfix()
    const head = { ref: 'hotfix/fix', sha: shaOf('7'), repository: 'acme/shop' }
    expect(messagesOf(story.merges('alice', { head }), 'Bypassed')).toHaveLength(1)
  })

  it('in mode locked whatever it is, in mode reviewed never', () => {
    const inMode = (mode: 'locked' | 'reviewed'): Story => {
      const story = frozenStory()
      story.opensHotfix()
      story.comments(`/incident freeze ${mode}`, 'bob')
      story.freezeHolds()
      return story
    }
    expect(messagesOf(inMode('locked').merges('alice'), 'Bypassed')).toHaveLength(1)
    expect(messagesOf(inMode('reviewed').merges('alice'), 'Bypassed')).toEqual([])
  })

  it.each([
    ['before the freeze was seen to hold', () => new Story()],
    ['while it is being lifted', frozenStory],
  ])('%s: nobody is accused', (_, begin) => {
    const story = begin()
    if (story.incidents.length === 0) story.opens()
    else story.comments('/incident thaw', 'bob')
    story.changesPull('opened', 'carol', plain)
    expect(messagesOf(story.merges('alice', { ...plain }), 'Bypassed')).toEqual([])
  })

  it('into a branch that is not frozen is nobody’s business', () => {
    const decision = frozenStory().merges('alice', { ...plain, base: { ref: 'dev', sha: shaOf('b') } })
    expect(isQuiet(decision)).toBe(true)
  })
})

describe('something is pushed to a frozen branch', () => {
  it('is looked at again a moment later, and then is a bypass when no pull request explains it', () => {
    const story = frozenStory()
    expect(messagesOf(story.pushes(), 'Bypassed')).toEqual([])
    const decision = story.fires(`push/${shaOf('2')}`)
    expect(messagesOf(decision, 'Bypassed')).toMatchObject([{ by: 'alice', how: 'commits were pushed directly' }])
    expect(waits(story)).not.toContain(`push/${shaOf('2')}`)
  })

  it('is cleared when it came with a merged pull request', () => {
    const story = frozenStory()
    story.pushes()
    story.facts['pull-requests-with-commit'] = () => [pullRequest({ merged: true, state: 'closed' })]
    const decision = story.fires(`push/${shaOf('2')}`)
    expect(entriesOf(decision, 'PushCleared')).toHaveLength(1)
    expect(story.incident().bypasses).toEqual([])
  })

  it('is no news when the merge was told before', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.merges('carol', { mergeCommitSha: shaOf('2') })
    expect(isQuiet(story.pushes())).toBe(true)
  })

  it('whose merge is told meanwhile is recorded once, and looked at no more', () => {
    const story = frozenStory()
    story.pushes()
    story.merges('alice', { ...plain, mergeCommitSha: shaOf('2') })
    expect(waits(story)).not.toContain(`push/${shaOf('2')}`)
    expect(story.incident().bypasses).toHaveLength(1)
  })

  it('is recorded by each incident whose freeze it went past', () => {
    const story = frozenStory()
    story.opens({ number: 13 })
    story.freezeHolds()
    story.pushes()
    story.pushes()
    for (const number of [12, 13]) story.fires(`push/${shaOf('2')}`, number)
    expect([story.incident(12).bypasses.length, story.incident(13).bypasses.length]).toEqual([1, 1])
    expect([waits(story, 12), waits(story, 13)].flat()).not.toContain(`push/${shaOf('2')}`)
  })

  it.each([
    ['a forced push', { forced: true }, shaOf('2')],
    ['a deletion', { deleted: true, after: shaOf('0') }, shaOf('1')],
  ])('%s needs no second look', (_, change, sha) => {
    expect(messagesOf(frozenStory().pushes(change), 'Bypassed')).toMatchObject([{ sha }])
  })

  it('a branch that begins, or is not frozen, is nobody’s business', () => {
    expect(isQuiet(frozenStory().pushes({ branch: 'release/9', before: shaOf('0') }))).toBe(true)
    expect(isQuiet(frozenStory().pushes({ branch: 'dev' }))).toBe(true)
  })

  it('nothing is noticed without a freeze', () => {
    const story = new Story(
      policyWith(({ severities }) => ({ severities: severities.map((one) => ({ ...one, freeze: false })) })),
    )
    story.opens()
    expect(isQuiet(story.pushes())).toBe(true)
  })
})

describe('/incident bypass', () => {
  it('given beforehand stands for what goes past the freeze next, and for that alone', () => {
    const story = frozenStory()
    story.comments('/incident bypass The queue is stuck', 'alice')
    story.changesPull('opened', 'carol', plain)
    expect(messagesOf(story.merges('alice', { ...plain }), 'Bypassed')).toMatchObject([
      { reason: 'The queue is stuck' },
    ])
    expect(story.incident().bypasses).toMatchObject([{ reason: 'The queue is stuck' }])
    const next = { ...plain, number: 31, mergeCommitSha: shaOf('d'), head: { ...plain.head, sha: shaOf('f') } }
    story.changesPull('opened', 'carol', next)
    expect(messagesOf(story.merges('alice', next), 'Bypassed')).toMatchObject([{ reason: undefined }])
  })

  it('given long before stands for nothing', () => {
    const story = frozenStory()
    story.comments('/incident bypass The queue is stuck', 'alice')
    story.now += minutes(31)
    story.changesPull('opened', 'carol', plain)
    expect(messagesOf(story.merges('alice', { ...plain }), 'Bypassed')).toMatchObject([{ reason: undefined }])
  })

  it('where nothing is frozen and nothing to explain is answered so', () => {
    const story = frozenStory()
    story.comments('/incident thaw', 'bob')
    story.thawHolds()
    expect(answerTo(story.comments('/incident bypass I was in a hurry', 'alice')).refusals).toMatchObject([
      { type: 'nothing-to-do' },
    ])
  })

  it('gives the reason of what was not explained yet', () => {
    const story = frozenStory()
    story.pushes({ forced: true })
    story.comments('/incident bypass The queue was stuck', 'alice')
    story.pushes({ forced: true, after: shaOf('3') })
    story.comments('/incident bypass And again', 'alice')
    expect(story.incident().bypasses.map(({ reason }) => reason)).toEqual(['The queue was stuck', 'And again'])
  })

  it('is taken for a push that is still looked into while the freeze is lifted', () => {
    const story = frozenStory()
    story.pushes()
    story.comments('/incident thaw', 'bob')
    story.thawHolds()
    expect(answerTo(story.comments('/incident bypass It could not wait', 'alice')).refusals).toEqual([])
    story.fires(waits(story).find((name) => name.startsWith('push/')) ?? '')
    expect(story.incident().bypasses).toMatchObject([{ reason: 'It could not wait' }])
  })

  it('wants a reason', () => {
    expect(answerTo(frozenStory().comments('/incident bypass', 'alice')).refusals).toMatchObject([{ type: 'usage' }])
  })
})
