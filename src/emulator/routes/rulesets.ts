import { allows, demandProtectionPlan } from '../http/authorize.ts'
import { type Answer, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Ruleset } from '../model/protection.ts'
import { createRuleset, deleteRuleset, rulesetWithId, updateRuleset } from '../operations/rulesets.ts'
import { roleOf } from '../roles.ts'
import { bypassOf } from '../rules/bypass.ts'
import { allRulesets, rulesetsFor } from '../rules/rulesets.ts'
import { rulesetJson, rulesetSummaryJson } from '../shapes/ruleset.ts'
import { findAccount } from '../world.ts'
import { numberParam } from './numbers.ts'

/** Rulesets, and which rules hold for a branch. Private repositories on the free plan answer 403 throughout. */
export const rulesetRoutes: Route[] = [
  repositoryRoute(
    'GET /rulesets',
    'metadata:read',
    planned((call) => {
      const inherited = call.query.get('includes_parents') !== 'false'
      const all = inherited ? allRulesets(call.world, call.repository) : call.repository.rulesets
      return { status: 200, list: { items: all.map((one) => rulesetSummaryJson(call.repository, one)) } }
    }),
  ),
  repositoryRoute(
    'POST /rulesets',
    'administration:write',
    planned((call) => answer(call, createRuleset(call, call.body), 201)),
  ),
  repositoryRoute(
    'GET /rulesets/:id',
    'metadata:read',
    planned((call) => answer(call, rulesetOf(call), 200)),
  ),
  repositoryRoute(
    'GET /rulesets/:id/history',
    'administration:write',
    planned((call) => {
      const items = (rulesetOf(call).versions ?? []).map(({ id, actor, at }) => {
        const account = findAccount(call.world, actor)
        return { version_id: id, actor: { id: account?.id ?? 0, type: account?.type ?? 'User' }, updated_at: at }
      })
      return { status: 200, list: { items } }
    }),
  ),
  repositoryRoute(
    'PUT /rulesets/:id',
    'administration:write',
    planned((call) => {
      const ruleset = rulesetOf(call)
      updateRuleset(call, ruleset, call.body)
      return answer(call, ruleset, 200)
    }),
  ),
  repositoryRoute(
    'DELETE /rulesets/:id',
    'administration:write',
    planned((call) => {
      deleteRuleset(call, rulesetOf(call))
      return { status: 204 }
    }),
  ),
  repositoryRoute(
    'GET /rules/branches/:branch',
    'metadata:read',
    planned((call) => {
      const rulesets = rulesetsFor(call.world, call.repository, call.params.branch ?? '')
      const items = rulesets.flatMap((ruleset) =>
        ruleset.rules.map((rule) => ({
          ...rule,
          ruleset_source_type: ruleset.sourceType,
          ruleset_source: ruleset.source,
          ruleset_id: ruleset.id,
        })),
      )
      return { status: 200, list: { items } }
    }),
  ),
]

function planned(handle: (call: RepositoryCall) => Answer) {
  return (call: RepositoryCall): Answer => {
    demandProtectionPlan(call.world, call.repository)
    return handle(call)
  }
}

function rulesetOf(call: RepositoryCall): Ruleset {
  return rulesetWithId(call, numberParam(call, 'id'))
}

function answer(call: RepositoryCall, ruleset: Ruleset, status: number): Answer {
  const { world, repository, token, actor } = call
  const canWrite =
    token === undefined
      ? roleOf(world, repository, actor.login) === 'admin'
      : allows(token.permissions, { permission: 'administration', level: 'write' })
  const canBypass = bypassOf(world, repository, ruleset, actor)
  return { status, body: rulesetJson(repository, ruleset, { canWrite, canBypass }) }
}
