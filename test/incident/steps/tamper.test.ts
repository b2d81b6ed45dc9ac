import { describe, expect, it } from 'vitest'
import type { RulesetChanged } from '../../../src/incident/event.ts'
import type { Actor } from '../../../src/incident/repository.ts'
import { person, self } from '../procedure.ts'
import { effectsOf, frozenStory, isQuiet, messagesOf, minutes, Story, shaOf } from '../story.ts'

const touches = (change: Partial<RulesetChanged> = {}, actor: Actor = person('bob')) =>
  ({
    type: 'RulesetChanged',
    change: 'deleted',
    rulesetId: 77,
    name: 'freeze',
    enforcement: 'active',
    actor,
    ...change,
  }) as const

describe('somebody deletes or disables the freeze', () => {
  it.each([
    ['deleted', {}],
    ['disabled', { change: 'edited', enforcement: 'disabled' }],
    ['put on trial', { change: 'edited', enforcement: 'evaluate' }],
  ] as const)('%s: it is believed, said with the name, and not put back', (_, change) => {
    const story = frozenStory()
    const decision = story.happens(touches(change))
    expect(messagesOf(decision, 'FreezeTampered')).toMatchObject([{ by: 'bob', bot: false, lost: true }])
    expect(effectsOf(decision, 'ApplyFreeze')).toEqual([])
    expect(story.incident()).toMatchObject({ status: 'declared', freeze: { status: 'lost' } })
    expect(story.timers().map(({ name }) => name)).not.toContain('freeze-asked')
  })

  it('and switched it on again before that was told: it counts as on, and nothing is let go', () => {
    const story = frozenStory()
    story.facts['freeze-standing'] = () => ({ is: 'as-made', changes: [], by: undefined, administered: true })
    expect(isQuiet(story.happens(touches({ change: 'edited', enforcement: 'disabled' })))).toBe(true)
    expect(story.incident().freeze?.status).toBe('on')
  })

  it('what was held says that the freeze is over', () => {
    const story = frozenStory()
    story.changesPull('opened', 'mallory', {
      title: 'Wish',
      body: '',
      head: { ref: 'w', sha: shaOf('e'), repository: 'acme/shop' },
    })
    story.happens(touches())
    expect(story.checks('firebreak/freeze-12')).toEqual({ [shaOf('e')]: 'success' })
  })

  it('it stands as a bypass with the name, and its reason can be given', () => {
    const story = frozenStory()
    story.happens(touches())
    expect(story.incident().bypasses).toMatchObject([{ by: 'bob', how: 'deleted the ruleset', reason: undefined }])
    story.comments('/incident bypass The freeze was in the way of the repair', 'bob')
    expect(story.incident().bypasses[0]?.reason).toBe('The freeze was in the way of the repair')
  })

  it('a bot that does it is named as one, and the responders are asked', () => {
    const bot: Actor = { login: 'settings[bot]', type: 'Bot', isSelf: false }
    expect(messagesOf(frozenStory().happens(touches({}, bot)), 'FreezeTampered')).toMatchObject([
      { by: 'settings[bot]', bot: true, members: expect.arrayContaining([expect.stringMatching(/^@/)]) },
    ])
  })

  it('an edit that a check-up has found is said once, and whoever does the same again is named', () => {
    const story = frozenStory()
    const by = person('bob')
    story.now += minutes(5)
    story.facts['freeze-standing'] = () => ({ is: 'changed', changes: ['it is other'], by, administered: true })
    const found = story.happens({ type: 'CheckUpDue', since: undefined, interruption: undefined })
    expect(messagesOf(found, 'FreezeTampered')).toMatchObject([{ by: 'bob' }])
    expect(isQuiet(story.happens(touches({ change: 'edited' })))).toBe(true)
    const again = story.happens(touches({ change: 'edited' }, person('carol')))
    expect(messagesOf(again, 'FreezeTampered')).toMatchObject([{ by: 'carol' }])
  })

  it('an edit that leaves it active is said, and the freeze counts as on', () => {
    const story = frozenStory()
    const decision = story.happens(touches({ change: 'edited' }))
    expect(messagesOf(decision, 'FreezeTampered')).toMatchObject([{ lost: false }])
    expect(story.incident().freeze?.status).toBe('on')
  })
})

describe('nothing is said', () => {
  it('of another ruleset, of our own doing, or of a freeze that is being lifted', () => {
    const story = frozenStory()
    expect(isQuiet(story.happens(touches({ rulesetId: 78 })))).toBe(true)
    expect(isQuiet(story.happens(touches({}, self)))).toBe(true)
    story.comments('/incident thaw', 'bob')
    expect(isQuiet(story.happens(touches()))).toBe(true)
  })
})

describe('a freeze through classic protection', () => {
  const classic = (): Story => {
    const story = new Story()
    story.opens()
    story.succeeds('ApplyFreeze', {
      type: 'Frozen',
      applied: {
        mechanism: 'branch-protection',
        rulesetId: undefined,
        verified: ['main'],
        unverified: [],
        refused: [],
        notReadBack: 0,
      },
    })
    return story
  }

  it.each([
    ['deleted', 'lost'],
    ['edited', 'on'],
  ] as const)('protection %s: the freeze is %s', (change, status) => {
    const story = classic()
    const actor = person('bob')
    const decision = story.happens({ type: 'ProtectionChanged', change, pattern: 'main', actor })
    expect(messagesOf(decision, 'FreezeTampered')).toMatchObject([{ by: 'bob', lost: status === 'lost' }])
    expect(story.incident().freeze?.status).toBe(status)
  })

  it('the protection of another branch is nobody’s business', () => {
    const actor = person('bob')
    expect(isQuiet(classic().happens({ type: 'ProtectionChanged', change: 'deleted', pattern: 'dev', actor }))).toBe(
      true,
    )
  })
})
