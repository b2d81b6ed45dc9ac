import { isAncestor } from '../git/history.ts'
import type { ActorNames, ClassicRule } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'
import { includesLogin, roleOf } from '../roles.ts'
import type { Attempt } from './attempt.ts'
import { fnmatch, isWildcard } from './pattern.ts'
import { missingChecks } from './required-checks.ts'
import { missingApprovals } from './reviews.ts'

/**
 * The one classic rule that applies to a branch: an exact name wins, then the oldest matching wildcard.
 * Source: docs "Managing a branch protection rule".
 */
export function classicRuleFor(repository: Repository, branch: string): ClassicRule | undefined {
  const exact = repository.classicRules.find((rule) => rule.pattern === branch)
  return exact ?? repository.classicRules.find((rule) => isWildcard(rule.pattern) && fnmatch(rule.pattern, branch))
}

/** @returns what the classic rule for the branch has against the attempt, in GitHub's words. */
export function classicObstacles(attempt: Attempt): string[] {
  const rule = classicRuleFor(attempt.repository, attempt.branch)
  if (rule === undefined) return []
  // Force pushes and deletions are refused even to administrators; everything else they may bypass unless enforced.
  const absolute = [...forcePush(attempt, rule), ...deletion(attempt, rule)]
  if (absolute.length > 0 || attempt.after === null) return absolute
  if (!rule.enforceAdmins && isAdministrator(attempt)) return []
  return [
    ...locked(rule),
    ...(rule.requiredLinearHistory ? mergeCommits(attempt) : []),
    ...checks(attempt, rule),
    ...reviews(attempt, rule),
    ...restricted(attempt, rule),
  ]
}

function isAdministrator(attempt: Attempt): boolean {
  return roleOf(attempt.world, attempt.repository, attempt.actor.login) === 'admin'
}

function forcePush(attempt: Attempt, rule: ClassicRule): string[] {
  const { repository, before, after } = attempt
  const forced = before !== null && after !== null && !isAncestor(repository, before, after)
  return forced && !rule.allowForcePushes ? ['Cannot force-push to this branch'] : []
}

function deletion(attempt: Attempt, rule: ClassicRule): string[] {
  const refused = attempt.after === null && (!rule.allowDeletions || rule.lockBranch)
  return refused ? ['Cannot delete this branch'] : []
}

function locked(rule: ClassicRule): string[] {
  return rule.lockBranch ? ['Cannot change this locked branch'] : []
}

/** In GitHub's words: chdsbd/kodiak#295. */
export const mergeCommits = ({ method }: Attempt): string[] =>
  method === 'merge' ? ['This branch must not contain merge commits.'] : []

function checks(attempt: Attempt, rule: ClassicRule): string[] {
  const required = rule.requiredStatusChecks
  if (required === null) return []
  const missing = missingChecks(attempt.repository, attempt.checkedSha, required.checks)
  return required.strict ? [...missing, ...outdated(attempt)] : missing
}

/** @returns GitHub's sentence when a pull request's head does not contain the tip of its base. */
export function outdated(attempt: Attempt): string[] {
  const { repository, pull, before, viaQueue } = attempt
  if (pull === null || before === null || viaQueue) return []
  const current = isAncestor(repository, before, pull.pull.head.sha)
  return current ? [] : ['The head branch was not up to date with the base branch.']
}

function reviews(attempt: Attempt, rule: ClassicRule): string[] {
  const required = rule.requiredReviews
  if (required === null || names(attempt, required.bypassAllowances)) return []
  if (attempt.pull === null) return attempt.before === null ? [] : ['Changes must be made through a pull request.']
  return missingApprovals(attempt.world, attempt.repository, attempt.pull, required.requiredApprovingReviewCount)
}

function restricted(attempt: Attempt, rule: ClassicRule): string[] {
  if (rule.restrictions === null || names(attempt, rule.restrictions)) return []
  return ['You are not authorized to push to this branch.']
}

function names(attempt: Attempt, allowed: ActorNames | null): boolean {
  if (allowed === null) return false
  const { world, repository, actor } = attempt
  if (actor.appId !== null) return actor.appId === world.app.id && allowed.apps.includes(world.app.slug)
  const inTeam = world.state.teams
    .filter((team) => team.organization === repository.owner && allowed.teams.includes(team.slug))
    .some((team) => team.members.some((member) => member.login.toLowerCase() === actor.login.toLowerCase()))
  return inTeam || includesLogin(allowed.users, actor.login)
}
