import { branchMatches } from '../../lib/glob.ts'
import { isStillSo } from '../as-it-stands.ts'
import { detectMark, hasLabel } from '../detect.ts'
import type { PullRequestChanged } from '../event.ts'
import { closesAnchor, linkedIncident, meansToBeHotfix, namedIncident, tiedIncidents } from '../hotfix-link.ts'
import { type Incident, isEnded, isOngoing } from '../incident.ts'
import { markLabel } from '../labels.ts'
import { believes } from '../permission.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import type { PullRequest, Thread } from '../repository.ts'
import { noteMergeOnFrozenBranch } from './bypass.ts'
import { noteResponse } from './escalate.ts'
import { currentOf, judgePullRequest } from './judge.ts'
import { leaveBehind } from './leave-behind.ts'
import { mitigate } from './mitigate.ts'
import { reach } from './moment.ts'

/** What a pull request's change means for the incidents it touches; returns the one it is tied to. */
export function* followPullRequest(plan: Plan, event: PullRequestChanged): Asking<void> {
  if (event.change === 'merged') return yield* noteMerge(plan, event)
  const pullRequest = yield* currentOf(plan, event.pullRequest)
  if (event.change === 'closed') return yield* closeHotfix(plan, pullRequest)
  const isOpen = yield* isStillSo(pullRequest, plan.now, ({ state }) => state === 'open')
  const isKnown = linkedIncident(plan.active, pullRequest.number) !== undefined
  if (!isOpen && (isKnown || !(yield* isStillSo(pullRequest, plan.now, isMerged)))) return
  yield* linkByItself(plan, { ...event, pullRequest })
  if (!isOpen) return
  yield* judgePullRequest(plan, pullRequest)
  if (event.change === 'pushed' || event.change === 'retargeted') yield* leaveBehind(plan, pullRequest)
}

/** A hotfix that was opened and merged while nobody listened is told of late, and has mitigated all the same. */
const isMerged = (one: Thread | PullRequest): boolean => 'merged' in one && one.merged

/**
 * Ties a pull request to the open incident it names, when it means to be a hotfix and the one whose doing it is may be
 * trusted: what only a text claims is no record.
 */
function* linkByItself(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest, actor, change } = event
  const { policy, repository } = plan.situation
  const linked = linkedIncident(plan.active, pullRequest.number)
  if (linked && isOngoing(linked)) {
    if (change === 'reopened')
      yield* link(plan, linked, pullRequest, { by: actor.login, byHand: false, how: 'reopened' })
    return
  }
  if (!meansToBeHotfix(policy, repository, pullRequest)) return
  const named = namedIncident(plan.active, pullRequest)
  if (!named || !(yield* believes(plan, actor.login))) return
  const how = detectMark(policy.detection, pullRequest) ? 'emergency mark' : `branch ${pullRequest.head.ref}`
  const tied = yield* link(plan, named, pullRequest, { by: actor.login, byHand: false, how })
  yield* noteResponse(plan, tied, actor, `opened hotfix #${pullRequest.number}`)
}

export interface LinkBy {
  /** Undefined: this App, for somebody who asked it to. */
  readonly by: string | undefined
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
  if (!incident.hotfixes.some((hotfix) => hotfix.number === number)) addMark(plan, incident, pullRequest)
  const linked = plan.record(incident, { type: 'HotfixLinked', number, how, byHand }, by)
  return yield* reach(plan, linked, 'hotfix-opened', number)
}

/** After a title match the label is added, once: who takes it off again has their reason. An anchor's labels are kept anyway. */
function addMark(plan: Plan, incident: Incident, pullRequest: PullRequest): void {
  const { detection } = plan.situation.policy
  const label = markLabel(detection)
  if (!label || plan.at(pullRequest.number) || hasLabel(pullRequest.labels, label.name)) return
  if (detectMark(detection, pullRequest)?.by !== 'title') return
  plan.put(
    incident,
    { type: 'SyncLabels', thread: pullRequest.number, labels: [label], standing: pullRequest.labels },
    { key: `${incident.id}/mark/${pullRequest.number}` },
  )
}

function* noteMerge(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest, actor } = event
  const { number, mergeCommitSha: sha, base } = pullRequest
  const by = pullRequest.mergedBy ?? actor.login
  yield* noteMergeOnFrozenBranch(plan, pullRequest, by)
  tieWhatItCloses(plan, pullRequest, by)
  const { defaultBranch } = plan.situation.repository
  for (const incident of tiedIncidents(plan.active, number)) {
    if (!incident.hotfixes.some((hotfix) => hotfix.number === number && hotfix.state !== 'merged')) continue
    // Into a branch that is no base for hotfixes (a stacked one) nothing is repaired yet.
    if (!branchMatches(incident.policy.hotfix.bases, base.ref, defaultBranch)) continue
    plan.because(`hotfix #${number} was merged into ${base.ref}, a base for hotfixes`, true, [
      reason(`\`hotfix.bases\` is ${incident.policy.hotfix.bases.join(', ')}`),
    ])
    const closes = base.ref === defaultBranch && closesAnchor(pullRequest, incident)
    const merged = plan.record(incident, { type: 'HotfixMerged', number, sha, closesAnchor: closes }, by)
    if (isOngoing(merged) && merged.status !== 'reported') yield* mitigate(plan, merged, number, by)
  }
}

/**
 * A pull request that nobody took for a hotfix and that says "Fixes #12" is one in the end: with its merge GitHub closes
 * the anchor, and a merge only ever mitigates. Merging takes write permission, so nobody has to be asked for trust.
 */
function tieWhatItCloses(plan: Plan, pullRequest: PullRequest, by: string): void {
  const { number, base } = pullRequest
  if (base.ref !== plan.situation.repository.defaultBranch) return
  for (const incident of plan.active) {
    const isTied = incident.anchor.number === number || incident.hotfixes.some((hotfix) => hotfix.number === number)
    if (isTied || !isOngoing(incident) || incident.status === 'reported') continue
    if (!closesAnchor(pullRequest, incident)) continue
    const how = `its merge closes #${incident.anchor.number}`
    plan.because(`#${number} is a hotfix of #${incident.anchor.number}: ${how}`)
    plan.record(incident, { type: 'HotfixLinked', number, how, byHand: false }, by)
  }
}

function noteClosed(plan: Plan, incident: Incident, number: number): void {
  plan.because(`#${number} was closed without being merged, so it repairs nothing`, false)
  plan.record(incident, { type: 'HotfixClosed', number })
}

function* closeHotfix(plan: Plan, pullRequest: PullRequest): Asking<void> {
  // Reopened since.
  if (pullRequest.state === 'open') return
  const { number } = pullRequest
  for (const incident of tiedIncidents(plan.active, number))
    if (!isEnded(incident) && incident.hotfixes.some((hotfix) => hotfix.number === number && hotfix.state === 'open'))
      noteClosed(plan, incident, number)
  yield* leaveBehind(plan, pullRequest)
}
