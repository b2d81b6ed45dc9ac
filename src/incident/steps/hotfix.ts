import { branchMatches } from '../../lib/glob.ts'
import { detectMark } from '../detect.ts'
import type { PullRequestChanged } from '../event.ts'
import { closesIssue, linkedIncident, meansToBeHotfix, namedIncident } from '../hotfix-link.ts'
import { type Incident, isEnded, isOngoing } from '../incident.ts'
import { isTrusted } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import type { PullRequest } from '../repository.ts'
import { noteMergeOnFrozenBranch } from './bypass.ts'
import { postChecklists } from './checklist.ts'
import { noteResponse } from './escalate.ts'
import { judgePullRequest } from './judge.ts'
import { mitigate } from './mitigate.ts'

/** What a pull request's change means for the incidents it touches; returns the one it is tied to. */
export function* followPullRequest(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest } = event
  if (event.change === 'merged') return yield* noteMerge(plan, event)
  if (event.change === 'closed') return closeHotfix(plan, pullRequest)
  if (pullRequest.state !== 'open') return
  yield* linkByItself(plan, event)
  yield* judgePullRequest(plan, pullRequest)
}

/**
 * Ties a pull request to the open incident it names, when it means to be a hotfix and the one whose doing it is may be
 * trusted: what only a text claims is no record.
 */
function* linkByItself(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest, actor, change } = event
  const { policy, repository } = plan.situation
  const linked = linkedIncident(plan.active, pullRequest.number)
  if (linked) {
    if (change === 'reopened')
      yield* link(plan, linked, pullRequest, { by: actor.login, byHand: false, how: 'reopened' })
    return
  }
  if (!meansToBeHotfix(policy, repository, pullRequest)) return
  const named = namedIncident(plan.active, pullRequest)
  if (!named || !(yield* isTrusted(policy, actor.login))) return
  const how = detectMark(policy.detection, pullRequest) ? 'emergency mark' : `branch ${pullRequest.head.ref}`
  const tied = yield* link(plan, named, pullRequest, { by: actor.login, byHand: false, how })
  yield* noteResponse(plan, tied, actor, `opened hotfix #${pullRequest.number}`)
}

export interface LinkBy {
  readonly by: string
  readonly byHand: boolean
  readonly how: string
}

/** Puts the tie on the record, and posts the checklist that goes with a hotfix. */
export function* link(
  plan: Plan,
  incident: Incident,
  pullRequest: PullRequest,
  { by, byHand, how }: LinkBy,
): Asking<Incident> {
  const { number } = pullRequest
  plan.because(`#${number} is a hotfix of #${incident.anchor.number}: ${how}`)
  const linked = plan.record(incident, { type: 'HotfixLinked', number, how, byHand }, by)
  return yield* postChecklists(plan, linked, 'hotfix-opened', number)
}

function* noteMerge(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest, actor } = event
  const { number, mergeCommitSha: sha, base } = pullRequest
  const by = pullRequest.mergedBy ?? actor.login
  noteMergeOnFrozenBranch(plan, pullRequest, by)
  const incident = linkedIncident(plan.active, number)
  if (!incident?.hotfixes.some((hotfix) => hotfix.number === number && hotfix.state !== 'merged')) return
  const { bases } = incident.policy.hotfix
  // Into a branch that is no base for hotfixes (a stacked one) nothing is repaired yet.
  if (!branchMatches(bases, base.ref, plan.situation.repository.defaultBranch)) return
  const closesAnchor = closesIssue(pullRequest, incident.anchor.number)
  const merged = plan.record(incident, { type: 'HotfixMerged', number, sha, closesAnchor }, by)
  if (isOngoing(merged) && merged.status !== 'reported') yield* mitigate(plan, merged, number, by)
}

function closeHotfix(plan: Plan, pullRequest: PullRequest): void {
  const incident = linkedIncident(plan.active, pullRequest.number)
  const hotfix = incident?.hotfixes.find(({ number }) => number === pullRequest.number)
  if (incident && !isEnded(incident) && hotfix?.state === 'open')
    plan.record(incident, { type: 'HotfixClosed', number: pullRequest.number })
}
