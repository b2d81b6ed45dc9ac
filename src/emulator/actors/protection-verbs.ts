import { demandProtectionPlan } from '../http/authorize.ts'
import type { Json } from '../json.ts'
import type { ClassicRule, Ruleset } from '../model/protection.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { changeRule, deleteProtection, effectiveRule, setProtection } from '../operations/protection.ts'
import { createRuleset, deleteRuleset, rulesetWithId, updateRuleset } from '../operations/rulesets.ts'
import { demandRole } from './demand.ts'

/** What an administrator does with rulesets and classic protection. */
export function protectionVerbs(context: RepositoryContext) {
  const demandRules = (deed: string) => {
    demandRole(context, 'admin', deed)
    demandProtectionPlan(context.world, context.repository)
  }
  return {
    /** @param body as for `POST /rulesets`. */
    createRuleset(body: Json): Ruleset {
      demandRules('create a ruleset')
      return createRuleset(context, body)
    },
    /** @param body what to change, as for `PUT /rulesets/{id}`. */
    editRuleset(id: number, body: Json): void {
      demandRules('edit a ruleset')
      updateRuleset(context, rulesetWithId(context, id), body)
    },
    disableRuleset(id: number): void {
      demandRules('disable a ruleset')
      updateRuleset(context, rulesetWithId(context, id), { enforcement: 'disabled' })
    },
    deleteRuleset(id: number): void {
      demandRules('delete a ruleset')
      deleteRuleset(context, rulesetWithId(context, id))
    },
    /** @param pattern a branch name or a wildcard. @param body as for `PUT …/protection`. */
    setProtection(pattern: string, body: Json): ClassicRule {
      demandRules('protect a branch')
      return setProtection(context, pattern, body)
    },
    requireSignatures(branch: string, on: boolean): void {
      demandRules('require signatures')
      changeRule(context, effectiveRule(context, branch), { requiredSignatures: on })
    },
    removeProtection(pattern: string): void {
      demandRules('unprotect a branch')
      deleteProtection(context, pattern)
    },
  }
}
