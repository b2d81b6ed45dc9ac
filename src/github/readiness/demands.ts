import type { RequiredCheckRule } from '../../incident/freeze-rules.ts'
import type { Demand, RuleSource } from '../../incident/readiness/facts.ts'
import { requiredChecks } from '../freeze/effective-rules.ts'
import type { RuleTrace } from '../freeze/memory.ts'
import type { ProtectionSettings } from '../freeze/protection-settings.ts'

type Asked = readonly [what: string, by: RuleSource]

/**
 * The checks of others that a branch requires. A freeze of ours is no obstacle to a hotfix.
 * @param ofProtection what its classic protection requires
 */
export function checkDemands(
  rules: readonly RuleTrace[],
  ofProtection: readonly RequiredCheckRule[],
  appId: number,
): readonly Demand[] {
  const isOurs = ({ context, integration_id: id }: RequiredCheckRule) =>
    id === appId || context.startsWith('firebreak/freeze-')
  const asked = (checks: readonly RequiredCheckRule[], by: RuleSource): readonly Asked[] =>
    checks.filter((check) => !isOurs(check)).map(({ context }) => [context, by])
  return demands([
    ...rules.flatMap((rule) => asked(requiredChecks([rule]), rule.ruleset)),
    ...asked(ofProtection, 'protection'),
  ])
}

/** Rules that a hotfix which Firebreak lets through may not meet. Source: rule types in "Get rules for a branch". */
const hindering = new Set([
  ...['update', 'required_deployments', 'required_signatures', 'workflows', 'code_scanning', 'code_quality'],
  ...['commit_message_pattern', 'commit_author_email_pattern', 'committer_email_pattern'],
])

/** The types of rules that may stand in a hotfix's way besides. @param settings of its classic protection */
export function otherDemands(
  rules: readonly RuleTrace[],
  settings: ProtectionSettings | null | undefined,
): readonly Demand[] {
  const ofRulesets = rules.filter(({ type }) => hindering.has(type)).map(({ type, ruleset }): Asked => [type, ruleset])
  const ofProtection: readonly Asked[] = [
    ...(settings?.lock_branch ? [['update', 'protection'] as const] : []),
    ...(settings?.required_signatures ? [['required_signatures', 'protection'] as const] : []),
  ]
  return demands([...ofRulesets, ...ofProtection])
}

/** The same that several ask for is one demand. */
function demands(asked: readonly Asked[]): readonly Demand[] {
  const sources = new Map<string, Set<RuleSource>>()
  for (const [what, by] of asked) sources.set(what, (sources.get(what) ?? new Set()).add(by))
  return [...sources].map(([what, by]) => ({ what, by: [...by] }))
}
