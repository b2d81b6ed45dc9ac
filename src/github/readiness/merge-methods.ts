import { type MergeMethod, mergeMethods } from '../../incident/readiness/facts.ts'
import type { RuleTrace } from '../freeze/memory.ts'
import type { ProtectionSettings } from '../freeze/protection-settings.ts'
import { field, list } from '../json.ts'

/**
 * Ways of merging that the rules of a branch leave. Source: `required_linear_history` and `allowed_merge_methods` of
 * `pull_request` in "Get rules for a branch"; branch protection's `required_linear_history`.
 */
export function methodsOfBranch(
  rules: readonly RuleTrace[],
  settings: ProtectionSettings | null | undefined,
): readonly MergeMethod[] {
  const isLinear = settings?.required_linear_history || rules.some(({ type }) => type === 'required_linear_history')
  const limits = rules
    .filter(({ type }) => type === 'pull_request')
    .map(({ parameters }) => list(field(JSON.parse(parameters), 'allowed_merge_methods')))
    .filter((allowed) => allowed.length > 0)
  return mergeMethods.filter(
    (method) => !(isLinear && method === 'merge') && limits.every((allowed) => allowed.includes(method)),
  )
}
