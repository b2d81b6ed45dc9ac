import { describe, expect, it } from 'vitest'
import { isActive } from '../../../src/incident/incident.ts'
import { isAtHand } from '../../../src/incident/still-to-do.ts'
import type { PostmortemPolicy } from '../../../src/policy/policy.ts'
import { interestIn } from '../../../src/store/interest.ts'
import { policyWith } from '../policies.ts'
import { issue, self } from '../procedure.ts'
import { effectsOf, entriesOf, hours, messagesOf, Story, said } from '../story.ts'

const day = hours(24)

const postmortem = 41
const mine = { number: postmortem, title: 'Post-mortem: Shop', author: self.login, authorType: 'Bot' } as const

const asking = (change: Partial<PostmortemPolicy>) =>
  policyWith((policy) => ({
    postmortem: { ...policy.postmortem, open: 'resolved', ...change },
  }))

const dates = { scheduled: 2 * day, held: 7 * day, published: 14 * day }
const undated = { scheduled: undefined, held: undefined, published: undefined }

/** An incident that was resolved and thawed, its post-mortem open as #41. */
function resolved(change: Partial<PostmortemPolicy>, command = '/incident resolve Done'): Story {
  const story = new Story(asking(change))
  story.opens()
  story.freezeHolds()
  story.comments('/incident commander @alice')
  story.comments(command)
  story.thawHolds()
  const opened = story.effects.findLast(({ effect }) => effect.type === 'OpenIssue')
  if (opened)
    story.settles(opened, {
      succeeded: true,
      result: { type: 'IssueOpened', number: postmortem, url: `https://github.test/acme/shop/issues/${postmortem}` },
    })
  return story
}

const names = (story: Story): string[] => story.timers().map(({ name }) => name)

describe('the dates of the review', () => {
  it('are a checklist on the post-mortem, and timers from the resolution', () => {
    const story = resolved({ due: dates })
    const list = story.incident().checklists.find(({ id }) => id === 'post-mortem/review')
    expect(list?.thread).toBe(postmortem)
    expect(list?.items.map(({ text }) => text)).toEqual([
      'The review is scheduled (within 2d of the resolution)',
      'The review was held (within 1w of the resolution)',
    ])
    const from = story.incident().times.resolved ?? 0
    expect(story.timers().filter(({ name }) => name.startsWith('review/'))).toEqual([
      { name: 'review/scheduled', at: from + 2 * day },
      { name: 'review/held', at: from + 7 * day },
      { name: 'review/published', at: from + 14 * day },
    ])
  })

  it('are asked for three times, at each multiple, and never two at once', () => {
    const story = resolved({ due: { ...undated, scheduled: 2 * day } })
    const from = story.now
    expect(messagesOf(story.fires('review/scheduled'), 'ReviewDue')[0]).toMatchObject({ members: ['@alice'], late: 0 })
    // Down over two further dates: they are one reminder.
    const late = story.fires('review/scheduled', 12, 3 * day)
    expect(messagesOf(late, 'ReviewDue')[0]?.late).toBe(3 * day)
    expect(story.timers().find(({ name }) => name === 'review/scheduled')?.at).toBe(from + 8 * day)
    story.fires('review/scheduled')
    expect(names(story)).not.toContain('review/scheduled')
  })

  it('are met by the tick of somebody trusted alone', () => {
    const story = resolved({ due: dates })
    const post = story.effects.findLast(
      ({ effect }) =>
        effect.type === 'PostComment' &&
        effect.message.type === 'Checklist' &&
        effect.thread === postmortem &&
        effect.message.checklist === 'post-mortem/review',
    )
    if (!post) throw new Error('no list')
    story.settles(post, { succeeded: true, result: { type: 'Commented', commentId: 900, url: 'u' } })
    const ticked =
      '- [x] The review is scheduled (within 2d of the resolution)\n- [ ] The review was held (within 1w of the resolution)'
    story.edits(900, ticked, 'mallory')
    expect(names(story)).toContain('review/scheduled')
    story.edits(900, ticked.replace('[x]', '[ ]'), 'alice')
    story.edits(900, ticked, 'alice')
    expect(names(story)).not.toContain('review/scheduled')
    expect(names(story)).toContain('review/held')
  })

  it('are not asked for before the resolution, nor once it was reopened, and count anew from the next one', () => {
    const story = resolved({ due: dates })
    story.fires('review/scheduled')
    story.comments('/incident reopen Not over')
    expect(names(story).filter((name) => name.startsWith('review/'))).toEqual([])
    story.comments('/incident resolve Now')
    expect(story.timers().find(({ name }) => name === 'review/scheduled')?.at).toBe(story.now + 2 * day)
    expect(effectsOf(story.changesIssue('opened', self, mine), 'PostComment')).toEqual([])
  })

  it('are not asked for again when the post-mortem of a closed incident is reopened, though its freeze stands', () => {
    const story = new Story(
      policyWith(({ postmortem, freeze }) => ({
        postmortem: { ...postmortem, open: 'resolved', due: dates, actions: true },
        freeze: { ...freeze, lift: 'manual' },
      })),
    )
    story.opens()
    story.freezeHolds()
    story.comments('/incident resolve Done')
    story.succeeds('OpenIssue', { type: 'IssueOpened', number: postmortem, url: 'u' })
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed' })
    expect(story.incident().status).toBe('closed')
    story.changesIssue('reopened', 'alice', mine)
    expect(names(story).filter((name) => name.startsWith('review/'))).toEqual([])
    expect(effectsOf(writes(story, actionsBody('| Too late | | |')), 'OpenIssue')).toEqual([])
  })

  it('are none where the post-mortem was asked for when all was over', () => {
    const story = resolved({ due: dates, open: false })
    story.comments('/incident post-mortem')
    story.succeeds('OpenIssue', { type: 'IssueOpened', number: postmortem, url: 'u' })
    expect(story.incident()).toMatchObject({ status: 'closed', postmortem: { number: postmortem } })
    expect(names(story)).toEqual([])
  })

  it('are over when the post-mortem is closed', () => {
    const story = resolved({ due: dates })
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed' })
    expect(story.incident().status).toBe('closed')
    expect(names(story)).toEqual([])
  })
})

describe('a post-mortem that is deleted or moved', () => {
  it.each(['deleted', 'transferred'] as const)(
    '%s: nobody can close it any more, so nothing waits for it',
    (change) => {
      const story = resolved({ due: dates, publish: { discussions: 'Reports' } })
      const decision = story.changesIssue(change, 'alice', mine)
      expect(story.incident()).toMatchObject({ status: 'closed', postmortem: { closed: true, gone: true } })
      expect(decision.effects.map(({ effect }) => effect.type)).not.toContain('PublishDiscussion')
      expect(names(story)).toEqual([])
    },
  )

  it('holds the incident for its action items alone, and what is left is said where it happened', () => {
    const story = resolved({ actions: true, followUps: followUps.slice(0, 1) })
    writes(story, actionsBody('| One | @bob | |'))
    opened(story, 1, 50)
    story.changesIssue('deleted', 'alice', mine)
    expect(story.incident().status).toBe('resolved')
    expect(said(story.fires('follow-up/0'))).toContainEqual([12, 'Checklist'])
    story.changesIssue('closed', 'bob', { number: 50, state: 'closed' })
    expect(story.incident().status).toBe('closed')
  })
})

const actionsBody = (...rows: string[]): string =>
  ['## Action items', '', '| Action | Owner | Due |', '|---|---|---|', ...rows].join('\n')

/** Somebody edits the post-mortem; GitHub has what it was told. */
const writes = (story: Story, body: string, by = 'alice') => story.changesIssue('edited', by, { ...mine, body })

const opened = (story: Story, key: number, number: number) => {
  const put = story.effects.find((each) => each.key.endsWith(`/action/${key}`))
  if (!put) throw new Error(`no action ${key}`)
  return story.settles(put, { succeeded: true, result: { type: 'IssueOpened', number, url: 'u' } })
}

describe('action items', () => {
  it('become an issue each, once, however often the table is saved', () => {
    const story = resolved({ actions: true })
    const body = actionsBody('| Add an alert | @bob | 2026-03-10 |', '| Write it down | Team | soon |', '| | | |')
    const issues = effectsOf(writes(story, body), 'OpenIssue')
    expect(issues.map(({ title, assignees, labels }) => [title, assignees, labels[0]?.name])).toEqual([
      ['Add an alert', ['bob'], 'action-item'],
      ['Write it down', [], 'action-item'],
    ])
    expect(effectsOf(writes(story, body), 'OpenIssue')).toEqual([])
    expect(effectsOf(writes(story, body.replace('Add an alert', 'Add two alerts')), 'OpenIssue')).toEqual([])
    expect(story.incident().aftermath.actions.map(({ text }) => text)).toEqual(['Add two alerts', 'Write it down'])
    // A date that is a length of time stays where it was, though the table is read again later.
    writes(story, actionsBody('| Add two alerts | @bob | 3 days |', '| Write it down | Team | soon |'))
    const due = story.incident().aftermath.actions[0]?.due?.at
    story.now += day
    writes(story, actionsBody('| Add two alerts | @carol | 3 days |', '| Write it down | Team | soon |'))
    expect(story.incident().aftermath.actions[0]).toMatchObject({ owner: '@carol', due: { at: due } })
  })

  it('are none when nobody trusted wrote them, when they were not asked for, or the App itself edits', () => {
    const body = actionsBody('| Add an alert | @bob | |')
    const story = resolved({ actions: true })
    for (const by of ['mallory', 'eve']) expect(effectsOf(writes(story, body, by), 'OpenIssue')).toEqual([])
    expect(effectsOf(story.changesIssue('edited', self, { ...mine, body }), 'OpenIssue')).toEqual([])
    expect(effectsOf(writes(resolved({ actions: false }), body), 'OpenIssue')).toEqual([])
  })

  it('are thirty at most, and what is left out is said once', () => {
    const story = resolved({ actions: true })
    const rows = Array.from({ length: 2_000 }, (_, index) => `| Do ${index} | | |`)
    const first = writes(story, actionsBody(...rows))
    expect(effectsOf(first, 'OpenIssue')).toHaveLength(30)
    expect(said(first)).toEqual([[postmortem, 'ActionsLeftOut']])
    const again = writes(story, actionsBody('| Do more | | |', ...rows))
    expect([effectsOf(again, 'OpenIssue'), said(again)]).toEqual([[], []])
  })

  it('hold the incident open after the post-mortem is closed, until the last is closed by whomever', () => {
    const story = resolved({ actions: true })
    const body = actionsBody('| One | @bob | |')
    const closed = story.changesIssue('closed', 'alice', { ...mine, state: 'closed', body })
    expect(effectsOf(closed, 'OpenIssue')).toHaveLength(1)
    expect(said(closed)).toContainEqual([postmortem, 'ActionsOpen'])
    expect(story.incident().status).toBe('resolved')
    opened(story, 1, 50)
    expect(interestIn(story.incidents, story.now).followed).toContain(50)
    story.changesIssue('closed', 'mallory', { number: 50, state: 'closed' })
    expect(story.incident().status).toBe('closed')
    expect(interestIn(story.incidents, story.now).followed).not.toContain(50)
  })

  it('that are reopened count again; so does a post-mortem', () => {
    const story = resolved({ actions: true })
    writes(story, actionsBody('| One | @bob | |', '| Two | | |'))
    opened(story, 1, 50)
    opened(story, 2, 51)
    for (const number of [50, 51]) story.changesIssue('closed', 'bob', { number, state: 'closed' })
    story.changesIssue('reopened', 'bob', { number: 50 })
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed', body: actionsBody('| One | | |') })
    expect(story.incident().status).toBe('resolved')
    story.changesIssue('reopened', 'alice', mine)
    story.changesIssue('closed', 'bob', { number: 50, state: 'closed' })
    expect(story.incident().status).toBe('resolved')
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed', body: '' })
    expect(story.incident().status).toBe('closed')
  })

  it('that are done before their number is known count as done', () => {
    const story = resolved({ actions: true })
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed', body: actionsBody('| One | | |') })
    story.facts.issue = ({ number }) => issue({ number, state: 'closed' })
    opened(story, 1, 50)
    expect(story.incident().status).toBe('closed')
  })

  it('whose issue cannot be opened hold nothing up', () => {
    const story = resolved({ actions: true })
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed', body: actionsBody('| One | | |') })
    story.givesUp('OpenIssue', 'issues are disabled')
    expect(story.incident().status).toBe('closed')
    const { timeline } = story.incident()
    expect(timeline.filter((entry) => 'reason' in entry && entry.reason === 'issues are disabled')).toMatchObject([
      { type: 'ActionRefused' },
    ])
  })

  it('are asked for when their day is over, once, at the owner’s or else the commander’s', () => {
    const story = resolved({ actions: true })
    writes(
      story,
      actionsBody('| One | @bob | 2026-03-10 |', '| Two | somebody | 2026-03-11 |', '| Three | | 2026-03-12 |'),
    )
    for (const key of [1, 2, 3]) opened(story, key, 50 + key)
    const first = story.fires('action/1')
    expect(story.now).toBe(Date.parse('2026-03-11'))
    expect(said(first)).toEqual([[51, 'ActionDue']])
    expect(messagesOf(first, 'ActionDue')[0]?.members).toEqual(['@bob'])
    expect(messagesOf(story.fires('action/2'), 'ActionDue')[0]?.members).toEqual(['@alice'])
    story.changesIssue('closed', 'bob', { number: 53, state: 'closed' })
    expect(names(story).filter((name) => name.startsWith('action/'))).toEqual([])
    writes(story, actionsBody('| One | @bob | 2026-03-20 |', '| Two | somebody | 2026-03-11 |'))
    expect(names(story).filter((name) => name.startsWith('action/'))).toEqual(['action/1'])
  })
})

const followUps = [
  { after: day, checklist: 'during' },
  { after: 7 * day, checklist: 'during' },
]

describe('follow-ups', () => {
  it('come after the resolution though the incident is closed, each once, with somebody mentioned', () => {
    const story = resolved({ followUps })
    story.changesIssue('closed', 'alice', { ...mine, state: 'closed' })
    expect(story.incident().status).toBe('closed')
    expect([isActive(story.incident()), isAtHand(story.incident())]).toEqual([false, true])
    const first = story.fires('follow-up/0')
    expect(messagesOf(first, 'Checklist')[0]).toMatchObject({
      title: 'During',
      followUp: { after: day, members: ['@alice'], late: 0 },
    })
    expect(said(first)).toEqual([[postmortem, 'Checklist']])
    const second = story.fires('follow-up/1', 12, 2 * day)
    expect(messagesOf(second, 'Checklist')[0]?.followUp?.late).toBe(2 * day)
    expect(names(story)).toEqual(['follow-up/over'])
    story.fires('follow-up/over')
    expect(isAtHand(story.incident())).toBe(false)
    expect(names(story)).toEqual([])
  })

  it('are posted where it happened when there is no post-mortem', () => {
    const story = resolved({ followUps, open: false })
    expect(story.incident().status).toBe('closed')
    expect(said(story.fires('follow-up/0'))).toEqual([[12, 'Checklist']])
    expect(interestIn(story.incidents, story.now).followed).toContain(12)
  })

  it('are over when everything is ticked', () => {
    const story = resolved({ followUps: followUps.slice(0, 1), open: false })
    story.fires('follow-up/0')
    story.succeeds('PostComment', { type: 'Commented', commentId: 901, url: 'u' })
    expect(entriesOf(story.edits(901, '- [x] Describe the impact', 'mallory'), 'ItemTicked')).toHaveLength(1)
    expect(isAtHand(story.incident())).toBe(false)
    expect(names(story)).toEqual([])
  })

  it('are none for a false alarm, and not while it is reopened', () => {
    const cancelled = resolved({ followUps }, '/incident cancel No')
    expect([names(cancelled), isAtHand(cancelled.incident())]).toEqual([[], false])
    const story = resolved({ followUps })
    story.comments('/incident reopen Again')
    expect(names(story).filter((name) => name.startsWith('follow-up/'))).toEqual([])
  })

  it('of a closed incident make no review and no pull request matter', () => {
    const story = resolved({ followUps, open: false })
    const interest = interestIn(story.incidents, story.now + 365 * day)
    expect([interest.active, interest.frozen, [...interest.anchors]]).toEqual([0, false, []])
    expect(story.comments('/incident update x', 'alice').effects.map(({ effect }) => effect.type)).toContain('React')
  })
})

describe('publication', () => {
  const published = (change: Partial<PostmortemPolicy> = {}) => {
    const story = resolved({ publish: { discussions: 'Incidents' }, ...change })
    story.facts.issue = ({ number }) =>
      number === postmortem
        ? { ...story.incident().anchor, ...mine, type: 'issue', body: 'What we learned', labels: [], state: 'closed' }
        : undefined
    return story
  }
  const close = (story: Story, by = 'alice') => story.changesIssue('closed', by, { ...mine, state: 'closed' })

  it('takes the text as it stands when somebody trusted closes it, once', () => {
    const story = published()
    expect(effectsOf(close(story), 'PublishDiscussion')).toMatchObject([
      { category: 'Incidents', title: mine.title, message: { text: 'What we learned' } },
    ])
    const told = story.succeeds('PublishDiscussion', { type: 'DiscussionOpened', number: 60, url: 'https://x/60' })
    expect(said(told)).toEqual([[postmortem, 'Published']])
    expect(entriesOf(told, 'Published')).toHaveLength(1)
    expect(story.incident().status).toBe('closed')
  })

  it('is not of what an outsider closed', () => {
    expect(effectsOf(close(published(), 'mallory'), 'PublishDiscussion')).toEqual([])
  })

  it('of a secret waits until it is disclosed', () => {
    const story = new Story(
      policyWith(({ postmortem, kinds }) => ({
        postmortem: { ...postmortem, publish: { discussions: 'Incidents' } },
        kinds: Object.fromEntries(Object.entries(kinds).map(([id, kind]) => [id, { ...kind, confidential: true }])),
      })),
    )
    story.opens()
    story.opensHotfix()
    story.merges('carol')
    story.succeeds('OpenIssue', { type: 'IssueOpened', number: postmortem, url: 'u' })
    story.facts.issue = () => ({ ...issue(mine), body: 'What we learned', state: 'closed' })
    story.comments('/incident kind security')
    story.comments('/incident resolve Done')
    expect(effectsOf(close(story), 'PublishDiscussion')).toEqual([])
    expect(story.incident().status).toBe('closed')
    expect(effectsOf(story.comments('/incident disclose'), 'PublishDiscussion')).toHaveLength(1)
    const refused = story.givesUp('PublishDiscussion', 'no such category')
    expect(messagesOf(refused, 'PublishRefused')[0]?.isLast).toBe(true)
  })

  it('that is refused says why, and is tried again when it is closed again', () => {
    const story = published()
    close(story)
    expect(story.incident().status).toBe('resolved')
    expect(said(story.givesUp('PublishDiscussion', 'no such category'))).toEqual([[postmortem, 'PublishRefused']])
    story.changesIssue('reopened', 'alice', mine)
    expect(effectsOf(close(story), 'PublishDiscussion')).toHaveLength(1)
    expect(story.newest('PublishDiscussion').keep).toBe('latest')
    const second = story.givesUp('PublishDiscussion', 'no such category')
    expect(messagesOf(second, 'PublishRefused')[0]?.isLast).toBe(true)
    expect(story.incident().status).toBe('closed')
  })
})
