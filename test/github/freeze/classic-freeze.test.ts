import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settingDifferences } from '../../../src/github/freeze/classic-differences.ts'
import { withFreeze } from '../../../src/github/freeze/classic-freeze.ts'
import { protectionBody, readProtection } from '../../../src/github/freeze/classic-translate.ts'
import { withoutFreeze } from '../../../src/github/freeze/classic-undo.ts'
import type { ProtectionSettings } from '../../../src/github/freeze/protection-settings.ts'
import { protectionAnswer, wish } from './protections.ts'

const settings = protectionAnswer.map(readProtection)
const anyBefore = fc.option(settings, { nil: null })
const freezeOf = (mode: 'hotfix-only' | 'reviewed' | 'locked', number = 12) => ({
  mode,
  checkName: `firebreak/freeze-${number}`,
  appId: 4242,
  reviewed: { approvals: 2, strict: true, enforceAdmins: true },
})

describe('a freeze on classic protection', () => {
  it('and its undoing give back exactly what stood before', () => {
    fc.assert(
      fc.property(anyBefore, wish, (before, freeze) => {
        const made = withFreeze(before, freeze)
        const after = withoutFreeze({ before, made, now: made })
        expect(after).toEqual(before)
        if (before && after) expect(protectionBody(after)).toEqual(protectionBody(before))
        expect(settingDifferences(before, after)).toEqual([])
      }),
    )
  })

  it('laid on twice, or undone twice, changes nothing more', () => {
    fc.assert(
      fc.property(anyBefore, wish, (before, freeze) => {
        const made = withFreeze(before, freeze)
        expect(withFreeze(made, freeze)).toEqual(made)
        const now = withoutFreeze({ before, made, now: made })
        expect(withoutFreeze({ before, made, now })).toEqual(now)
      }),
    )
  })

  it('never makes anything weaker', () => {
    fc.assert(
      fc.property(settings, wish, (before, freeze) => {
        const made = withFreeze(before, freeze)
        const checks = made.required_status_checks?.checks ?? []
        for (const check of before.required_status_checks?.checks ?? []) expect(checks).toContainEqual(check)
        expect(strictness(made)).toBeGreaterThanOrEqual(strictness(before))
        expect(made.restrictions).toEqual(before.restrictions)
        const count = (state: ProtectionSettings) =>
          state.required_pull_request_reviews?.required_approving_review_count ?? 0
        expect(count(made)).toBeGreaterThanOrEqual(count(before))
        for (const key of ['enforce_admins', 'lock_branch', 'required_signatures'] as const) {
          expect(Number(made[key])).toBeGreaterThanOrEqual(Number(before[key]))
        }
      }),
    )
  })

  it('keeps whatever somebody switched meanwhile that the freeze had not touched', () => {
    const key = fc.constantFrom(
      'required_linear_history' as const,
      'required_conversation_resolution' as const,
      'block_creations' as const,
      'required_signatures' as const,
    )
    fc.assert(
      fc.property(settings, wish, key, (before, freeze, switched) => {
        const made = withFreeze(before, freeze)
        const after = withoutFreeze({ before, made, now: { ...made, [switched]: !made[switched] } })
        expect(after).toEqual({ ...before, [switched]: !before[switched] })
        expect(settingDifferences(before, after)).toEqual([
          `\`${switched}\` was ${before[switched]} before and is ${!before[switched]} now`,
        ])
      }),
    )
  })

  it('gives back exactly what stood before when two overlap, whichever goes first', () => {
    fc.assert(
      fc.property(settings, fc.boolean(), (before, firstGoesFirst) => {
        // "Checks are required" without naming any holds nothing back; it cannot be told from what a freeze leaves behind.
        fc.pre(before.required_status_checks?.checks.length !== 0)
        const first = { before, made: withFreeze(before, freezeOf('hotfix-only', 12)) }
        const second = { before: first.made, made: withFreeze(first.made, freezeOf('hotfix-only', 13)) }
        const order = firstGoesFirst ? [first, second] : [second, first]
        const after = order.reduce<ProtectionSettings | null>(
          (now, freeze) => withoutFreeze({ ...freeze, now }),
          second.made,
        )
        expect(settingDifferences(before, after)).toEqual([])
        expect(after).toEqual(before)
      }),
    )
  })
})

describe('undoing a freeze', () => {
  it('leaves the other freeze on the branch in force', () => {
    const made = withFreeze(null, freezeOf('locked', 12))
    const both = withFreeze(made, freezeOf('locked', 13))
    const after = withoutFreeze({ before: null, made, now: both })
    expect(after?.required_status_checks?.checks).toEqual([{ context: 'firebreak/freeze-13', app_id: 4242 }])
  })

  it('takes away a protection that it made, when somebody took out the check and nothing else', () => {
    const made = withFreeze(null, freezeOf('hotfix-only'))
    const now = { ...made, required_status_checks: { strict: false, checks: [] } }
    expect(withoutFreeze({ before: null, made, now })).toBeNull()
  })

  it('leaves a protection that somebody took away meanwhile away, and says so', () => {
    const before = readProtection({ enforce_admins: { enabled: true } })
    const after = withoutFreeze({ before, made: withFreeze(before, freezeOf('locked')), now: null })
    expect(after).toBeNull()
    expect(settingDifferences(before, after)).toEqual(['it was protected before and is not now'])
  })

  it('keeps a check that was added meanwhile to a branch that required none', () => {
    const made = withFreeze(null, freezeOf('hotfix-only'))
    const ours = made.required_status_checks?.checks ?? []
    const now = { ...made, required_status_checks: { strict: false, checks: [...ours, { context: 'ci', app_id: -1 }] } }
    const after = withoutFreeze({ before: null, made, now })
    expect(after?.required_status_checks).toEqual({ strict: false, checks: [{ context: 'ci', app_id: -1 }] })
  })
})

const strictness = (state: ProtectionSettings) => Number(state.required_status_checks?.strict ?? false)
