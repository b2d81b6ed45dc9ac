import type { CheckRerunRequested } from '../event.ts'
import { anchorOfCheck, configCheckName, incidentId } from '../incident.ts'
import type { Plan } from '../plan.ts'
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
  if (event.name === configCheckName) return yield* rejudgeConfiguration(plan, event)
  for (const number of yield* pullRequestsAt(plan, event.sha)) {
    const pullRequest = yield* pullRequestAt(number)
    if (pullRequest?.head.sha === event.sha) yield* judgePullRequest(plan, pullRequest)
  }
  const anchor = anchorOfCheck(event.name)
  const incident = anchor === undefined ? undefined : plan.find(incidentId(plan.situation.repository.id, anchor))
  if (incident) yield* rejudgeMergeGroup(plan, incident, event.sha)
  // Closed since, into another branch, or a freeze that is over: what is on record stands.
  if (incident && plan.isAwaited(event.name, event.sha)) repeatCheck(plan, incident, event.sha)
}

/** GitHub does not always know a fork's commit: those that the commit was judged for are asked about too. */
function* pullRequestsAt(plan: Plan, sha: string): Asking<ReadonlySet<number>> {
  const told = (yield* pullRequestsWith(sha)).map(({ number }) => number)
  const known: readonly number[] = plan.active.flatMap(({ freeze, hotfixes }) => [
    ...hotfixes.filter((hotfix) => hotfix.sha === sha).map(({ number }) => number),
    ...[freeze?.checks[sha]?.pullRequest ?? []].flat(),
  ])
  return new Set([...told, ...known])
}
