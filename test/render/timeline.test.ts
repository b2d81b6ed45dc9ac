import { describe, expect, it } from 'vitest'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { entrySentence } from '../../src/render/timeline.ts'
import { everyEntry } from './every-entry.ts'
import { declared, incidentAfter, sha, start, told } from './samples.ts'

const incident = incidentAfter([
  declared,
  { type: 'ChecklistRequested', checklist: 'before', title: 'Before the fix', items: ['Scope is minimal'], thread: 12 },
])

const sentence = (body: EntryBody, by?: string): string => entrySentence({ ...body, at: start, by }, incident)

describe('a line of the timeline', () => {
  it('is one finished sentence or more, for every type of entry', () => {
    for (const entry of everyEntry('word')) {
      const words = entrySentence(entry, incident)
      expect(words).toMatch(/^(?:[A-Z*#]|\[[A-Z]|word |dana ).*\S$/)
      expect(words).not.toMatch(/undefined|null|NaN|\[object|\n/)
    }
  })

  it('names who did it, and Firebreak where nobody did', () => {
    expect(sentence({ type: 'Acknowledged' }, 'dana')).toBe('dana acknowledged the incident.')
    expect(sentence({ type: 'FreezeRequested', mode: 'locked', branches: ['main'], effect: 'x' })).toBe(
      'Firebreak asked for a freeze of `main`, mode `locked`.',
    )
  })

  it('admits that a timer was late, and why', () => {
    expect(sentence({ type: 'ResponsePromiseBroken', promised: 900_000, late: 7_800_000 })).toBe(
      '**Nobody responded within the promised 15 min** (2 h 10 min late: Firebreak was not running).',
    )
  })

  it('says whom an escalation step reached, and that it reached nobody', () => {
    expect(sentence(told)).toBe('Escalation step 1 (maintainers: dana and acme/oncall) with the declaration.')
    const empty: EntryBody = { ...told, members: [], channels: ['slack'], why: 'repeat' }
    expect(sentence(empty)).toBe(
      'Escalation step 1 (maintainers: which names nobody) again, because nobody had responded.',
    )
  })

  it('names the item that was ticked, and whether it counts', () => {
    const tick = { type: 'ItemTicked', checklist: 'before', item: 0, ticked: true } as const
    expect(sentence({ ...tick, trusted: true }, 'dana')).toBe('dana ticked "Scope is minimal".')
    expect(sentence({ ...tick, trusted: false }, 'eve')).toContain('has not the permission for it to count')
  })

  it('tells a proven thaw from one that found nothing to lift', () => {
    const comparison = [{ branch: 'main', same: true, differences: [] }]
    expect(sentence({ type: 'Thawed', comparison, wasMissing: false })).toBe(
      'The freeze is lifted. 1 branch compared: the rules are as they were before.',
    )
    expect(sentence({ type: 'Thawed', comparison: [], wasMissing: true })).toBe(
      'The freeze is over; there were no rules of it to remove.',
    )
  })

  it('records a bypass with the commit, the branch, the way and the person', () => {
    const bypass = { type: 'Bypassed', id: sha, branch: 'main', sha, how: 'commits were pushed directly' } as const
    expect(sentence(bypass, 'eve')).toBe('**Bypass**: `abcdef0` reached `main` (commits were pushed directly; by eve).')
  })
})
