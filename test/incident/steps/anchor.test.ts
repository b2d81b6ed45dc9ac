import { describe, expect, it } from 'vitest'
import { policyWith } from '../policies.ts'
import { effectsOf, entriesOf, frozenStory, isQuiet, messagesOf, Story, said } from '../story.ts'

const closing = { body: 'Incident: #12\nFixes #12' }

describe('closing the anchor', () => {
  it('by a trusted person resolves, and asks for the reason', () => {
    const story = frozenStory()
    const decision = story.changesIssue('closed', 'trudy', { state: 'closed' })
    expect(story.incident().status).toBe('resolved')
    expect(messagesOf(decision, 'Resolved')).toMatchObject([{ by: 'trudy', askReason: true }])
  })

  it('by anybody else leaves the incident as it is, and says so', () => {
    const story = frozenStory()
    const decision = story.changesIssue('closed', 'mallory', { state: 'closed' })
    expect(story.incident()).toMatchObject({ status: 'declared', freeze: { status: 'on' } })
    expect(said(decision)).toEqual([[12, 'AnchorClosedByUntrusted']])
  })

  it('of a report by a trusted person cancels it', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    story.changesIssue('closed', 'alice', { state: 'closed' })
    expect(story.incident().status).toBe('cancelled')
  })

  it('after it was resolved means nothing', () => {
    const story = frozenStory()
    story.comments('/incident resolve')
    expect(isQuiet(story.changesIssue('closed', 'alice', { state: 'closed' }))).toBe(true)
  })
})

describe('“Fixes #12” closes the anchor with the merge, which only ever mitigates', () => {
  it('when the merge is told first', () => {
    const story = frozenStory()
    story.opensHotfix(closing)
    story.merges('carol')
    const decision = story.changesIssue('closed', 'carol', { state: 'closed' })
    expect(entriesOf(decision, 'AnchorClosed')).toMatchObject([{ how: 'by-merge' }])
    expect(story.incident().status).toBe('mitigated')
  })

  it('when the close is told first', () => {
    const story = frozenStory()
    story.opensHotfix(closing)
    const before = story.pullRequests.get(20)
    if (before) story.pullRequests.set(20, { ...before, state: 'closed', merged: true })
    story.changesIssue('closed', 'carol', { state: 'closed' })
    expect(story.incident().status).toBe('declared')
    story.merges('carol')
    expect(story.incident().status).toBe('mitigated')
  })

  it('also when nobody had taken the pull request for a hotfix', () => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', { title: 'Mend', body: 'Fixes #12', head: ownHead('mend') })
    expect(story.incident().hotfixes).toEqual([])
    story.merges('carol')
    story.changesIssue('closed', 'carol', { state: 'closed' })
    expect(story.incident()).toMatchObject({ status: 'mitigated', hotfixes: [{ number: 20, state: 'merged' }] })
  })

  it('and a person who closes it later resolves', () => {
    const story = frozenStory()
    story.opensHotfix(closing)
    story.merges('carol')
    story.changesIssue('closed', 'carol', { state: 'closed' })
    story.changesIssue('reopened', 'alice')
    story.changesIssue('closed', 'alice', { state: 'closed' })
    expect(story.incident().status).toBe('resolved')
  })

  it('but a merge into another branch than the default closes nothing', () => {
    const releases = frozenStory(policyWith(({ hotfix }) => ({ hotfix: { ...hotfix, bases: ['release/*'] } })))
    releases.opensHotfix({ ...closing, base: { ref: 'release/1', sha: 'd'.repeat(40) } })
    releases.merges('carol')
    expect(releases.incident().status).toBe('mitigated')
    releases.changesIssue('closed', 'alice', { state: 'closed' })
    expect(releases.incident().status).toBe('resolved')
  })
})

const ownHead = (ref: string) => ({ ref, sha: 'a'.repeat(40), repository: 'acme/shop' })

describe('the anchor is deleted or transferred', () => {
  it.each(['deleted', 'transferred'] as const)('%s: the freeze stays, and one issue says so', (change) => {
    const story = frozenStory()
    const decision = story.changesIssue(change, 'alice')
    expect(story.incident()).toMatchObject({ status: 'declared', freeze: { status: 'on' }, anchor: { present: false } })
    expect(effectsOf(decision, 'KeepIssue')).toMatchObject([{ open: true }])
    expect(effectsOf(decision, 'SyncCard')).toEqual([])
    expect(isQuiet(story.changesIssue(change, 'alice'))).toBe(true)
  })

  it('says where it went', () => {
    const counterpart = { repository: 'acme/ops', repositoryId: 8, number: 3 }
    const decision = frozenStory().changesIssue('transferred', 'alice', {}, { counterpart })
    expect(entriesOf(decision, 'AnchorLost')).toMatchObject([{ to: 'acme/ops#3' }])
  })

  it('of an incident that is over alerts nobody', () => {
    const story = frozenStory()
    story.comments('/incident cancel mistaken')
    expect(effectsOf(story.changesIssue('deleted', 'alice'), 'KeepIssue')).toEqual([])
  })
})

describe('the mark is removed', () => {
  it('lifts nothing and says once how to end the incident', () => {
    const story = frozenStory()
    const calm = { title: 'Shop is fine' }
    expect(said(story.changesIssue('edited', 'alice', calm))).toEqual([[12, 'MarkRemoved']])
    expect(story.incident()).toMatchObject({ status: 'declared', freeze: { status: 'on' } })
    expect(said(story.changesIssue('unlabelled', 'alice', calm, { label: 'emergency' }))).toEqual([])
  })

  it('is no removal while the label still says so', () => {
    const kept = { title: 'Shop is fine', labels: ['emergency'] }
    expect(said(frozenStory().changesIssue('edited', 'alice', kept))).toEqual([])
  })

  it('from a report is said too', () => {
    const story = new Story()
    story.opens({}, 'mallory')
    expect(said(story.changesIssue('edited', 'alice', { title: 'Shop is fine' }))).toEqual([[12, 'MarkRemoved']])
    expect(story.incident().status).toBe('reported')
  })
})

describe('the anchor is reopened', () => {
  it('after the end, it is asked what that means, and nothing is frozen', () => {
    const story = frozenStory()
    story.comments('/incident cancel mistaken')
    story.thawHolds()
    const decision = story.changesIssue('reopened', 'alice')
    expect(said(decision)).toEqual([[12, 'ReopenAsked']])
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
    expect(story.incident().status).toBe('cancelled')
  })

  it('while the incident goes on, nothing is asked', () => {
    expect(isQuiet(frozenStory().changesIssue('reopened', 'alice'))).toBe(true)
  })
})

describe('the post-mortem issue', () => {
  it('never becomes an emergency, whoever labels it and however it is titled', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.merges('carol')
    story.succeeds('OpenIssue', { type: 'IssueOpened', number: 40, url: 'https://github.test/40' })
    const review = { number: 40, title: '[EMERGENCY] Post-mortem', labels: ['emergency'] }
    expect(isQuiet(story.changesIssue('labelled', 'alice', review, { label: 'emergency' }))).toBe(true)
    expect(story.incidents).toHaveLength(1)
  })
})
