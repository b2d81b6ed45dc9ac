import { describe, expect, it } from 'vitest'
import { policyWith } from '../policies.ts'
import { effectsOf, entriesOf, hours, isQuiet, messagesOf, Story } from '../story.ts'

const titlesIn = (decision: Parameters<typeof messagesOf>[0]): readonly string[] =>
  messagesOf(decision, 'Checklist').map(({ title }) => title)

describe('a checklist is posted', () => {
  it('when its moment comes, on the anchor or on the hotfix', () => {
    const story = new Story()
    expect(titlesIn(story.opens())).toEqual(['Before'])
    const opened = story.opensHotfix()
    expect(effectsOf(opened, 'PostComment').map(({ thread, message }) => [thread, message.type])).toEqual([
      [20, 'Checklist'],
    ])
    expect(titlesIn(story.merges('carol'))).toEqual(['After'])
    const review = story.succeeds('OpenIssue', { type: 'IssueOpened', number: 40, url: 'https://github.test/40' })
    expect(effectsOf(review, 'PostComment').find(({ message }) => message.type === 'Checklist')?.thread).toBe(40)
    expect(titlesIn(story.comments('/incident resolve'))).toEqual(['Over'])
  })

  it('once in an incident’s life, under a key of its own', () => {
    const story = new Story()
    story.opens()
    story.opensHotfix()
    story.opensHotfix({ number: 21 })
    story.comments('/incident resolve')
    story.comments('/incident reopen again')
    story.comments('/incident resolve')
    const keys = story.effects.filter(
      ({ effect }) => effect.type === 'PostComment' && effect.message.type === 'Checklist',
    )
    expect(keys.map(({ key, keep }) => `${key} ${keep}`)).toEqual([
      '7#12/checklist/before once',
      '7#12/checklist/during once',
      '7#12/checklist/over once',
    ])
  })

  it('anew on the next hotfix when the one that it went with was closed without a merge', () => {
    const story = new Story()
    story.opens()
    story.opensHotfix()
    story.succeeds('PostComment', { type: 'Commented', commentId: 6, url: 'https://github.test/6' })
    story.edits(6, '- [x] Describe the impact')
    const keyOf = (decision: Parameters<typeof messagesOf>[0]) =>
      decision.effects.filter(({ effect }) => effect.type === 'PostComment').map(({ key }) => key)
    const list = () => story.incident().checklists.find(({ id }) => id === 'during')
    expect(list()).toMatchObject({ thread: 20, items: [{ ticked: true }] })
    story.changesPull('closed', 'carol', { ...story.pullRequests.get(20), state: 'closed' })
    expect(keyOf(story.opensHotfix({ number: 21 }))).toEqual(['7#12/checklist/during#2'])
    expect(list()).toMatchObject({ thread: 21, commentId: undefined, items: [{ ticked: false }] })
    story.succeeds('PostComment', { type: 'Commented', commentId: 7, url: 'https://github.test/7' })
    expect(list()?.commentId).toBe(7)
    expect(isQuiet(story.opensHotfix({ number: 22 }))).toBe(false)
    expect(list()?.thread).toBe(21)
  })

  it('on a pull request that is its own incident, for its being opened too', () => {
    expect(titlesIn(new Story().changesPull('opened', 'carol'))).toEqual(['Before', 'During'])
  })

  it('for the kind that names it', () => {
    expect(titlesIn(new Story().opens({ labels: ['kind/security'] }))).toEqual(['Before', 'Containment'])
  })

  it('only for the severities and kinds that it is for', () => {
    const filtered = policyWith(({ checklists }) => ({
      checklists: checklists.map((list) => (list.id === 'before' ? { ...list, severities: ['P0'] } : list)),
    }))
    expect(titlesIn(new Story(filtered).opens())).toEqual([])
    const story = new Story(filtered)
    story.opens()
    expect(titlesIn(story.comments('/incident severity P0'))).toEqual(['Before'])
  })

  it('with the items of a file, and with none not at all', () => {
    const fromFile = policyWith(({ checklists }) => ({
      checklists: checklists.map((list) => (list.id === 'before' ? { ...list, items: [], file: 'before.md' } : list)),
    }))
    const story = new Story(fromFile, { 'repository-file': () => '# Before\n- [ ] Breathe\n- [x] Look\n' })
    expect(messagesOf(story.opens(), 'Checklist')).toMatchObject([{ items: ['Breathe', 'Look'] }])
    expect(titlesIn(new Story(fromFile).opens())).toEqual([])
  })
})

const posted = (): Story => {
  const story = new Story()
  story.opens()
  story.succeeds('PostComment', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
  return story
}

describe('a tick', () => {
  it('goes to the timeline with who ticked, and whether they may be believed', () => {
    const story = posted()
    const decision = story.edits(5, '- [x] Is it urgent\n- [ ] Is the fix small', 'trudy')
    expect(entriesOf(decision, 'ItemTicked')).toMatchObject([{ item: 0, ticked: true, trusted: true, by: 'trudy' }])
    story.edits(5, '- [x] Is it urgent\n- [x] Is the fix small', 'mallory')
    expect(story.incident().checklists[0]?.items).toMatchObject([
      { ticked: true, by: 'trudy', trusted: true },
      { ticked: true, by: 'mallory', trusted: false },
    ])
  })

  it('can be taken back', () => {
    const story = posted()
    story.edits(5, '- [x] Is it urgent\n- [ ] Is the fix small')
    story.edits(5, '- [ ] Is it urgent\n- [ ] Is the fix small')
    expect(story.incident().checklists[0]?.items[0]?.ticked).toBe(false)
  })

  it.each([
    ['reordered', '- [x] Is the fix small\n- [ ] Is it urgent'],
    ['rewritten', '- [x] Is it Friday\n- [x] Is the fix big'],
    ['emptied', ''],
  ])('is not read out of a list that was %s', (_, body) => {
    expect(isQuiet(posted().edits(5, body))).toBe(true)
  })

  it('survives emphasis that rendering adds', () => {
    expect(entriesOf(posted().edits(5, '- [x] **Is it urgent**\n- [ ] Is the fix small'), 'ItemTicked')).toHaveLength(1)
  })

  it('in another comment is nobody’s', () => {
    expect(isQuiet(posted().edits(6, '- [x] Is it urgent\n- [ ] Is the fix small'))).toBe(true)
  })

  it('by a responder is a response', () => {
    const story = posted()
    story.edits(5, '- [x] Is it urgent\n- [ ] Is the fix small', 'alice')
    expect(story.incident().escalation.stopped).toBe(true)
  })
})

describe('a checklist that is due', () => {
  const due = policyWith(({ checklists }) => ({
    checklists: checklists.map((list) => (list.id === 'before' ? { ...list, due: hours(1) } : list)),
  }))

  it('has its open items asked for, once', () => {
    const story = new Story(due)
    story.opens()
    const decision = story.fires('checklist/before')
    expect(messagesOf(decision, 'ChecklistDue')).toMatchObject([
      { open: ['Is it urgent', 'Is the fix small'], members: ['@alice'] },
    ])
    expect(story.timers().map(({ name }) => name)).not.toContain('checklist/before')
  })

  it('is not asked for once the incident has another severity than those it is for', () => {
    const critical = policyWith(() => ({
      checklists: due.checklists.map((list) => (list.id === 'before' ? { ...list, severities: ['P0'] } : list)),
    }))
    const story = new Story(critical)
    const names = (): readonly string[] => story.timers().map(({ name }) => name)
    story.opens({ labels: ['severity/P0'] })
    expect(names()).toContain('checklist/before')
    story.comments('/incident severity P1')
    expect(names()).not.toContain('checklist/before')
    story.comments('/incident severity P0')
    expect(names()).toContain('checklist/before')
  })

  it('asks those to whom the post-mortem was assigned, where it is one of its lists', () => {
    const assigned = policyWith(({ checklists, postmortem }) => ({
      checklists: checklists.map((list) => (list.on === 'post-mortem' ? { ...list, due: hours(1) } : list)),
      postmortem: { ...postmortem, assign: ['security', 'commander'] },
    }))
    const story = new Story(assigned)
    story.opens()
    story.comments('/incident commander me\n/incident post-mortem')
    story.succeeds('OpenIssue', { type: 'IssueOpened', number: 40, url: 'https://github.test/40' })
    const [list] = assigned.checklists.filter(({ on }) => on === 'post-mortem')
    expect(messagesOf(story.fires(`checklist/${list?.id}`), 'ChecklistDue')).toMatchObject([
      { members: ['@bob', '@acme/security', '@alice'] },
    ])
  })

  it('asks the commander where there is one', () => {
    const story = new Story(due)
    story.opens()
    story.comments('/incident commander @trudy')
    expect(messagesOf(story.fires('checklist/before'), 'ChecklistDue')[0]?.members).toEqual(['@trudy'])
  })

  it('is waited for no more when everything is ticked', () => {
    const story = new Story(due)
    story.opens()
    story.succeeds('PostComment', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
    story.edits(5, '- [x] Is it urgent\n- [x] Is the fix small')
    expect(story.timers().map(({ name }) => name)).not.toContain('checklist/before')
  })
})
