import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../src/policy/policy.ts'
import { policyWith } from '../policies.ts'
import { answerTo, effectsOf, entriesOf, frozenStory, messagesOf, minutes, Story, said, shaOf } from '../story.ts'

const lifting = (lift: Policy['freeze']['lift']): Policy =>
  policyWith(({ freeze }) => ({ freeze: { ...freeze, lift } }))
const withoutReview = policyWith(({ postmortem }) => ({ postmortem: { ...postmortem, open: false } }))

const merged = (under?: Policy): Story => {
  const story = frozenStory(under)
  story.opensHotfix()
  story.merges('carol')
  return story
}

describe('a hotfix is merged', () => {
  it('mitigates, and says whether the freeze stays', () => {
    const story = frozenStory()
    story.opensHotfix()
    const decision = story.merges('carol')
    expect(entriesOf(decision, 'Mitigated')).toMatchObject([{ number: 20, by: 'carol' }])
    expect(messagesOf(decision, 'Mitigated')).toMatchObject([{ freezeStays: true }])
    expect(story.incident()).toMatchObject({
      status: 'mitigated',
      hotfixes: [{ state: 'merged', mergeSha: shaOf('c') }],
    })
  })

  it('into a branch that is no base for hotfixes repairs nothing yet', () => {
    const story = frozenStory()
    story.opensHotfix({ base: { ref: 'stack', sha: shaOf('b') } })
    story.merges('carol')
    expect(story.incident().status).toBe('declared')
  })

  it('told twice, it is merged once', () => {
    const story = merged()
    expect(entriesOf(story.merges('carol'), 'HotfixMerged')).toEqual([])
  })

  it('of a report mitigates nothing', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.opensHotfix()
    story.merges('carol')
    expect(story.incident().status).toBe('reported')
  })

  it('a late acknowledgement does not take the repair back', () => {
    const story = merged()
    story.comments('/incident ack', 'alice')
    expect(story.incident().status).toBe('mitigated')
  })
})

describe('the freeze is lifted', () => {
  it('with the hotfix, where the policy says so: one comment tells both when it was seen', () => {
    const story = frozenStory(lifting('hotfix-merged'))
    story.opensHotfix()
    const decision = story.merges('carol')
    expect(effectsOf(decision, 'LiftFreeze')).toHaveLength(1)
    expect(messagesOf(decision, 'Mitigated')).toEqual([])
    expect(messagesOf(story.thawHolds(), 'Thawed')).toMatchObject([{ mitigatedBy: 20 }])
  })

  it('with the resolution, where the policy says so', () => {
    const story = merged(lifting('resolved'))
    expect(story.incident().freeze?.status).toBe('on')
    expect(effectsOf(story.comments('/incident resolve'), 'LiftFreeze')).toHaveLength(1)
  })

  it('by hand alone, where the policy says so, even after the end', () => {
    const story = merged(lifting('manual'))
    expect(effectsOf(story.comments('/incident resolve'), 'LiftFreeze')).toEqual([])
    story.comments('/incident thaw', 'bob')
    story.thawHolds()
    expect(story.incident().freeze?.status).toBe('off')
  })

  it('with a cancellation, whatever the policy says', () => {
    const story = frozenStory(lifting('manual'))
    expect(effectsOf(story.comments('/incident cancel mistaken'), 'LiftFreeze')).toHaveLength(1)
  })

  it('with the resolution also when it was never seen: then it is looked for', () => {
    const story = new Story()
    story.opens()
    story.givesUp('ApplyFreeze', 'no answer')
    expect(effectsOf(story.comments('/incident resolve'), 'LiftFreeze')).toMatchObject([{ applied: undefined }])
  })
})

describe('the post-mortem', () => {
  const opens = (decision: Parameters<typeof effectsOf>[0]) => effectsOf(decision, 'OpenIssue')
  const review = { type: 'IssueOpened', number: 40, url: 'https://github.test/40' } as const

  it('is opened with the merge of the hotfix, with labels and people', () => {
    const story = frozenStory()
    story.comments('/incident commander trudy')
    story.opensHotfix()
    expect(opens(story.merges('carol'))).toMatchObject([
      { title: 'Post-mortem: {{ incident.title }}', labels: [{ name: 'post-mortem' }], assignees: ['alice', 'trudy'] },
    ])
  })

  it('is opened with the resolution when there was no hotfix, as soon as the thaw was seen', () => {
    const story = frozenStory()
    expect(opens(story.comments('/incident resolve'))).toEqual([])
    expect(opens(story.thawHolds())).toHaveLength(1)
  })

  it('is opened once, however often the incident is merged, resolved, reopened and asked about', () => {
    const story = merged()
    story.opensHotfix({ number: 21 })
    story.merges('carol', { number: 21 })
    story.comments('/incident resolve')
    story.comments('/incident reopen not yet')
    story.comments('/incident resolve')
    expect(answerTo(story.comments('/incident post-mortem')).refusals).toMatchObject([{ type: 'already' }])
    expect(story.effects.filter(({ effect }) => effect.type === 'OpenIssue').map(({ key }) => key)).toEqual([
      '7#12/post-mortem',
    ])
  })

  it('is not opened for a severity that wants none, nor where none is wanted, unless somebody asks', () => {
    const severe = policyWith(({ postmortem }) => ({ postmortem: { ...postmortem, severities: ['P0'] } }))
    for (const under of [severe, withoutReview]) {
      const story = merged(under)
      expect(story.incident().postmortem).toBeUndefined()
      expect(opens(story.comments('/incident post-mortem'))).toHaveLength(1)
    }
  })

  it('waits for the resolution where the policy says so', () => {
    const story = merged(policyWith(({ postmortem }) => ({ postmortem: { ...postmortem, open: 'resolved' } })))
    expect(story.incident().postmortem).toBeUndefined()
    story.comments('/incident resolve')
    expect(opens(story.thawHolds())).toHaveLength(1)
  })

  it('of a false alarm is not wanted', () => {
    expect(opens(frozenStory().comments('/incident cancel mistaken'))).toEqual([])
  })

  it('is said where it is when it was opened', () => {
    const story = merged()
    expect(messagesOf(story.succeeds('OpenIssue', review), 'PostmortemOpened')).toMatchObject([{ number: 40 }])
    // An outcome that is told twice says it once.
    expect(messagesOf(story.succeeds('OpenIssue', review), 'PostmortemOpened')).toEqual([])
    expect(story.incident().postmortem).toMatchObject({ number: 40, closed: false })
  })

  it('that GitHub refused is tried again when somebody asks, under the same key', () => {
    const story = merged()
    story.givesUp('OpenIssue', 'issues are disabled')
    const decision = story.comments('/incident post-mortem')
    expect(decision.effects.find(({ effect }) => effect.type === 'OpenIssue')).toMatchObject({
      key: '7#12/post-mortem',
      keep: 'latest',
    })
    expect(entriesOf(decision, 'PostmortemRequested')).toEqual([])
  })

  it('closes the incident when it is closed after the resolution, or before it', () => {
    const after = merged()
    after.succeeds('OpenIssue', review)
    after.comments('/incident resolve')
    expect(after.incident().status).toBe('resolved')
    after.changesIssue('closed', 'alice', { number: 40, state: 'closed' })
    expect(after.incident().status).toBe('closed')
    const before = merged()
    before.succeeds('OpenIssue', review)
    before.changesIssue('closed', 'alice', { number: 40, state: 'closed' })
    before.comments('/incident resolve')
    expect(before.incident().status).toBe('closed')
  })
})

describe('resolving', () => {
  it('says the summary, or asks for it', () => {
    const [told] = messagesOf(frozenStory().comments('/incident resolve The cache was full'), 'Resolved')
    expect(told).toMatchObject({ summary: 'The cache was full', askReason: false })
    expect(messagesOf(frozenStory().comments('/incident resolve'), 'Resolved')).toMatchObject([{ askReason: true }])
  })

  it('closes at once where no post-mortem is wanted', () => {
    const story = frozenStory(withoutReview)
    story.comments('/incident resolve')
    expect(story.incident().status).toBe('closed')
    story.thawHolds()
    expect(story.timers()).toEqual([])
  })
})

describe('reopening', () => {
  it('is on somebody again, freezes nothing, and asks whether to', () => {
    const story = frozenStory()
    story.comments('/incident resolve')
    story.thawHolds()
    const decision = story.comments('/incident reopen It is back')
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
    expect(messagesOf(decision, 'Reopened')).toMatchObject([{ reason: 'It is back', askFreeze: true }])
    expect(story.incident()).toMatchObject({ status: 'acknowledged', times: { resolved: undefined } })
  })

  it('keeps the escalation quiet, and watches for silence from then on', () => {
    const story = frozenStory()
    story.comments('/incident resolve')
    story.now += minutes(600)
    story.comments('/incident reopen It is back')
    const names = story.timers().map(({ name }) => name)
    expect(names).not.toContain('escalation')
    expect(names).not.toContain('respond-within')
    expect(story.timers()).toContainEqual({ name: 'silence', at: story.now + minutes(60) })
  })

  it('of what was acknowledged long ago asks for an update from now on, not at once', () => {
    const story = frozenStory()
    story.comments('/incident ack')
    story.comments('/incident resolve')
    story.now += minutes(600)
    story.comments('/incident reopen It is back')
    expect(story.timers()).toContainEqual({ name: 'silence', at: story.now + minutes(60) })
  })

  it('makes a report that was cancelled a report again', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.comments('/incident cancel a joke')
    story.comments('/incident reopen It was none')
    expect(story.incident().status).toBe('reported')
    story.comments('/incident confirm')
    expect(story.incident().status).toBe('declared')
  })
})

describe('cancelling', () => {
  it('ends the incident, and nothing of it waits any more', () => {
    const story = frozenStory()
    expect(said(story.comments('/incident cancel mistaken'))).toEqual([[12, 'Cancelled']])
    story.thawHolds()
    expect(story.incident().status).toBe('cancelled')
    expect(story.timers()).toEqual([])
  })
})
