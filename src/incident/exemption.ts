import { matchesPattern } from '../lib/glob.ts'
import { hasLabel } from './detect.ts'
import type { Holder } from './holder.ts'
import { type Asking, filesOf } from './question.ts'
import { type Reason, reason } from './reason.ts'
import type { PullRequest } from './repository.ts'

/**
 * Why a pull request may pass a freeze without being a hotfix; undefined when it may not. What means to be a
 * hotfix is held to a hotfix's rules, whatever it changes: its files are not asked about.
 */
export function* exemptionOf(
  { policy }: Holder,
  pullRequest: PullRequest,
  { isHotfix }: { readonly isHotfix: boolean },
): Asking<Reason | undefined> {
  const { labels, authors, paths } = policy.freeze.exempt
  const label = labels.find((candidate) => hasLabel(pullRequest.labels, candidate))
  if (label) return reason(`it carries the exempt label ${label}`)
  const author = authors.find((candidate) => candidate.toLowerCase() === pullRequest.author.toLowerCase())
  if (author) return reason(`its author ${author} is exempt`)
  if (paths.length === 0 || isHotfix) return undefined
  const files = yield* filesOf(pullRequest.number)
  const isExempt = files.length > 0 && files.every((file) => paths.some((pattern) => matchesPattern(pattern, file)))
  return isExempt ? reason('it changes exempt files alone') : undefined
}
