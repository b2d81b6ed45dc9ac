import { describe, expect, it } from 'vitest'
import { adopting, listTitled, theIssue, tickAll } from './adopt.ts'

// Carol is on call. It is Monday, 2 March 2026, 09:00 UTC.
const raise = adopting('care-and-learning', { discussionCategories: ['Incidents'] })

describe('a communication crisis', () => {
  const article = '[INCIDENT] A tech blog calls our privacy-first marketing misleading'

  it('is assessed within the hour, with three answers to adapt and what not to do at hand', async () => {
    const scene = await raise()
    const { world, seen, emergency, say, alice, settle } = scene
    const incident = await emergency(article)
    expect(seen.labels(incident)).toEqual(['incident', 'incident/declared', 'kind/communication', 'severity/SEV-1'])
    const drafts = seen.comment(incident, /Drafts/)
    for (const [title, text] of [
      ['If criticism is valid', "You're right that [specific issue]."],
      ['If criticism is inaccurate', 'We want to address some factual inaccuracies:'],
      ['If criticism is mixed', '2. [Misunderstanding]: Actually, [facts]. We should have communicated this better.'],
    ] as const) {
      expect(drafts).toContain(`<summary>${title}</summary>`)
      expect(drafts).toContain(text)
    }
    const mistakes = seen.comment(incident, /^### What NOT to do/)
    for (const words of ['This is taken out of context.', 'This will never happen again.', "Don't delete criticism."])
      expect(mistakes).toContain(words)
    expect(seen.comment(incident, /^### Care while you respond/)).toContain('Tag out if exhausted (no hero culture)')

    await say(incident, '/incident commander me', 'carol')
    const list = listTitled(scene, 'Communication crisis response')
    for (const item of ['Assess validity. Mixed', 'Who responds?']) alice.tick(list, item)
    await settle()
    await world.fastForward('1h')
    const open = seen.comment(incident, /"Communication crisis response" is due, and 5 items are open/)
    expect(open).toContain('- When respond? Fast, but not rushed (within hours, not days)')
    // No word of it was sent to anybody: in this repository there is the one issue.
    expect(seen.issues(/./)).toHaveLength(1)
    await world.fastForward('1h')
    seen.comment(incident, /"SEV-1 communication" is due, and 3 items are open/)
  })

  it('asks for an update every day, not every half hour', async () => {
    const { world, seen, emergency, say } = await raise()
    const incident = await emergency(article)
    await say(incident, '/incident ack', 'carol')
    await world.fastForward('23h')
    expect(seen.said(incident, /an update on this incident/)).toEqual([])
    await world.fastForward('1h')
    seen.comment(incident, /an update on this incident/)
  })
})

describe('a community conflict', () => {
  it('is calmed for a day while the procedure goes on, resolved, and looked after a week later', async () => {
    const scene = await raise()
    const { world, seen, say, pull, settle, mayMerge, trudy, mallory, bob } = scene
    const other = await pull('feature/x')
    const thread = mallory.openIssue({ title: 'Why is the renderer not rewritten? This has become heated' }).number
    trudy.label(thread, 'incident')
    await settle()
    expect(seen.labels(thread)).toEqual(['incident', 'incident/declared', 'kind/community', 'severity/SEV-1'])
    expect(seen.comment(thread, /^### Community conflict response/)).toContain('moderator intervention')
    expect(seen.comment(thread, /^### Facilitated resolution/)).toContain('- [ ] Set Structure: clear agenda')
    expect(seen.comment(thread, /^### Enforcement actions/)).toContain('- [ ] Temporary Ban: 7-30 days to cool off')
    const drafts = seen.comment(thread, /Drafts/)
    expect(drafts).toContain("I'm stepping in as a moderator because this discussion has become heated.")
    expect(drafts).toContain('1. Take a 24-hour cooling-off period')
    expect(drafts).toContain('I wanted to check in privately about the discussion in [link].')

    await say(thread, '/incident cooldown 24h', 'carol')
    expect(seen.locked(thread)).toBe(true)
    seen.comment(thread, /locked until 2026-03-03 09:00 UTC/)
    expect(() => mallory.comment(thread, 'You never listen!')).toThrow('locked')
    await say(thread, '/incident ack', 'carol')
    await tickAll(scene, 'Community conflict response', 'bob')
    expect(seen.labels(thread)).toContain('incident/acknowledged')
    expect(seen.card(thread)).toContain('this conversation, locked until 2026-03-03 09:00 UTC')
    expect(seen.card(thread)).toMatch(/bob ticked/)
    await world.fastForward('23h59m')
    expect(seen.locked(thread)).toBe(true)
    await world.fastForward('1m')
    expect(seen.locked(thread)).toBe(false)
    seen.comment(thread, /open again/)
    mallory.comment(thread, 'I am sorry.')

    await say(thread, '/incident resolve We agreed on a plan for the renderer', 'carol')
    const review = theIssue(scene, /^Post-Incident Review/).number
    bob.close(review)
    await settle()
    expect(seen.labels(thread)).toContain('incident/closed')
    await world.fastForward('6d')
    expect(seen.said(review, /check in after 1 week/)).toEqual([])
    await world.fastForward('1d')
    const checkIn = seen.comment(review, /^### Community conflict: check in after 1 week/)
    expect(checkIn).toContain('- [ ] Follow up on the agreed path forward')
    expect([seen.rulesets(), mayMerge(other)]).toEqual([[], true])
    expect(seen.limitedTo()).toBeUndefined()
  })

  it('is led from an issue of its own, which keeps the moderators’ lists out of the heated conversation', async () => {
    const { world, seen, emergency, say, settle, mallory } = await raise()
    const heated = mallory.openIssue({ title: 'Why is the renderer not rewritten?' }).number
    await settle()
    const incident = await emergency('[INCIDENT] Code of conduct: the discussion about the renderer')
    await say(incident, `/incident cooldown 24h #${heated}`, 'carol')
    expect([seen.locked(heated), seen.locked(incident)]).toEqual([true, false])
    seen.comment(heated, /locked until 2026-03-03 09:00 UTC/)
    expect(seen.card(incident)).toContain(`#${heated}, locked until 2026-03-03 09:00 UTC`)
    await world.fastForward('1d')
    expect(seen.locked(heated)).toBe(false)
    expect(seen.said(heated)).toHaveLength(2)
  })

  it('that harms people is SEV-0: enforcement, and no facilitated talk', async () => {
    const { seen, settle, trudy } = await raise()
    const thread = trudy.openIssue({ title: '[INCIDENT] Harassment in the chat', labels: ['severity/SEV-0'] }).number
    await settle()
    expect(seen.comment(thread, /^### Enforcement actions/)).toContain('- [ ] Permanent Ban')
    expect(seen.said(thread, /^### Facilitated resolution/)).toEqual([])
    expect(seen.card(thread)).toMatch(/^@carol @alice @bob – please have a look/m)
    expect(seen.rulesets()).toEqual([])
  })
})
