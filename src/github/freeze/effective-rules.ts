import type { RequiredCheckRule } from '../../incident/freeze-rules.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { at, integer, list, text } from '../json.ts'
import { canonicalJson } from './canonical.ts'
import type { RuleTrace } from './memory.ts'

/**
 * The rules that hold on a branch now, those of the organisation included, classic protection excluded.
 * Source: `GET /repos/{owner}/{repo}/rules/branches/{branch}` (metadata: read).
 */
export async function readRules(octokit: Octokit, repository: Repository, branch: string): Promise<RuleTrace[]> {
  const rules: readonly unknown[] = await octokit.paginate('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
    owner: repository.owner,
    repo: repository.name,
    branch,
    per_page: 100,
  })
  return rules.map(traceOf).toSorted((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1))
}

function traceOf(rule: unknown): RuleTrace {
  return {
    ruleset: integer(at(rule, 'ruleset_id')) ?? 0,
    source: text(at(rule, 'ruleset_source')) ?? '',
    type: text(at(rule, 'type')) ?? '',
    parameters: canonicalJson(at(rule, 'parameters') ?? {}),
  }
}

/** The rules without those of some rulesets. */
export function except(rules: readonly RuleTrace[], rulesets: ReadonlySet<number>): RuleTrace[] {
  return rules.filter((rule) => !rulesets.has(rule.ruleset))
}

/** What distinguishes the rules of a branch at two moments, each a short sentence. */
export function ruleDifferences(before: readonly RuleTrace[], after: readonly RuleTrace[]): string[] {
  const missing = (from: readonly RuleTrace[], rules: readonly RuleTrace[]) => {
    const known = new Set(rules.map(canonicalJson))
    return from.filter((rule) => !known.has(canonicalJson(rule)))
  }
  return [
    ...missing(after, before).map((rule) => `${nameOf(rule)} was added or changed meanwhile`),
    ...missing(before, after).map((rule) => `${nameOf(rule)} is no longer there as it was`),
  ]
}

const nameOf = (rule: RuleTrace): string => `the rule \`${rule.type}\` of ruleset ${rule.ruleset} (${rule.source})`

/** The checks that a branch's rulesets already require. */
export function requiredChecks(rules: readonly RuleTrace[]): RequiredCheckRule[] {
  return rules
    .filter((rule) => rule.type === 'required_status_checks')
    .flatMap((rule) => readChecks(list(at(JSON.parse(rule.parameters), 'required_status_checks')), 'integration_id'))
}

/**
 * The checks that a branch's classic protection requires, from the summary that needs no administration.
 * Source: `GET /repos/{owner}/{repo}/branches/{branch}`, `protection.required_status_checks.checks`.
 */
export async function requiredByProtection(
  octokit: Octokit,
  repository: Repository,
  branch: string,
): Promise<RequiredCheckRule[]> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', {
    owner: repository.owner,
    repo: repository.name,
    branch,
  })
  return readChecks(list(at(data, 'protection', 'required_status_checks', 'checks')), 'app_id')
}

function readChecks(checks: readonly unknown[], source: 'integration_id' | 'app_id'): RequiredCheckRule[] {
  return checks.flatMap((check) => {
    const context = text(at(check, 'context'))
    const id = integer(at(check, source))
    if (context === undefined) return []
    return id === undefined || id < 0 ? [{ context }] : [{ context, integration_id: id }]
  })
}

/** The checks that are in all of the lists: one that never runs on some branch would block it for good. */
export function inAll(lists: readonly (readonly RequiredCheckRule[])[]): RequiredCheckRule[] {
  const [first = [], ...others] = lists
  const unique = new Map(first.map((check) => [canonicalJson(check), check]))
  return [...unique]
    .filter(([key]) => others.every((checks) => checks.some((check) => canonicalJson(check) === key)))
    .map(([, check]) => check)
}
