import type { CheckRerunRequested } from '../event.ts'
import type { Holder } from '../holder.ts'
import { anchorOfCheck, configCheckName, incidentId } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { windowCheckName } from '../planned-freeze.ts'
import { type Asking, pullRequestAt, pullRequestsWith } from '../question.ts'
import { rejudgeConfiguration } from './configuration.ts'
import { repeatCheck } from './freeze-check.ts'
import { judgePullRequest } from './judge.ts'
import { rejudgeMergeGroup } from './merge-group.ts'

/**
 * "Re-run" on one of our checks: GitHub has reset the check's suite and waits for us, so whatever stands on that commit is
 * judged again, and the verdict is given also when it is the one that was given before.
 * https://docs.github.com/rest/checks/runs#rerequest-a-check-run
 */
export function* followRerun(plan: Plan, event: CheckRerunRequested): Asking<void> {
  plan.askAgain(event)
  plan.because(`the check ${event.name} was asked for again`)
  if (event.name === configCheckName) return yield* rejudgeConfiguration(plan, event)
  for (const number of yield* pullRequestsAt(plan, event.sha)) {
    const pullRequest = yield* pullRequestAt(number)
    if (pullRequest?.head.sha === event.sha) yield* judgePullRequest(plan, pullRequest)
  }
  const holder = holderOfCheck(plan, event.name)
  if (holder) yield* rejudgeMergeGroup(plan, holder, event.sha)
  // Closed since, into another branch, or a freeze that is over: what is on record stands.
  if (holder && plan.isAwaited(event.name, event.sha)) repeatCheck(plan, holder, event.sha)
}

function holderOfCheck(plan: Plan, name: string): Holder | undefined {
  const anchor = anchorOfCheck(name)
  if (anchor !== undefined) return plan.find(incidentId(plan.situation.repository.id, anchor))
  return plan.windows.all.find(({ slug }) => windowCheckName(slug) === name)
}

/** GitHub does not always know a fork's commit: those that the commit was judged for are asked about too. */
function* pullRequestsAt(plan: Plan, sha: string): Asking<ReadonlySet<number>> {
  const told = (yield* pullRequestsWith(sha)).map(({ number }) => number)
  const hotfixes = plan.active.flatMap((incident) => incident.hotfixes.filter((hotfix) => hotfix.sha === sha))
  const judged = plan.holders.flatMap(({ freeze }) => freeze?.checks[sha]?.pullRequest ?? [])
  return new Set([...told, ...hotfixes.map(({ number }) => number), ...judged])
}
