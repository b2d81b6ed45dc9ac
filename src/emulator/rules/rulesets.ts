import { isAncestor } from '../git/history.ts'
import { isObject } from '../json.ts'
import type { RequiredCheck, Ruleset, RulesetRule } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import type { Attempt, Obstacle } from './attempt.ts'
import { bypassOf } from './bypass.ts'
import { mergeCommits, outdated } from './classic.ts'
import { fnmatch } from './pattern.ts'
import { missingChecks } from './required-checks.ts'
import { missingApprovals } from './reviews.ts'

/** @returns every ruleset of the repository, its organization's included. */
export function allRulesets(world: World, repository: Repository): Ruleset[] {
  const inherited = world.state.organizationRulesets.filter((one) => one.organization === repository.owner)
  return [...repository.rulesets, ...inherited.map((one) => one.ruleset)]
}

/** @returns active branch rulesets whose conditions match the branch. All of them apply; the strictest wins. */
export function rulesetsFor(world: World, repository: Repository, branch: string): Ruleset[] {
  return allRulesets(world, repository)
    .filter((ruleset) => ruleset.enforcement === 'active' && ruleset.target === 'branch')
    .filter((ruleset) => matchesBranch(repository, ruleset, branch))
}

/** Source: docs "Creating rulesets": `~ALL`, `~DEFAULT_BRANCH`, or fnmatch on the full ref; exclude beats include. */
export function matchesBranch(repository: Repository, ruleset: Ruleset, branch: string): boolean {
  const matches = (pattern: string) => {
    if (pattern === '~ALL') return true
    if (pattern === '~DEFAULT_BRANCH') return branch === repository.defaultBranch
    return fnmatch(pattern, `refs/heads/${branch}`)
  }
  const { include, exclude } = ruleset.conditions.ref_name
  return include.some(matches) && !exclude.some(matches)
}

/** What rulesets say about an attempt: what stands in the way, and which rulesets the actor bypassed. */
export type RulesetFindings = { obstacles: Obstacle[]; bypassed: Ruleset[] }

/** Judges an attempt by every ruleset that applies to its branch. */
export function rulesetFindings(attempt: Attempt): RulesetFindings {
  const findings: RulesetFindings = { obstacles: [], bypassed: [] }
  for (const ruleset of rulesetsFor(attempt.world, attempt.repository, attempt.branch)) {
    const reasons = ruleset.rules.flatMap((rule) => violation(attempt, rule))
    if (reasons.length === 0) continue
    if (mayBypass(attempt, ruleset)) findings.bypassed.push(ruleset)
    else findings.obstacles.push(...reasons.map((reason) => obstacle(ruleset, reason)))
  }
  return findings
}

function obstacle(ruleset: Ruleset, reason: string): Obstacle {
  return { kind: 'ruleset', reason, rulesetId: ruleset.id }
}

function mayBypass(attempt: Attempt, ruleset: Ruleset): boolean {
  const bypass = bypassOf(attempt.world, attempt.repository, ruleset, attempt.actor)
  if (bypass === 'always' || bypass === 'exempt') return true
  return bypass === 'pull_requests_only' && attempt.pull !== null
}

function violation(attempt: Attempt, rule: RulesetRule): string[] {
  const { repository, before, after } = attempt
  const changes = before !== null && after !== null
  switch (rule.type) {
    case 'update':
      return changes ? ['Cannot update this protected ref.'] : []
    case 'creation':
      return before === null ? ['Cannot create ref due to creations being restricted.'] : []
    case 'deletion':
      return after === null ? ['Cannot delete this branch'] : []
    case 'non_fast_forward':
      return changes && !isAncestor(repository, before, after) ? ['Cannot force-push to this branch'] : []
    case 'merge_queue':
      return changes && !attempt.viaQueue ? ['Changes must be made through the merge queue'] : []
    case 'required_linear_history':
      return mergeCommits(attempt)
    case 'required_status_checks':
      return checkViolations(attempt, rule)
    case 'pull_request':
      return pullViolations(attempt, rule)
    default:
      return []
  }
}

function checkViolations(attempt: Attempt, rule: RulesetRule): string[] {
  if (attempt.after === null) return []
  if (attempt.before === null && rule.parameters?.do_not_enforce_on_create === true) return []
  const missing = missingChecks(attempt.repository, attempt.checkedSha, requiredChecks(rule))
  return rule.parameters?.strict_required_status_checks_policy === true ? [...missing, ...outdated(attempt)] : missing
}

function pullViolations(attempt: Attempt, rule: RulesetRule): string[] {
  if (attempt.after === null || attempt.before === null) return []
  if (attempt.pull === null) return ['Changes must be made through a pull request.']
  const count = Number(rule.parameters?.required_approving_review_count ?? 0)
  return [
    ...methodViolations(attempt, rule),
    ...missingApprovals(attempt.world, attempt.repository, attempt.pull, count),
  ]
}

/** That it is refused is documented, its wording is not. */
function methodViolations({ method }: Attempt, { parameters }: RulesetRule): string[] {
  const allowed = parameters?.allowed_merge_methods
  if (method === undefined || !Array.isArray(allowed) || allowed.includes(method)) return []
  return [`Merge method ${method} is not allowed on this branch.`]
}

function requiredChecks(rule: RulesetRule): RequiredCheck[] {
  const listed = rule.parameters?.required_status_checks
  if (!Array.isArray(listed)) return []
  return listed.filter(isObject).map((check) => ({
    context: String(check.context),
    appId: typeof check.integration_id === 'number' ? check.integration_id : null,
  }))
}
