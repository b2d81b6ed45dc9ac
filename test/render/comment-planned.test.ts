import { describe, expect, it } from 'vitest'
import type { FreezeStatus } from '../../src/incident/incident.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { contextOf, declared, incidentAfter } from './samples.ts'
import { plannedWith } from './samples-planned.ts'

const context = contextOf(incidentAfter([declared]))
const notice = (status: FreezeStatus): string =>
  renderMessage({ type: 'PlannedNotice', planned: plannedWith('Year end', status) }, context)

describe('the notice of a planned freeze', () => {
  it.each([
    ['advisory', 'Nothing is enforced.', 'until 2026-01-05 08:00 (Europe/London)'],
    ['failed', 'could not be made.', 'It is tried again every hour'],
    ['lost', 'is gone.', 'Firebreak does not put it back before the next window'],
    ['lifting', 'could not be lifted.', 'deletes the ruleset whose name begins with `Firebreak freeze w-year-end`'],
  ] as const)('says what is wrong and what to do: %s', (status, what, todo) => {
    expect(notice(status)).toContain(what)
    expect(notice(status)).toContain(todo)
  })

  it('lists what went past it and what was changed of its rules, with the names', () => {
    expect(notice('on')).toMatch(/What went past it:[\s\S]*pushed directly; by Year end/)
    expect(notice('on')).toMatch(/What was changed of its rules:[\s\S]*Year end edited the ruleset/)
  })

  it('asks for nothing any more once it is over', () => {
    expect(notice('off')).toContain('is over')
    expect(notice('off')).not.toContain('To end it earlier')
  })

  it('says in a comment only what has come last', () => {
    const bypass = renderMessage({ type: 'PlannedNews', planned: plannedWith('Year end'), news: 'bypass' }, context)
    expect(bypass).toContain('A change went past the planned freeze')
    expect(bypass).not.toContain('What went past it')
  })
})
