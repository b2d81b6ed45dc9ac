import { describe, expect, it } from 'vitest'
import type { EffectResult } from '../../../src/incident/effect.ts'
import { policyWith } from '../policies.ts'
import { person } from '../procedure.ts'
import {
  answerTo,
  effectsOf,
  entriesOf,
  frozen,
  frozenStory,
  hours,
  isQuiet,
  messagesOf,
  Story,
  said,
  shaOf,
} from '../story.ts'

const refused = (reason: 'plan' | 'permission' | 'not-effective'): EffectResult => ({
  type: 'Advisory',
  reason,
  commands: ['gh api …'],
})

const thawed: EffectResult = { type: 'Lifted', comparison: [], wasMissing: false }

const withCard = (): Story => {
  const story = new Story()
  story.opens()
  story.succeeds('SyncCard', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
  return story
}

describe('a freeze', () => {
  it('is said aloud when it was seen, in a comment where the card stands already', () => {
    expect(said(withCard().freezeHolds())).toEqual([[12, 'Frozen']])
    const story = new Story()
    story.opens()
    expect(said(story.freezeHolds())).toEqual([])
  })

  it('that nothing can enforce is advisory, and said to be', () => {
    const story = withCard()
    expect(said(story.succeeds('ApplyFreeze', refused('plan')))).toEqual([[12, 'FreezeAdvisory']])
    expect(story.incident().freeze).toMatchObject({ status: 'advisory', advisory: { reason: 'plan' } })
  })

  it('that was given up is said to have failed', () => {
    const story = withCard()
    expect(said(story.givesUp('ApplyFreeze', 'no answer'))).toEqual([[12, 'FreezeFailed']])
    expect(story.incident().freeze).toMatchObject({ status: 'failed', problem: 'no answer' })
  })
})

describe('changing the mode of a freeze that is on', () => {
  it('replaces it, keeps what stood before the first, and begins its clock anew', () => {
    const story = frozenStory()
    const first = story.newest('ApplyFreeze').key
    story.now += hours(5)
    const decision = story.comments('/incident freeze locked', 'bob')
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([
      { mode: 'locked', branches: ['~DEFAULT_BRANCH', 'release/*'], replaces: { rulesetId: 77 }, firstKey: first },
    ])
    expect(decision.cancelled).toEqual([first])
    expect(story.incident().freeze).toMatchObject({ status: 'applying', mode: 'locked', requestedAt: story.now })
  })

  it('that fails leaves the freeze that was on, so that it is lifted in the end', () => {
    const story = frozenStory()
    story.comments('/incident freeze locked release/1', 'bob')
    expect(said(story.givesUp('ApplyFreeze', 'no answer'))).toEqual([[12, 'FreezeFailed']])
    expect(story.incident().freeze).toMatchObject({
      status: 'on',
      mode: 'hotfix-only',
      branches: ['~DEFAULT_BRANCH', 'release/*'],
      problem: 'no answer',
    })
    expect(effectsOf(story.comments('/incident resolve'), 'LiftFreeze')).toHaveLength(1)
  })

  it('that GitHub refuses leaves it as well', () => {
    const story = frozenStory()
    story.comments('/incident freeze reviewed', 'bob')
    expect(said(story.succeeds('ApplyFreeze', refused('permission')))).toEqual([[12, 'FreezeFailed']])
    expect(story.incident().freeze).toMatchObject({ status: 'on', mode: 'hotfix-only' })
  })

  it('that was found not to hold leaves nothing', () => {
    const story = frozenStory()
    story.comments('/incident freeze reviewed', 'bob')
    story.succeeds('ApplyFreeze', refused('not-effective'))
    expect(story.incident().freeze).toMatchObject({ status: 'advisory', applied: undefined })
  })

  it('an outcome of the attempt before it is not believed any more', () => {
    const story = new Story()
    story.opens()
    const first = story.newest('ApplyFreeze')
    story.comments('/incident freeze locked', 'bob')
    expect(isQuiet(story.settles(first, { succeeded: true, result: frozen }))).toBe(true)
    expect(isQuiet(story.settles(first, { succeeded: false, reason: 'late' }))).toBe(true)
    expect(story.incident().freeze?.status).toBe('applying')
  })

  it('an advisory one is tried from the start', () => {
    const story = new Story()
    story.opens()
    story.succeeds('ApplyFreeze', refused('plan'))
    const decision = story.comments('/incident freeze locked', 'bob')
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([{ replaces: undefined, firstKey: undefined }])
  })
})

describe('/incident thaw', () => {
  it('lifts the incident’s own freeze and shows before and after', () => {
    const story = frozenStory()
    const decision = story.comments('/incident thaw', 'bob')
    expect(effectsOf(decision, 'LiftFreeze')).toMatchObject([{ number: 12, applied: { rulesetId: 77 } }])
    expect(story.incident().freeze?.status).toBe('lifting')
    expect(messagesOf(story.thawHolds(), 'Thawed')).toMatchObject([{ why: 'bob asked for it', wasMissing: false }])
    expect(story.incident()).toMatchObject({ status: 'declared', freeze: { status: 'off' } })
  })

  it('while it is being applied: a try that waits is taken back, one that got through is looked for', () => {
    const story = new Story()
    story.opens()
    const apply = story.newest('ApplyFreeze')
    const decision = story.comments('/incident thaw', 'bob')
    expect(decision.cancelled).toEqual([apply.key])
    expect(effectsOf(decision, 'LiftFreeze')).toMatchObject([{ applied: undefined, applyKey: apply.key }])
    expect(isQuiet(story.settles(apply, { succeeded: true, result: frozen }))).toBe(true)
    story.thawHolds()
    expect(story.incident().freeze?.status).toBe('off')
  })

  it('is asked of GitHub once, however often people ask', () => {
    const story = frozenStory()
    story.comments('/incident thaw', 'bob')
    const again = story.comments('/incident thaw', 'bob')
    expect(answerTo(again).refusals).toEqual([{ type: 'already', what: 'the freeze is just being lifted' }])
    expect(effectsOf(story.comments('/incident resolve', 'bob'), 'LiftFreeze')).toEqual([])
  })

  it('that failed is said aloud, and can be asked for again', () => {
    const story = frozenStory()
    story.comments('/incident thaw', 'bob')
    expect(said(story.givesUp('LiftFreeze', 'no answer'))).toEqual([[12, 'ThawFailed']])
    expect(effectsOf(story.comments('/incident thaw', 'bob'), 'LiftFreeze')).toHaveLength(1)
  })

  it('of an advisory freeze needs nothing of GitHub', () => {
    const story = new Story()
    story.opens()
    story.succeeds('ApplyFreeze', refused('plan'))
    expect(effectsOf(story.comments('/incident thaw', 'bob'), 'LiftFreeze')).toEqual([])
    expect(story.incident().freeze?.status).toBe('off')
  })

  it('is refused where nothing is frozen', () => {
    const story = new Story()
    story.opens({ labels: ['severity/P2'] })
    expect(answerTo(story.comments('/incident thaw', 'bob')).refusals).toEqual([{ type: 'not-frozen' }])
  })
})

describe('freezing again after a thaw', () => {
  it('waits for the thaw to be over', () => {
    const story = frozenStory()
    story.comments('/incident thaw', 'bob')
    const decision = story.comments('/incident freeze', 'bob')
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
    expect(answerTo(decision).refusals).toMatchObject([{ type: 'already' }])
  })

  it('begins from nothing, and no success of the earlier freeze lets anything pass', () => {
    const story = frozenStory()
    story.changesPull('opened', 'mallory', {
      title: 'Wish',
      head: { ref: 'wish', sha: shaOf('e'), repository: 'acme/shop' },
    })
    story.comments('/incident thaw', 'bob')
    story.thawHolds()
    expect(story.checks('firebreak/freeze-12')).toEqual({ [shaOf('e')]: 'success' })
    const decision = story.comments('/incident freeze', 'bob')
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([{ replaces: undefined, firstKey: undefined }])
    expect(story.checks('firebreak/freeze-12')).toEqual({ [shaOf('e')]: 'failure' })
  })

  it('judges anew who may pass', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.comments('/incident thaw', 'bob')
    story.thawHolds()
    story.comments('/incident freeze', 'bob')
    story.freezeHolds()
    expect(story.checks('firebreak/freeze-12')).toEqual({ [shaOf('a')]: 'success' })
  })

  it('an answer of the earlier thaw that comes twice ends nothing', () => {
    const story = frozenStory()
    story.comments('/incident thaw', 'bob')
    const lift = story.newest('LiftFreeze')
    story.thawHolds()
    story.comments('/incident freeze', 'bob')
    expect(isQuiet(story.settles(lift, { succeeded: true, result: thawed }))).toBe(true)
    story.freezeHolds()
    expect(story.incident().freeze?.status).toBe('on')
  })
})

describe('/incident freeze', () => {
  const asks = (story: Story, command: string) => story.comments(command, 'bob')

  it('freezes the branches that are named, where nothing is frozen', () => {
    const story = new Story()
    story.opens({ labels: ['severity/P2'] })
    const decision = asks(story, '/incident freeze locked release/* main')
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([{ mode: 'locked', branches: ['release/*', 'main'] }])
  })

  it('opens nothing that is frozen: what is named comes on top', () => {
    const decision = asks(frozenStory(), '/incident freeze locked hotfix-base dev/* main release/1 dev/*')
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([
      { mode: 'locked', branches: ['~DEFAULT_BRANCH', 'release/*', 'hotfix-base', 'dev/*'] },
    ])
  })

  it.each(['', ' hotfix-only', ' main', ' hotfix-only release/1 ~DEFAULT_BRANCH'])(
    'that changes nothing is answered so:%s',
    (words) => {
      const story = frozenStory()
      story.now += hours(1)
      const decision = asks(story, `/incident freeze${words}`)
      expect(answerTo(decision)).toMatchObject({ reaction: 'confused', refusals: [{ type: 'already' }] })
      expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
      expect(story.incident().freeze).toMatchObject({ status: 'on', requestedAt: story.now - hours(1) })
    },
  )

  it('that changes nothing tries again where the freeze is not known to hold', () => {
    const edited = frozenStory()
    edited.happens({
      type: 'RulesetChanged',
      change: 'edited',
      rulesetId: 77,
      name: 'Firebreak freeze #12',
      enforcement: 'active',
      actor: person('bob'),
    })
    expect(effectsOf(asks(edited, '/incident freeze'), 'ApplyFreeze')).toHaveLength(1)
    const unseen = new Story()
    unseen.opens()
    unseen.succeeds('ApplyFreeze', { ...frozen, applied: { ...frozen.applied, unverified: ['release/1'] } })
    expect(effectsOf(asks(unseen, '/incident freeze'), 'ApplyFreeze')).toHaveLength(1)
  })

  it.each(['lockd', 'hotfix', 'review'])('takes no misspelt mode for a branch: %s', (word) => {
    const decision = frozenStory().comments(`/incident freeze ${word}`, 'bob')
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
    expect(answerTo(decision).refusals).toMatchObject([{ type: 'unknown-name', what: 'mode', found: word }])
  })

  it('takes no strange text for a branch', () => {
    const decision = frozenStory().comments('/incident freeze locked main;rm', 'bob')
    expect(answerTo(decision).refusals).toMatchObject([{ type: 'unknown-name', found: 'main;rm' }])
  })
})

describe('two incidents', () => {
  it('have freezes of their own, and the branch opens when the last is lifted', () => {
    const story = frozenStory()
    story.opens({ number: 13 })
    expect(story.incident(13).freeze?.checkName).toBe('firebreak/freeze-13')
    const decision = story.comments('/incident thaw', 'bob', { number: 13 })
    expect(effectsOf(decision, 'LiftFreeze')).toMatchObject([{ number: 13 }])
    expect(story.incident(12).freeze?.status).toBe('on')
  })
})

describe('a freeze that lasts', () => {
  it('is asked about at its max-duration and lifted at twice that', () => {
    const story = frozenStory()
    const begun = story.now
    const asked = story.fires('freeze-asked')
    expect(story.now).toBe(begun + hours(24))
    expect(messagesOf(asked, 'FreezeDurationAsked')).toMatchObject([
      { members: ['@alice'], liftsAt: begun + hours(48) },
    ])
    expect(effectsOf(asked, 'LiftFreeze')).toEqual([])
    expect(effectsOf(story.fires('freeze-end'), 'LiftFreeze')).toHaveLength(1)
    expect(story.now).toBe(begun + hours(48))
  })

  it('is renewed by asking for it again', () => {
    const story = frozenStory()
    story.fires('freeze-asked')
    story.comments('/incident freeze', 'bob')
    story.freezeHolds()
    expect(story.timers()).toContainEqual({ name: 'freeze-asked', at: story.now + hours(24) })
  })

  it('keeps its clock when it outlives its incident', () => {
    const story = frozenStory(policyWith(({ freeze }) => ({ freeze: { ...freeze, lift: 'manual' } })))
    story.comments('/incident resolve', 'alice')
    expect(entriesOf(story.fires('freeze-asked'), 'FreezeDurationAsked')).toHaveLength(1)
    story.fires('freeze-end')
    expect(story.incident().freeze?.status).toBe('lifting')
  })
})
