import { describe, expect, it } from 'vitest'
import type { EntryBody } from '../../src/incident/timeline.ts'
import { renderMessage } from '../../src/render/comment.ts'
import { contextOf, declared, freezeRequested, frozenSeen, incidentAfter, minute, sha, start } from './samples.ts'

const record = (...bodies: readonly (EntryBody & { at?: number; by?: string })[]): string =>
  renderMessage({ type: 'FinalRecord', incident: '7#12' }, contextOf(incidentAfter([declared, ...bodies])))

const resolved = {
  type: 'Resolved',
  summary: 'A larger pool for @eve',
  how: 'command',
  at: start + 125 * minute,
} as const

describe('the final record', () => {
  it('says when, and how long after the declaration', () => {
    const words = record(
      { type: 'Acknowledged', by: 'dana', at: start + 9 * minute },
      { type: 'Mitigated', number: 20, at: start + 90 * minute },
      resolved,
    )
    expect(words).toContain('### Final record')
    expect(words).toContain('| **Acknowledged** | 2026-11-20 20:39 UTC | 9 minutes |')
    expect(words).toContain('| **Mitigated** | 2026-11-20 22:00 UTC | 1 hour 30 minutes |')
    expect(words).toContain('| **Resolved** | 2026-11-20 22:35 UTC | 2 hours 5 minutes |')
    expect(words).toMatch(/How it ended.*: A larger pool for `@eve`/)
  })

  it('admits what never happened', () => {
    const words = record(resolved)
    expect(words).toContain('| **Acknowledged** | not on record |  |')
    expect(words).toContain('**Freeze**: nothing was frozen.')
    expect(words).toContain('**Bypasses**: none.')
    expect(words).toContain('**Checklist items still open**: none.')
  })

  it('proves what the thaw gave back, and how long the freeze lasted', () => {
    const words = record(
      freezeRequested,
      frozenSeen,
      { type: 'ThawRequested', why: 'the incident was resolved' },
      {
        type: 'Thawed',
        comparison: [
          { branch: 'main', same: true, differences: [] },
          { branch: 'release/1', same: false, differences: ['a person added a rule'] },
        ],
        wasMissing: false,
        at: start + 122 * minute,
      },
      resolved,
    )
    expect(words).toContain(
      '`hotfix-only` on `main` and `release/1`, lifted at 2026-11-20 22:32 UTC. It lasted 2 hours.',
    )
    expect(words).toContain('| `main` | ✅ same rules as before the freeze |')
    expect(words).toContain('| `release/1` | ⚠️ a person added a rule |')
  })

  it('does not call a freeze lifted that is on, nor enforced that was not', () => {
    expect(record(freezeRequested, frozenSeen, resolved)).toMatch(/on\*\* since .*`\/incident thaw` on #12 lifts it/)
    const advisory = record(
      freezeRequested,
      { type: 'FreezeIsAdvisory', reason: 'plan', commands: [] },
      { type: 'Thawed', comparison: [], wasMissing: true },
      resolved,
    )
    expect(advisory).toContain("It was not enforced, because this repository's GitHub plan")
    expect(advisory).not.toContain('It lasted')
  })

  it('names each bypass with its reason, and each item that is open', () => {
    const bypassed = { type: 'Bypassed', id: sha, branch: 'main', sha, how: 'pushed directly', by: 'eve' } as const
    const words = record(
      freezeRequested,
      frozenSeen,
      bypassed,
      { type: 'BypassExplained', reason: 'The pool was full', by: 'eve' },
      { ...bypassed, id: 'later', how: 'merged by an administrator' },
      { type: 'ChecklistRequested', checklist: 'before', title: 'Before', items: ['Scope', 'Impact'], thread: 12 },
      { type: 'ItemTicked', checklist: 'before', item: 0, ticked: true, trusted: true, by: 'dana' },
      resolved,
    )
    expect(words).toContain('`abcdef0` reached `main` (pushed directly; by eve). Reason: The pool was full')
    expect(words).toContain('(merged by an administrator; by eve). Reason: **not given**')
    expect(words).toMatch(/\*\*Checklist items still open\*\*\n\n- Before: Impact$/)
  })
})
