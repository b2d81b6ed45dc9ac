import { describe, expect, it } from 'vitest'
import { type RulesetWish, rulesetBody } from '../../../src/github/freeze/ruleset.ts'

const wish = (changes: Partial<RulesetWish> = {}): RulesetWish => ({
  number: 12,
  mode: 'hotfix-only',
  branches: ['~DEFAULT_BRANCH', 'release/*'],
  reviewed: { approvals: 2, strict: true, enforceAdmins: false },
  checkName: 'firebreak/freeze-12',
  appId: 4242,
  alreadyRequired: [],
  ...changes,
})

const admins = [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'pull_request' }]

describe('the ruleset of a freeze', () => {
  it('for hotfixes requires a check that only this App can report, by pull request, and lets admins through', () => {
    expect(rulesetBody(wish())).toMatchInlineSnapshot(`
      {
        "bypass_actors": [
          {
            "actor_id": 5,
            "actor_type": "RepositoryRole",
            "bypass_mode": "pull_request",
          },
        ],
        "conditions": {
          "ref_name": {
            "exclude": [],
            "include": [
              "~DEFAULT_BRANCH",
              "refs/heads/release/*",
            ],
          },
        },
        "enforcement": "active",
        "name": "Firebreak freeze #12 (hotfix-only): an admin may delete this ruleset to lift it",
        "rules": [
          {
            "parameters": {
              "do_not_enforce_on_create": true,
              "required_status_checks": [
                {
                  "context": "firebreak/freeze-12",
                  "integration_id": 4242,
                },
              ],
              "strict_required_status_checks_policy": false,
            },
            "type": "required_status_checks",
          },
          {
            "parameters": {
              "dismiss_stale_reviews_on_push": false,
              "require_code_owner_review": false,
              "require_last_push_approval": false,
              "required_approving_review_count": 0,
              "required_review_thread_resolution": false,
            },
            "type": "pull_request",
          },
          {
            "type": "non_fast_forward",
          },
          {
            "type": "deletion",
          },
        ],
        "target": "branch",
      }
    `)
  })

  it('for reviewed changes asks for approvals and for what is required anyway to be up to date', () => {
    const body = rulesetBody(wish({ mode: 'reviewed', alreadyRequired: [{ context: 'ci', integration_id: 7 }] }))
    expect(body.bypass_actors).toEqual(admins)
    expect(body.rules).toMatchInlineSnapshot(`
      [
        {
          "parameters": {
            "dismiss_stale_reviews_on_push": true,
            "require_code_owner_review": false,
            "require_last_push_approval": false,
            "required_approving_review_count": 2,
            "required_review_thread_resolution": false,
          },
          "type": "pull_request",
        },
        {
          "parameters": {
            "do_not_enforce_on_create": true,
            "required_status_checks": [
              {
                "context": "ci",
                "integration_id": 7,
              },
            ],
            "strict_required_status_checks_policy": true,
          },
          "type": "required_status_checks",
        },
        {
          "type": "non_fast_forward",
        },
        {
          "type": "deletion",
        },
      ]
    `)
  })

  it('for reviewed changes holds admins too when the policy says so', () => {
    const reviewed = { approvals: 1, strict: false, enforceAdmins: true }
    expect(rulesetBody(wish({ mode: 'reviewed', reviewed })).bypass_actors).toEqual([])
  })

  it('for reviewed changes does not ask for strict checks where none is required', () => {
    const types = rulesetBody(wish({ mode: 'reviewed' })).rules.map((rule) => rule.type)
    expect(types).toEqual(['pull_request', 'non_fast_forward', 'deletion'])
  })

  it('that locks lets nobody update, admins included', () => {
    const body = rulesetBody(wish({ mode: 'locked' }))
    expect(body.bypass_actors).toEqual([])
    expect(body.rules.map((rule) => rule.type)).toEqual(['update', 'non_fast_forward', 'deletion'])
  })

  it('passes GitHub’s own names for branches through, and no others', () => {
    const { include } = rulesetBody(wish({ branches: ['~ALL', '~OTHER', 'main'] })).conditions.ref_name
    expect(include).toEqual(['~ALL', 'refs/heads/~OTHER', 'refs/heads/main'])
  })
})
