import { describe, expect, it } from 'vitest'
import { causeWords } from '../../../src/cli/explain/cause-words.ts'
import { nextMoment } from '../../../src/cli/explain/moment.ts'
import { plain, shortened, treeLines } from '../../../src/cli/explain/words.ts'
import type { Cause } from '../../../src/incident/account-cause.ts'
import { readBeginning } from '../../../src/policy/schema/simulation.ts'

describe('what a terminal is shown', () => {
  it('moves no cursor and hides nothing, whatever people named things', () => {
    const hostile = '\u001b[2J\u202eevil\u200b'
    const shown = [plain(hostile), ...treeLines([{ what: hostile, holds: true, because: [] }])].join('')
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('is without Markdown, which guards words on GitHub', () => {
    expect(plain('**3** of \\[EMERGENCY\\] on `main`, a\\_b')).toBe('3 of [EMERGENCY] on `main`, a_b')
    expect(shortened(`push/${'a'.repeat(39)}1`)).toBe('push/aaaaaaa')
  })
})

describe('what happened, in a sentence', () => {
  const cases: readonly (readonly [Cause, string])[] = [
    [{ type: 'IssueChanged', actor: 'ana', change: 'labelled', about: 'P0', thread: 12 }, 'ana labelled #12 (P0)'],
    [{ type: 'PullRequestChanged', actor: 'ana', change: 'merged', thread: 20 }, 'ana merged #20'],
    [{ type: 'CommentAdded', actor: 'ben', about: '/incident ack', thread: 12 }, 'ben wrote /incident ack on #12'],
    [{ type: 'CommentAdded', actor: 'ben', thread: 12 }, 'ben commented on #12'],
    [{ type: 'RulesetChanged', actor: 'ben', change: 'deleted', about: 'Freeze' }, 'ben deleted the ruleset “Freeze”'],
    [{ type: 'TimerFired', timer: { name: 'escalation', dueAt: 1_000_000 } }, 'the timer escalation was due'],
    [
      { type: 'TimerFired', timer: { name: 'escalation', dueAt: 1_000_000 - 3_600_000 } },
      'the timer escalation was due, 1h ago',
    ],
    [
      {
        type: 'EffectSettled',
        effect: { key: 'k', type: 'SyncCard', what: 'the card on #12' },
        failure: 'it is locked',
      },
      'given up: the card on #12',
    ],
    [{ type: 'CheckUpDue' }, 'what is known was compared with GitHub'],
    [JSON.parse('{"type":"OfANewerProgram"}'), 'OfANewerProgram'],
  ]
  it.each(cases)('%j', (cause, expected) => {
    expect(causeWords(cause, 1_000_000)).toBe(expected)
  })
})

describe('the moment that is meant', () => {
  const friday = Date.parse('2026-11-20T10:00:00Z')
  it.each([
    [undefined, '2026-11-20T10:00:00.000Z'],
    ['Friday 11:00', '2026-11-20T11:00:00.000Z'],
    ['Friday 09:00', '2026-11-27T09:00:00.000Z'],
    ['Sunday 03:00', '2026-11-22T03:00:00.000Z'],
    ['2026-03-01T03:00', '2026-03-01T03:00:00.000Z'],
  ])('%s', (written, expected) => {
    const beginning = written === undefined ? undefined : readBeginning(written)
    expect(new Date(nextMoment(beginning, 'UTC', friday)).toISOString()).toBe(expected)
  })

  it('is one of the time zone', () => {
    const at = nextMoment(readBeginning('Friday 12:00'), 'America/Toronto', friday)
    expect(new Date(at).toISOString()).toBe('2026-11-20T17:00:00.000Z')
  })
})
