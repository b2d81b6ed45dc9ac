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

  it('of an incident that is over alerts nobody, unless its freeze is still on', () => {
    const story = frozenStory()
    story.comments('/incident cancel mistaken')
    story.thawHolds()
    expect(effectsOf(story.changesIssue('deleted', 'alice'), 'KeepIssue')).toEqual([])
    const manual = frozenStory(policyWith(({ freeze }) => ({ freeze: { ...freeze, lift: 'manual' } })))
    manual.comments('/incident resolve')
    expect(effectsOf(manual.changesIssue('deleted', 'alice'), 'KeepIssue')).toHaveLength(1)
  })
})

describe('the issue that is opened in place of a lost anchor', () => {
  const place = { number: 41, title: 'Incident #12 lost its issue' }
  const lost = (): Story => {
    const story = frozenStory()
    story.changesIssue('deleted', 'alice')
    story.succeeds('KeepIssue', { type: 'IssueOpened', number: 41, url: 'https://github.test/41' })
    return story
  }

  it('is where commands are given and answered', () => {
    const story = lost()
    const thaw = story.comments('/incident thaw', 'bob', place)
    expect(effectsOf(thaw, 'LiftFreeze')).toMatchObject([{ number: 12 }])
    expect(said(story.thawHolds())).toEqual([[41, 'Thawed']])
    expect(said(story.comments('/incident cancel mistaken', 'alice', place))).toEqual([[41, 'Cancelled']])
    expect(story.incident().status).toBe('cancelled')
    story.comments('/incident reopen it is back', 'alice', place)
    expect(story.incident().status).toBe('acknowledged')
  })

  it('is where the escalation speaks, and an answer there is a response', () => {
    const story = lost()
    expect(said(story.fires('escalation'))).toEqual([[41, 'Escalated']])
    story.comments('I am looking.', 'alice', place)
    expect(story.incident().times.responded).toBe(story.now)
  })

  it('resolves when somebody trusted closes it, and not by the merge that closes it', () => {
    const story = lost()
    story.opensHotfix({ body: 'Fixes #41' })
    story.merges('carol')
    story.changesIssue('closed', 'carol', { ...place, state: 'closed' })
    expect(story.incident().status).toBe('mitigated')
    expect(said(story.changesIssue('closed', 'mallory', { ...place, state: 'closed' }))).toEqual([
      [41, 'AnchorClosedByUntrusted'],
    ])
    story.changesIssue('closed', 'trudy', { ...place, state: 'closed' })
    expect(story.incident()).toMatchObject({ status: 'resolved', anchor: { title: '[EMERGENCY] Shop is down' } })
  })

  it('ties a pull request that names it', () => {
    const story = lost()
    story.changesPull('opened', 'mallory', { title: 'Mend', body: '' })
    story.comments('/incident link #41', 'carol', { number: 20, type: 'pull-request' })
    expect(story.incident().hotfixes).toMatchObject([{ number: 20 }])
    expect(story.incidents).toHaveLength(1)
  })

  it('says what was under way when the anchor went', () => {
    const story = frozenStory()
    story.comments('/incident severity P0', 'alice')
    story.changesIssue('deleted', 'alice')
    const told = story.effects.findLast(({ effect }) => effect.type === 'PostComment')
    story.succeeds('KeepIssue', { type: 'IssueOpened', number: 41, url: 'https://github.test/41' })
    if (!told) throw new Error('nothing was said')
    const again = story.settles(told, { succeeded: false, reason: 'gone' })
    expect(said(again)).toEqual([[41, 'SeverityChanged']])
    expect(again.effects[0]?.key).toBe(told.key)
    expect(entriesOf(again, 'EffectGivenUp')).toEqual([])
  })

  it('is replaced in its turn', () => {
    const story = lost()
    const decision = story.changesIssue('deleted', 'alice', place)
    expect(effectsOf(decision, 'KeepIssue')).toHaveLength(1)
    story.succeeds('KeepIssue', { type: 'IssueOpened', number: 42, url: 'https://github.test/42' })
    expect(said(story.fires('escalation'))).toEqual([[42, 'Escalated']])
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
