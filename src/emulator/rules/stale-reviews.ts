import type { PullIssue } from '../model/issue.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { classicRuleFor } from './classic.ts'
import { rulesetsFor } from './rulesets.ts'

/** @returns true when a rule of the base branch takes approvals away as soon as the head changes. */
export function dismissesStaleReviews(place: { world: World; repository: Repository }, issue: PullIssue): boolean {
  const branch = issue.pull.base.ref
  const classic = classicRuleFor(place.repository, branch)?.requiredReviews?.dismissStaleReviews ?? false
  const rules = rulesetsFor(place.world, place.repository, branch).flatMap((ruleset) => ruleset.rules)
  return classic || rules.some((rule) => rule.parameters?.dismiss_stale_reviews_on_push === true)
}
