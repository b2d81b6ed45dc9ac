import { branchMatches } from '../../lib/glob.ts'
import { exemptionOf } from '../exemption.ts'
import type { GivenCheck } from '../given-check.ts'
import { linkedIncident } from '../hotfix-link.ts'
import type { HotfixVerdict } from '../hotfix-verdict.ts'
import { freezeCheckName, type Incident, isFrozen } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import { type Asking, pullRequestsWith } from '../question.ts'
import { type Reason, reason } from '../reason.ts'
import type { PullRequest } from '../repository.ts'
import { checkKey, verdictOn } from './verdict.ts'

/** Whether a merge into this incident's frozen branches needs its check. */
export const asksForCheck = ({ freeze }: Incident): boolean =>
  freeze?.mode === 'hotfix-only' && (freeze.status === 'on' || freeze.status === 'applying')

/** Incidents whose freeze asks a check of merges into a branch. */
export const freezesOn = (plan: Plan, branch: string): readonly Incident[] =>
  plan.active.filter(
    (incident) =>
      asksForCheck(incident) &&
      branchMatches(incident.freeze?.branches ?? [], branch, plan.situation.repository.defaultBranch),
  )

/**
 * Publishes every freeze's verdict on a pull request: success for a valid hotfix and for what is exempt, failure with
 * the explanation for others. Where the verdict on this commit is known already, nothing is sent.
 */
export function* publishFreezeChecks(
  plan: Plan,
  pullRequest: PullRequest,
  verdict: HotfixVerdict | undefined,
): Asking<void> {
  for (const incident of freezesOn(plan, pullRequest.base.ref)) {
    const passes = yield* passesFreeze(incident, pullRequest, verdict)
    // A valid hotfix that is still a draft: its check stays away until it is ready.
    if (passes.holds && pullRequest.draft && verdict?.passed) continue
    const agreed = passes.holds ? yield* agreeOnSharedHead(plan, incident, pullRequest, passes) : passes
    giveCheck(plan, incident, pullRequest, agreed)
  }
}

/** Whether a pull request may pass one freeze, with the reason. */
export function* passesFreeze(
  incident: Incident,
  pullRequest: PullRequest,
  verdict: HotfixVerdict | undefined,
): Asking<Reason> {
  if (verdict?.passed && !verdict.drill) return reason(`it is a valid hotfix of #${verdict.incident}`)
  const exemption = yield* exemptionOf(incident, pullRequest, { isHotfix: verdict !== undefined })
  if (exemption) return exemption
  const failing = verdict?.rules.filter(({ passed }) => !passed).map(({ rule }) => reason(`rule ${rule}`, false)) ?? []
  if (verdict?.drill) return reason('it is a hotfix of an exercise', false)
  return reason(
    verdict ? 'it is a hotfix that does not pass its rules yet' : 'it is neither a hotfix nor exempt',
    false,
    failing,
  )
}

/** A check stands on a commit, not on a pull request: all that share the head must pass, or none does. */
function* agreeOnSharedHead(plan: Plan, incident: Incident, pullRequest: PullRequest, passes: Reason): Asking<Reason> {
  const others = (yield* pullRequestsWith(pullRequest.head.sha)).filter(
    (other) =>
      other.number !== pullRequest.number &&
      other.state === 'open' &&
      other.head.sha === pullRequest.head.sha &&
      freezesOn(plan, other.base.ref).some(({ id }) => id === incident.id),
  )
  for (const other of others) {
    const linked = linkedIncident(plan.active, other.number)
    const verdict = linked && (yield* verdictOn(plan, other, linked))
    const theirs = yield* passesFreeze(incident, other, verdict)
    if (!theirs.holds) return reason(`#${other.number} has the same head and may not pass`, false, [theirs])
  }
  return passes
}

function giveCheck(plan: Plan, incident: Incident, pullRequest: PullRequest, why: Reason): void {
  const { freeze } = plan.find(incident.id) ?? incident
  if (!freeze) return
  const { sha } = pullRequest.head
  const known = freeze.checks[sha]
  const isKnown = known?.passed === why.holds && known.pullRequest === pullRequest.number
  if (isKnown && !plan.isAwaited(freeze.checkName, sha)) return
  plan.because(`#${pullRequest.number} and ${freeze.checkName}`, why.holds, [why])
  const message: Message = { type: why.holds ? 'FreezePassed' : 'FreezeHeld', incident: incident.id, why }
  // A repair waits for its verdict, and a success that is taken back must not be merged by; all others only explain.
  const urgent = known?.passed === true || linkedIncident(plan.active, pullRequest.number) !== undefined
  recordCheck(plan, incident, { sha, pullRequest: pullRequest.number, passed: why.holds, message, urgent })
}

/** Gives the verdict on one commit once more as it is on record; where the freeze is over, it says so. */
export function repeatCheck(plan: Plan, incident: Incident, sha: string): void {
  const given = incident.freeze?.checks[sha]
  const isOver = !isFrozen(incident)
  // Of a group that GitHub does not list yet nothing is known that could be said again.
  if (!given || (given.passed === undefined && !isOver)) return
  const passed = given.passed === true || isOver
  const why = reason('it was judged before, and the freeze asks for nothing else now', passed)
  const judged: Message = { type: passed ? 'FreezePassed' : 'FreezeHeld', incident: incident.id, why }
  recordCheck(plan, incident, {
    ...given,
    sha,
    passed,
    message: isOver ? overMessage(incident) : judged,
    urgent: false,
  })
}

/** After a thaw: what we marked as held says that the freeze is over. */
export function releaseHeldChecks(plan: Plan, incident: Incident): Incident {
  return isFrozen(incident) ? incident : turnChecks(plan, incident, { to: true, message: overMessage(incident) })
}

const overMessage = ({ id }: Incident): Message => ({ type: 'FreezeOver', incident: id })

/**
 * The same anchor is frozen once more, and the check has the same name: a success of the freeze before must not let
 * anything pass. Who may pass is judged anew.
 */
export function withdrawChecks(plan: Plan, incident: Incident): Incident {
  const why = reason('the branch is frozen again, and this was not judged since', false)
  return turnChecks(plan, incident, { to: false, message: { type: 'FreezeHeld', incident: incident.id, why } })
}

/** Takes back the success on one commit: the pull request that had it stands for that commit no more. */
export function withdrawCheck(plan: Plan, incident: Incident, sha: string): void {
  const given = incident.freeze?.checks[sha]
  if (!given) return
  const why = reason(`#${given.pullRequest}, which had passed on this commit, does not stand for it any more`, false)
  const message: Message = { type: 'FreezeHeld', incident: incident.id, why }
  recordCheck(plan, incident, { ...given, sha, passed: false, message, urgent: true })
}

function turnChecks(plan: Plan, incident: Incident, { to, message }: { to: boolean; message: Message }): Incident {
  let current = incident
  for (const [sha, given] of Object.entries(incident.freeze?.checks ?? {}))
    if (given.passed !== to) current = recordCheck(plan, current, { ...given, sha, passed: to, message, urgent: !to })
  return current
}

interface Verdict extends Pick<GivenCheck, 'pullRequest' | 'group'> {
  readonly sha: string
  readonly passed: boolean
  readonly message: Message
  /** Before what waits already: GitHub takes about one write per second. */
  readonly urgent: boolean
}

/** Publishes a verdict on one commit, and puts it on the record when it is another than before. */
export function recordCheck(plan: Plan, incident: Incident, verdict: Verdict): Incident {
  const { sha, pullRequest, passed, group, message, urgent } = verdict
  const name = freezeCheckName(incident.anchor.number)
  const whose = group ? `group:${incident.anchor.number}` : `freeze:${incident.anchor.number}:${pullRequest}`
  const conclusion = passed ? 'success' : 'failure'
  plan.put(
    incident,
    { type: 'PublishCheck', name, sha, externalId: whose, conclusion, message },
    { key: checkKey(incident.repositoryId, name, sha), keep: 'latest', urgent },
  )
  const known = plan.find(incident.id)?.freeze?.checks[sha]
  if (known?.passed === passed && known.pullRequest === pullRequest) return plan.find(incident.id) ?? incident
  const settled = group && { group: { baseBranch: group.baseBranch } }
  return plan.record(incident, { type: 'FreezeCheckGiven', sha, pullRequest, passed, ...settled })
}
