import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src/incident/plan.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { renderCard } from '../../../src/render/card.ts'
import { policyWith, severityWith } from '../policies.ts'
import { effectsOf, frozenStory, Story } from '../story.ts'

const review = { type: 'IssueOpened', number: 40, url: 'https://github.test/40' } as const

const lifting = (lift: Policy['freeze']['lift'], open: Policy['postmortem']['open'] = 'hotfix-merged'): Policy =>
  policyWith(({ freeze, postmortem }) => ({ freeze: { ...freeze, lift }, postmortem: { ...postmortem, open } }))

/** A story up to its merged hotfix. */
function merged(under: Policy, story = frozenStory(under)): { story: Story; merge: Decision } {
  story.opensHotfix()
  return { story, merge: story.merges('carol') }
}

const opens = (decision: Decision) => effectsOf(decision, 'OpenIssue')

/** The comments that a decision adds to the post-mortem. */
const records = (decision: Decision) =>
  decision.effects.flatMap(({ key, effect }) =>
    effect.type === 'PostComment' && effect.message.type === 'FinalRecord' ? [{ key, thread: effect.thread }] : [],
  )

describe('the post-mortem of a hotfix whose merge lifts the freeze', () => {
  it('waits for the thaw, and knows its outcome', () => {
    const { story, merge } = merged(lifting('hotfix-merged'))
    expect(opens(merge)).toEqual([])
    expect(opens(story.thawHolds())).toHaveLength(1)
    const happened = story.incident().timeline.map(({ type }) => type)
    expect(happened.filter((type) => type === 'Thawed' || type === 'PostmortemRequested')).toEqual([
      'Thawed',
      'PostmortemRequested',
    ])
  })

  it('is opened also when the thaw was given up, and once', () => {
    const { story } = merged(lifting('hotfix-merged'))
    expect(opens(story.givesUp('LiftFreeze', 'no answer'))).toHaveLength(1)
    story.comments('/incident thaw', 'bob')
    expect(opens(story.thawHolds())).toEqual([])
  })

  it('waits as well for a thaw that somebody asked for before the merge', () => {
    const story = frozenStory(lifting('resolved'))
    story.opensHotfix()
    story.comments('/incident thaw', 'bob')
    expect(opens(story.merges('carol'))).toEqual([])
    expect(opens(story.thawHolds())).toHaveLength(1)
  })

  it('waits for nothing where nothing is frozen', () => {
    const unfrozen = severityWith('P1', { freeze: false })
    const story = new Story({ ...unfrozen, freeze: { ...unfrozen.freeze, lift: 'hotfix-merged' } })
    story.opens()
    expect(opens(merged(unfrozen, story).merge)).toHaveLength(1)
  })

  it('is not opened by a thaw for another reason', () => {
    const story = frozenStory()
    story.comments('/incident thaw', 'bob')
    expect(opens(story.thawHolds())).toEqual([])
    const cancelled = merged(lifting('hotfix-merged')).story
    cancelled.comments('/incident cancel mistaken')
    expect(opens(cancelled.thawHolds())).toEqual([])
  })
})

describe('the final record', () => {
  it('is added at the resolution when the thaw was seen before the post-mortem', () => {
    const { story } = merged(lifting('hotfix-merged'))
    expect(records(story.thawHolds())).toEqual([])
    expect(records(story.succeeds('OpenIssue', review))).toEqual([])
    expect(records(story.comments('/incident resolve'))).toEqual([{ key: '7#12/final-record/1', thread: 40 }])
  })

  it('waits for the thaw that comes with the resolution', () => {
    const { story } = merged(lifting('resolved'))
    story.succeeds('OpenIssue', review)
    expect(records(story.comments('/incident resolve'))).toEqual([])
    expect(records(story.givesUp('LiftFreeze', 'no answer'))).toEqual([])
    story.comments('/incident thaw', 'bob')
    expect(records(story.thawHolds())).toHaveLength(1)
  })

  it('is none while the incident goes on, or when it was a false alarm', () => {
    const { story } = merged(lifting('resolved'))
    story.succeeds('OpenIssue', review)
    story.comments('/incident thaw', 'bob')
    expect(records(story.thawHolds())).toEqual([])
    expect(records(story.comments('/incident cancel mistaken'))).toEqual([])
  })

  it('does not wait for a thaw that is left to people, and is not repeated with it', () => {
    const { story } = merged(lifting('manual'))
    story.succeeds('OpenIssue', review)
    const first = records(story.comments('/incident resolve'))
    expect(first).toHaveLength(1)
    story.comments('/incident thaw', 'bob')
    // The key is the same, so it is the same comment.
    expect(records(story.thawHolds())).toEqual(first)
  })

  it('comes with the opening, when the incident was resolved meanwhile', () => {
    const { story } = merged(lifting('hotfix-merged'))
    story.thawHolds()
    expect(records(story.comments('/incident resolve'))).toEqual([])
    expect(records(story.succeeds('OpenIssue', review))).toHaveLength(1)
  })

  it('is not wanted where the post-mortem was written after the end', () => {
    const story = frozenStory()
    story.comments('/incident resolve')
    expect(records(story.thawHolds())).toEqual([])
    expect(records(story.succeeds('OpenIssue', review))).toEqual([])
  })

  it('is another one after another end', () => {
    const { story } = merged(lifting('hotfix-merged'))
    story.thawHolds()
    story.succeeds('OpenIssue', review)
    story.comments('/incident resolve')
    story.comments('/incident reopen not yet')
    expect(records(story.comments('/incident resolve'))).toEqual([{ key: '7#12/final-record/2', thread: 40 }])
  })
})

describe('a post-mortem that GitHub refuses', () => {
  it('is not said to be on its way', () => {
    const { story } = merged(lifting('hotfix-merged'))
    story.thawHolds()
    const row = () => /Post-mortem\b.*\|.*/u.exec(renderCard(story.incident()))?.[0]
    expect(row()).toContain('being opened')
    story.givesUp('OpenIssue', 'Issues are disabled')
    expect(row()).toContain('could not be opened')
    story.comments('/incident post-mortem')
    story.succeeds('OpenIssue', review)
    expect(row()).toContain('#40')
  })
})
