import { describe, expect, it } from 'vitest'
import { person } from '../procedure.ts'
import { hours, minutes, shaOf } from '../story.ts'
import { applied, lifted, refused, typesOf, usual, Windows } from '../windows-story.ts'

const checkUp = { type: 'CheckUpDue', since: undefined, interruption: undefined } as const
const asMade = { is: 'as-made', changes: [], by: undefined, administered: true } as const

const rulesetChange = (change: 'deleted' | 'edited', enforcement = 'active') =>
  ({ type: 'RulesetChanged', change, rulesetId: 5, name: 'x', enforcement, actor: person('bob') }) as const

describe('a planned freeze that fails', () => {
  it('is said once, is tried again when the App is given more, and its notice is closed when it holds', () => {
    const story = new Windows(usual)
    story.ticks()
    const [put] = story.passes(hours(1))
    const [notice] = story.ends(put, refused)
    expect(notice?.effect).toMatchObject({ type: 'KeepIssue', open: true, message: { type: 'PlannedNotice' } })
    expect(story.ticks()).toEqual([])
    const granted = { type: 'InstallationChanged', change: 'permissions', actor: person('alice') } as const
    const [again] = story.keep(story.happens(granted))
    expect(again?.effect.type).toBe('ApplyFreeze')
    const [closing] = story.ends(again, { succeeded: true, result: { type: 'Frozen', applied } })
    expect(closing).toMatchObject({ key: notice?.key, effect: { type: 'KeepIssue', open: false } })
  })

  it('is tried again by each check-up, and said once however often it fails', () => {
    const story = new Windows(usual)
    story.ticks()
    const [put] = story.passes(hours(1))
    const [notice] = story.ends(put, refused)
    story.ends(notice, { succeeded: true, result: { type: 'IssueOpened', number: 40, url: '' } })
    for (let time = 0; time < 2; time++) {
      story.now += minutes(10)
      const [again, ...others] = story.keep(story.happens(checkUp))
      expect(others).toEqual([])
      expect(again?.effect.type).toBe('ApplyFreeze')
      expect(typesOf(story.ends(again, refused))).toEqual(['KeepIssue'])
    }
    const [again] = story.reads({ ...usual, mode: 'locked' })
    expect(typesOf(story.ends(again, refused))).toEqual(['KeepIssue', 'PostComment'])
  })

  it('is not tried while nothing can be done in the repository', () => {
    const story = new Windows(usual)
    story.ticks()
    const [put] = story.passes(hours(1))
    story.ends(put, refused)
    expect(story.keep(story.happens({ ...checkUp, interruption: 'suspended' }))).toEqual([])
    story.now += hours(2)
    expect(story.keep(story.happens({ ...checkUp, interruption: 'suspended' }))).toEqual([])
    expect(story.status).toBe('advisory')
  })

  it('to be lifted is tried again by each check-up, and said once', () => {
    const story = new Windows(usual).isOn()
    const [lift] = story.passes(hours(2))
    const [notice] = story.ends(lift, { succeeded: false, reason: 'GitHub said no' })
    story.ends(notice, { succeeded: true, result: { type: 'IssueOpened', number: 40, url: '' } })
    story.facts['freeze-standing'] = () => asMade
    const [again] = story.keep(story.happens(checkUp))
    expect(again?.effect.type).toBe('LiftFreeze')
    expect(typesOf(story.ends(again, { succeeded: false, reason: 'GitHub said no' }))).toEqual(['KeepIssue'])
  })

  it('does not undo what came after it', () => {
    const story = new Windows(usual)
    story.ticks()
    const [put] = story.passes(hours(1))
    story.reads()
    expect(story.ends(put, { succeeded: true, result: { type: 'Frozen', applied } })).toEqual([])
    expect(story.status).toBe('lifting')
  })

  it('to be lifted is said, tried again with new permissions, and over when somebody does it by hand', () => {
    const story = new Windows(usual).isOn()
    const [lift] = story.passes(hours(2))
    const [notice] = story.ends(lift, { succeeded: false, reason: 'GitHub said no' })
    expect(notice?.effect).toMatchObject({
      open: true,
      title: 'The planned freeze "Spring release" could not be lifted',
    })
    const granted = { type: 'InstallationChanged', change: 'permissions', actor: person('alice') } as const
    const [again] = story.keep(story.happens(granted))
    expect(again?.effect.type).toBe('LiftFreeze')
    story.ends(again, { succeeded: false, reason: 'GitHub said no' })
    const closing = story.keep(story.happens(rulesetChange('deleted')))
    expect(closing.at(-1)?.effect).toMatchObject({ type: 'KeepIssue', open: false })
  })
})

describe('what others do to a planned freeze', () => {
  it.each([
    ['deletes it', rulesetChange('deleted'), 'deleted the ruleset'],
    ['switches it off', rulesetChange('edited', 'disabled'), 'set the ruleset to disabled'],
  ])('somebody %s: it is lost, and stays so until another window', (_, event, how) => {
    const story = new Windows(usual).isOn()
    expect(typesOf(story.keep(story.happens(event)))).toEqual(['KeepIssue'])
    expect(story.one).toMatchObject({ freeze: { status: 'lost' }, bypasses: [{ by: 'bob', how }] })
    expect(story.reads({ ...usual, to: '2026-03-02T14:00' })).toEqual([])
    expect(typesOf(story.reads({ ...usual, from: '2026-03-02T09:30' }))).toEqual(['ApplyFreeze'])
    expect(story.one.bypasses).toEqual([])
  })

  it('one that was switched off and on again before that was told counts as on', () => {
    const story = new Windows(usual).isOn()
    story.facts['freeze-standing'] = () => asMade
    expect(story.keep(story.happens(rulesetChange('edited', 'disabled')))).toEqual([])
    expect(story.status).toBe('on')
  })

  it('an edit that weakens it is said once, with what came of it', () => {
    const story = new Windows(usual).isOn()
    story.facts['freeze-standing'] = () => ({
      ...{ is: 'changed', changes: ['it has lost the rule deletion'], by: undefined, administered: true },
    })
    expect(typesOf(story.keep(story.happens(rulesetChange('edited'))))).toEqual(['KeepIssue'])
    expect(story.keep(story.happens(rulesetChange('edited')))).toEqual([])
    expect(story.one.edits).toMatchObject([{ by: 'bob', how: 'edited the ruleset: it has lost the rule deletion' }])
  })

  it('a check-up finds what no delivery told', () => {
    const story = new Windows(usual).isOn()
    story.now += minutes(5)
    story.facts['freeze-standing'] = () => ({ is: 'gone', changes: [], by: undefined, administered: true })
    expect(typesOf(story.keep(story.happens(checkUp)))).toEqual(['KeepIssue'])
    expect(story.status).toBe('lost')
    expect(story.keep(story.happens(checkUp))).toEqual([])
    expect(story.keep(story.happens(rulesetChange('deleted')))).toEqual([])
  })

  it.each([
    ['a check-up', checkUp],
    ['a delivery', rulesetChange('edited')],
  ])('one that is switched on again counts as on, told by %s, and is lifted at its end', (_, event) => {
    const story = new Windows(usual).isOn()
    story.keep(story.happens(rulesetChange('edited', 'disabled')))
    story.facts['freeze-standing'] = () => ({ ...asMade, is: 'open' })
    expect(story.keep(story.happens(event))).toEqual([])
    story.facts['freeze-standing'] = () => asMade
    expect(typesOf(story.keep(story.happens(event)))).toEqual(['KeepIssue'])
    expect(story.status).toBe('on')
    expect(typesOf(story.passes(hours(2)))).toEqual(['LiftFreeze'])
  })

  it('one that was taken away is looked for at its end: somebody may have switched it on unheard', () => {
    const story = new Windows(usual).isOn()
    story.keep(story.happens(rulesetChange('edited', 'disabled')))
    const [lift] = story.passes(hours(2))
    expect(lift?.effect).toMatchObject({ type: 'LiftFreeze', applied: { rulesetId: 5 } })
    story.ends(lift, lifted)
    expect(story.planned.freezes).toEqual([])
  })

  it('a push that nothing explains is looked at again, and then on the record', () => {
    const story = new Windows(usual).isOn()
    story.keep(story.pushes({ after: shaOf('b'), by: 'bob' }))
    expect(story.one.suspects).toHaveLength(1)
    const puts = story.passes(10_000)
    expect(typesOf(puts)).toEqual(['KeepIssue'])
    expect(story.one).toMatchObject({ suspects: [], bypasses: [{ by: 'bob', how: 'commits were pushed directly' }] })
  })
})
