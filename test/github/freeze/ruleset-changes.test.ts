import { describe, expect, it } from 'vitest'
import { rulesetBody } from '../../../src/github/freeze/ruleset.ts'
import { rulesetChanges } from '../../../src/github/freeze/ruleset-changes.ts'

const made = (mode: 'hotfix-only' | 'reviewed' | 'locked' = 'hotfix-only') =>
  rulesetBody({
    number: 12,
    mode,
    branches: ['~DEFAULT_BRANCH', 'release/*'],
    reviewed: { approvals: 2, strict: true, enforceAdmins: true },
    checkName: 'firebreak/freeze-12',
    appId: 1,
    alreadyRequired: [],
  })

type Body = ReturnType<typeof made>

const changed = (change: Partial<Omit<Body, 'enforcement'>> & { readonly enforcement?: string }) => ({
  ...made(),
  ...change,
})

describe('a freeze’s ruleset, compared with how it was made', () => {
  it.each(['hotfix-only', 'reviewed', 'locked'] as const)('%s: as it was made', (mode) => {
    expect(rulesetChanges(made(mode), made(mode))).toEqual({ is: 'as-made', changes: [] })
  })

  it('settings that GitHub adds of its own, and more that is asked for, change nothing', () => {
    const rules = made().rules.map((rule) => ({
      ...rule,
      parameters: { ...rule.parameters, allowed_merge_methods: ['merge'], required_approving_review_count: 3 },
    }))
    const found = { ...made(), name: 'Renamed', rules: [...rules, { type: 'required_linear_history' }] }
    expect(rulesetChanges(made(), { ...found, id: 7, current_user_can_bypass: 'never' }).is).toBe('as-made')
  })

  it('who may go past it is not always told', () => {
    const { bypass_actors: _, ...found } = made()
    expect(rulesetChanges(made(), found).is).toBe('as-made')
  })

  it.each([
    ['switched off', changed({ enforcement: 'disabled' }), 'open', ['it is set to disabled']],
    ['put on trial', changed({ enforcement: 'evaluate' }), 'open', ['it is set to evaluate']],
    [
      'without one of its branches',
      changed({ conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } } }),
      'changed',
      ['it leaves out release/*'],
    ],
    [
      'without any of its branches',
      changed({ conditions: { ref_name: { include: ['refs/heads/x'], exclude: [] } } }),
      'open',
      ['it leaves out the default branch', 'it leaves out release/*'],
    ],
    [
      'with an exception',
      changed({
        conditions: {
          ref_name: { include: ['~DEFAULT_BRANCH', 'refs/heads/release/*'], exclude: ['refs/heads/main'] },
        },
      }),
      'changed',
      ['it excepts main'],
    ],
    ['without its check', changed({ rules: made().rules.slice(1) }), 'open', [expect.stringContaining('the checks')]],
    [
      'without a rule beside it',
      changed({ rules: made().rules.filter(({ type }) => type !== 'deletion') }),
      'changed',
      ['it does not forbid deletion any more'],
    ],
    [
      'with others who may go past it',
      changed({
        bypass_actors: [
          ...made().bypass_actors,
          { actor_type: 'RepositoryRole', actor_id: 4, bypass_mode: 'pull_request' },
        ],
      }),
      'changed',
      ['more people or Apps may go past it'],
    ],
    ['of which nothing is told', {}, 'open', ['it is set to ']],
  ])('%s', (_, found, is, changes) => {
    expect(rulesetChanges(made(), found)).toEqual({ is, changes })
  })

  it('with the check of another App, or a weaker number of approvals', () => {
    const other = {
      type: 'required_status_checks',
      parameters: { required_status_checks: [{ context: 'firebreak/freeze-12', integration_id: 2 }] },
    }
    expect(rulesetChanges(made(), { ...made(), rules: [other, ...made().rules.slice(1)] }).is).toBe('open')
    const [reviews, ...rest] = made('reviewed').rules
    const fewer = { ...reviews, parameters: { ...reviews?.parameters, required_approving_review_count: 1 } }
    expect(rulesetChanges(made('reviewed'), { ...made('reviewed'), rules: [fewer, ...rest] }).is).toBe('open')
  })
})
