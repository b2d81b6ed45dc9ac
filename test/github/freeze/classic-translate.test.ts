import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameSetting } from '../../../src/github/freeze/canonical.ts'
import { protectionBody, readProtection, unknownSettings } from '../../../src/github/freeze/classic-translate.ts'
import { protectionAnswer } from './protections.ts'

const written = (answer: object) => protectionBody(readProtection(answer))

describe('translating a protection into the body that restores it', () => {
  it('sends what is absent as null, because leaving it out is refused', () => {
    expect(written({})).toMatchObject({
      required_status_checks: null,
      required_pull_request_reviews: null,
      restrictions: null,
      enforce_admins: false,
    })
  })

  it('keeps nobody may push apart from everybody may push', () => {
    expect(written({ restrictions: { users: [], teams: [], apps: [] } }).restrictions).toEqual({
      users: [],
      teams: [],
      apps: [],
    })
  })

  it('turns people, teams and apps into their names', () => {
    const restrictions = {
      users: [{ login: 'zoe' }, { login: 'al' }],
      teams: [{ slug: 'ops' }],
      apps: [{ slug: 'bot' }],
    }
    expect(written({ restrictions }).restrictions).toEqual({ users: ['zoe', 'al'], teams: ['ops'], apps: ['bot'] })
  })

  it('sends checks without contexts, and any source as -1, so that none is pinned by accident', () => {
    const checks = [
      { context: 'lint', app_id: null },
      { context: 'ci', app_id: 7 },
    ]
    expect(written({ required_status_checks: { strict: true, contexts: ['ci', 'lint'], checks } })).toMatchObject({
      required_status_checks: {
        strict: true,
        checks: [
          { context: 'lint', app_id: -1 },
          { context: 'ci', app_id: 7 },
        ],
      },
    })
    expect(JSON.stringify(written({ required_status_checks: { strict: true, contexts: [] } }))).not.toContain(
      'contexts',
    )
  })

  it('takes the contexts of a server that knows no checks', () => {
    expect(written({ required_status_checks: { strict: false, contexts: ['ci'] } }).required_status_checks).toEqual({
      strict: false,
      checks: [{ context: 'ci', app_id: -1 }],
    })
  })

  it('leaves absent allowances out, because {} would switch them off and personal repositories refuse them', () => {
    const { required_pull_request_reviews: reviews } = written({
      required_pull_request_reviews: { dismiss_stale_reviews: true, require_code_owner_reviews: false },
    })
    expect(reviews).toEqual({
      dismiss_stale_reviews: true,
      require_code_owner_reviews: false,
      require_last_push_approval: false,
    })
  })

  it('does not send signatures, which have an endpoint of their own', () => {
    expect(written({ required_signatures: { enabled: true } })).not.toHaveProperty('required_signatures')
  })

  it('keeps the order of checks and people, which makes no difference', () => {
    fc.assert(
      fc.property(protectionAnswer, (answer) => {
        const [one, other] = [readProtection(answer), readProtection(reversed(answer))]
        expect(other).toEqual(reversed(one))
        expect(isSameSetting(one, other)).toBe(true)
      }),
    )
  })

  it('names settings that it could not write back', () => {
    const answer = {
      url: 'https://github.test',
      lock_branch: { enabled: true },
      required_moon_phase: { phase: 'full' },
    }
    expect(unknownSettings(answer)).toEqual(['required_moon_phase'])
  })
})

/** The same data with every list turned round. */
function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed).reverse()
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, reversed(value)]))
}
