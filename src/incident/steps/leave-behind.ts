import { branchMatches } from '../../lib/glob.ts'
import { asItStands } from '../as-it-stands.ts'
import type { Holder } from '../holder.ts'
import type { Plan } from '../plan.ts'
import { type Asking, pullRequestsWith } from '../question.ts'
import type { PullRequest } from '../repository.ts'
import { asksForCheck, withdrawCheck } from './freeze-check.ts'
import { judgePullRequest } from './judge.ts'

/**
 * A pull request was pushed to, closed, or goes into another branch. A success that it leaves behind on a commit would let
 * any other pull request pass that is opened from there, so it is withdrawn; and what it kept from passing is judged again.
 */
export function* leaveBehind(plan: Plan, told: PullRequest): Asking<void> {
  if (leftBehind(plan, told).length === 0) return
  // An old delivery must not take away what a newer one gave.
  const pullRequest = yield* asItStands(told)
  const left = leftBehind(plan, pullRequest)
  for (const { holder, sha, isOwn } of left) if (isOwn) withdrawCheck(plan, holder, sha)
  for (const sha of new Set(left.map((each) => each.sha)))
    for (const other of yield* pullRequestsWith(sha))
      if (other.number !== pullRequest.number && other.head.sha === sha) yield* judgePullRequest(plan, other)
}

interface Left {
  readonly holder: Holder
  readonly sha: string
  /** It is this pull request's own success. */
  readonly isOwn: boolean
}

function leftBehind(plan: Plan, { number, head, base, state }: PullRequest): readonly Left[] {
  return plan.holders.filter(asksForCheck).flatMap((holder) => {
    const { branches, checks } = holder.freeze ?? { branches: [], checks: {} }
    const meets = state === 'open' && branchMatches(branches, base.ref, plan.situation.repository.defaultBranch)
    return Object.entries(checks).flatMap(([sha, given]) => {
      const isOwn = given.passed === true && given.pullRequest === number
      const holdsBack = sha === head.sha && !given.passed
      const stands = sha === head.sha && meets
      return !stands && (isOwn || holdsBack) ? [{ holder, sha, isOwn }] : []
    })
  })
}
