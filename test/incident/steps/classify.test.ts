import { describe, expect, it } from 'vitest'
import { issue } from '../procedure.ts'
import { answerTo, effectsOf, entriesOf, frozenStory, hours, isQuiet, messagesOf, Story, said } from '../story.ts'

const lowStory = (): Story => {
  const story = new Story()
  story.opens({ labels: ['severity/P2'] })
  return story
}

describe('a severity label put there by hand', () => {
  it('sets the severity when the one who put it is trusted; one that freezes freezes now', () => {
    const story = lowStory()
    const decision = story.changesIssue('labelled', 'trudy', {}, { label: 'Severity/P0' })
    expect(story.incident().severity).toBe('P0')
    expect(effectsOf(decision, 'ApplyFreeze')).toMatchObject([{ mode: 'hotfix-only' }])
    expect(messagesOf(decision, 'SeverityChanged')).toMatchObject([{ from: 'P2', to: 'P0', by: 'trudy' }])
  })

  it('is ignored from somebody below the trust level', () => {
    const story = lowStory()
    expect(isQuiet(story.changesIssue('labelled', 'mallory', {}, { label: 'severity/P0' }))).toBe(true)
    expect(story.incident().severity).toBe('P2')
  })

  it('counts when it is told late, as long as it stands there', () => {
    const told = (labels: readonly string[]) => {
      const story = lowStory()
      const putAt = story.now
      story.now += hours(3)
      story.facts.issue = () => issue({ labels })
      story.changesIssue('labelled', 'alice', { updatedAt: putAt }, { label: 'severity/P0' })
      return story.incident().severity
    }
    expect([told(['severity/P0']), told(['severity/P1'])]).toEqual(['P0', 'P2'])
  })

  it('changes nothing when it says what is so', () => {
    expect(isQuiet(lowStory().changesIssue('labelled', 'alice', {}, { label: 'severity/P2' }))).toBe(true)
  })

  it('freezes nothing while the incident is only reported', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    const decision = story.changesIssue('labelled', 'alice', {}, { label: 'severity/P0' })
    expect(story.incident()).toMatchObject({ severity: 'P0', status: 'reported' })
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
  })

  it('of a label that was deleted meanwhile is nothing at all', () => {
    expect(isQuiet(lowStory().changesIssue('labelled', 'alice', {}, {}))).toBe(true)
  })
})

describe('raising and lowering', () => {
  it('a lower severity that does not freeze lifts nothing', () => {
    const story = frozenStory()
    const decision = story.comments('/incident severity p2', 'trudy')
    expect(effectsOf(decision, 'LiftFreeze')).toEqual([])
    expect(story.incident()).toMatchObject({ severity: 'P2', freeze: { status: 'on' } })
  })

  it('raised twice, it freezes once', () => {
    const story = lowStory()
    expect(effectsOf(story.comments('/incident severity P1'), 'ApplyFreeze')).toHaveLength(1)
    expect(effectsOf(story.comments('/incident severity P0'), 'ApplyFreeze')).toEqual([])
  })

  it('mentions those who were not told before', () => {
    const story = lowStory()
    expect(messagesOf(story.comments('/incident severity P1'), 'SeverityChanged')[0]?.members).toEqual(['@alice'])
    expect(messagesOf(frozenStory().comments('/incident severity P0'), 'SeverityChanged')[0]?.members).toEqual([])
  })

  it('freezes nothing any more once a hotfix is merged', () => {
    const story = lowStory()
    story.opensHotfix()
    story.merges('carol')
    expect(effectsOf(story.comments('/incident severity P0'), 'ApplyFreeze')).toEqual([])
  })
})

describe('the kind', () => {
  it('is set by label, and its checklist posted', () => {
    const story = lowStory()
    const decision = story.changesIssue('labelled', 'alice', {}, { label: 'kind/security' })
    expect(story.incident()).toMatchObject({ kind: 'security', severity: 'P2' })
    expect(messagesOf(decision, 'Checklist')).toMatchObject([{ title: 'Containment' }])
  })

  it('is set by command in any case, and refused when it is not known', () => {
    const story = lowStory()
    expect(entriesOf(story.comments('/incident kind Security'), 'KindChanged')).toMatchObject([{ kind: 'security' }])
    expect(answerTo(story.comments('/incident kind weather')).refusals).toEqual([
      { type: 'unknown-name', what: 'kind', found: 'weather', allowed: ['security'] },
    ])
  })
})

describe('card and labels follow the incident', () => {
  it('the anchor carries mark, status, severity and kind', () => {
    const decision = new Story().opens({ labels: ['kind/security'] })
    const names = effectsOf(decision, 'SyncLabels')[0]?.labels.map(({ name }) => name)
    expect(names).toEqual(['emergency', 'incident/declared', 'severity/P0', 'kind/security'])
  })

  it('labels are set again only when they change', () => {
    const story = new Story()
    story.opens()
    expect(effectsOf(story.comments('/incident note 1', 'alice'), 'SyncLabels')).toEqual([])
    const names = effectsOf(story.comments('/incident ack'), 'SyncLabels')[0]?.labels.map(({ name }) => name)
    expect(names).toContain('incident/acknowledged')
    expect(names).not.toContain('incident/declared')
  })

  it('there is one card, under one key, and its being posted does not ask for it again', () => {
    const story = new Story()
    story.opens()
    story.comments('/incident ack')
    const cards = story.effects.filter(({ effect }) => effect.type === 'SyncCard')
    expect(new Set(cards.map(({ key, keep }) => `${key} ${keep}`))).toEqual(new Set(['7#12/card latest']))
    const posted = story.succeeds('SyncCard', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
    expect(effectsOf(posted, 'SyncCard')).toEqual([])
    expect(entriesOf(posted, 'Told')).toMatchObject([{ members: ['@alice'], url: 'https://github.test/5' }])
    expect(story.incident().cardComment).toBe(5)
  })

  it('a card that cannot be written does not chase itself', () => {
    const story = new Story()
    story.opens()
    expect(isQuiet(story.givesUp('SyncCard', 'locked'))).toBe(true)
  })

  it('another effect that was given up stands on the timeline', () => {
    const story = new Story()
    story.opens()
    expect(entriesOf(story.givesUp('PostComment', 'locked'), 'EffectGivenUp')).toMatchObject([{ reason: 'locked' }])
    expect(said(story.comments('/incident help'))).toEqual([[12, 'Help']])
  })
})
