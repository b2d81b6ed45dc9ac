import { branchMatches } from '../../lib/glob.ts'
import { exemptionOf } from '../exemption.ts'
import type { GivenCheck } from '../given-check.ts'
import { type Holder, isPlanned, markOf, namedIn } from '../holder.ts'
import { linkedIncident } from '../hotfix-link.ts'
import type { HotfixVerdict } from '../hotfix-verdict.ts'
import { freezeCheckName, isFrozen } from '../incident.ts'
import type { Message } from '../message.ts'
import type { Plan } from '../plan.ts'
import { windowCheckName } from '../planned-freeze.ts'
import { type Asking, pullRequestsWith } from '../question.ts'
import { type Reason, reason } from '../reason.ts'
import type { PullRequest } from '../repository.ts'
import { checkKey, verdictOn } from './verdict.ts'

/** Whether a merge into the branches of this freeze needs its check. */
export const asksForCheck = ({ freeze }: Holder): boolean =>
  freeze?.mode === 'hotfix-only' && (freeze.status === 'on' || freeze.status === 'applying')

/** Whose freezes ask a check of merges into a branch. */
export const freezesOn = (plan: Plan, branch: string): readonly Holder[] =>
  plan.holders.filter(
    (holder) =>
      asksForCheck(holder) &&
      branchMatches(holder.freeze?.branches ?? [], branch, plan.situation.repository.defaultBranch),
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
  for (const holder of freezesOn(plan, pullRequest.base.ref)) {
    const passes = yield* passesFreeze(holder, pullRequest, verdict)
    // A valid hotfix that is still a draft: its check stays away until it is ready.
    if (passes.holds && pullRequest.draft && verdict?.passed) continue
    const agreed = passes.holds ? yield* agreeOnSharedHead(plan, holder, pullRequest, passes) : passes
    giveCheck(plan, holder, pullRequest, agreed)
  }
}

/** Whether a pull request may pass one freeze, with the reason. */
export function* passesFreeze(
  holder: Holder,
  pullRequest: PullRequest,
  verdict: HotfixVerdict | undefined,
): Asking<Reason> {
  if (verdict?.passed && !verdict.drill) return reason(`it is a valid hotfix of #${verdict.incident}`)
  const exemption = yield* exemptionOf(holder, pullRequest, { isHotfix: verdict !== undefined })
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
function* agreeOnSharedHead(plan: Plan, holder: Holder, pullRequest: PullRequest, passes: Reason): Asking<Reason> {
  const others = (yield* pullRequestsWith(pullRequest.head.sha)).filter(
    (other) =>
      other.number !== pullRequest.number &&
      other.state === 'open' &&
      other.head.sha === pullRequest.head.sha &&
      freezesOn(plan, other.base.ref).some(({ id }) => id === holder.id),
  )
  for (const other of others) {
    const linked = linkedIncident(plan.active, other.number)
    const verdict = linked && (yield* verdictOn(plan, other, linked))
    const theirs = yield* passesFreeze(holder, other, verdict)
    if (!theirs.holds) return reason(`#${other.number} has the same head and may not pass`, false, [theirs])
  }
  return passes
}

function giveCheck(plan: Plan, holder: Holder, pullRequest: PullRequest, why: Reason): void {
  const { freeze } = plan.current(holder)
  if (!freeze) return
  const { sha } = pullRequest.head
  const known = freeze.checks[sha]
  const isKnown = known?.passed === why.holds && known.pullRequest === pullRequest.number
  if (isKnown && !plan.isAwaited(freeze.checkName, sha)) return
  plan.because(`#${pullRequest.number} ${why.holds ? 'passes' : 'is held by'} ${freeze.checkName}`, why.holds, [why])
  const message: Message = { type: why.holds ? 'FreezePassed' : 'FreezeHeld', ...namedIn(holder), why }
  // A repair waits for its verdict, and a success that is taken back must not be merged by; all others only explain.
  const urgent = known?.passed === true || linkedIncident(plan.active, pullRequest.number) !== undefined
  recordCheck(plan, holder, { sha, pullRequest: pullRequest.number, passed: why.holds, message, urgent })
}

/** Gives the verdict on one commit once more as it is on record; where the freeze is over, it says so. */
export function repeatCheck(plan: Plan, holder: Holder, sha: string): void {
  const given = holder.freeze?.checks[sha]
  const isOver = !isFrozen(holder)
  // Of a group that GitHub does not list yet nothing is known that could be said again.
  if (!given || (given.passed === undefined && !isOver)) return
  const passed = given.passed === true || isOver
  const why = reason('it was judged before, and the freeze asks for nothing else now', passed)
  plan.because('the check was asked for again', true, [isOver ? reason('the freeze is over') : why])
  const judged: Message = { type: passed ? 'FreezePassed' : 'FreezeHeld', ...namedIn(holder), why }
  recordCheck(plan, holder, {
    ...given,
    sha,
    passed,
    message: isOver ? overMessage(holder) : judged,
    urgent: false,
  })
}

/** After a thaw: what we marked as held says that the freeze is over. */
export function releaseHeldChecks<Kind extends Holder>(plan: Plan, holder: Kind): Kind {
  return isFrozen(holder) ? holder : turnChecks(plan, holder, { to: true, message: overMessage(holder) })
}

const overMessage = (holder: Holder): Message => ({ type: 'FreezeOver', ...namedIn(holder) })

/**
 * The same anchor, or a window of the same name, is frozen once more, and the check has the same name: a success of the
 * freeze before must not let anything pass. Who may pass is judged anew.
 */
export function withdrawChecks<Kind extends Holder>(plan: Plan, holder: Kind): Kind {
  const why = reason('the branch is frozen again, and this was not judged since', false)
  return turnChecks(plan, holder, { to: false, message: { type: 'FreezeHeld', ...namedIn(holder), why } })
}

/** Takes back the success on one commit: the pull request that had it stands for that commit no more. */
export function withdrawCheck(plan: Plan, holder: Holder, sha: string): void {
  const given = holder.freeze?.checks[sha]
  if (!given) return
  const why = reason(`#${given.pullRequest}, which had passed on this commit, does not stand for it any more`, false)
  plan.because(why)
  const message: Message = { type: 'FreezeHeld', ...namedIn(holder), why }
  recordCheck(plan, holder, { ...given, sha, passed: false, message, urgent: true })
}

interface Turn {
  readonly to: boolean
  readonly message: Message
}

function turnChecks<Kind extends Holder>(plan: Plan, holder: Kind, { to, message }: Turn): Kind {
  let current = holder
  for (const [sha, given] of Object.entries(holder.freeze?.checks ?? {}))
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
export function recordCheck<Kind extends Holder>(plan: Plan, holder: Kind, verdict: Verdict): Kind {
  const { sha, pullRequest, passed, group, message, urgent } = verdict
  const name = isPlanned(holder) ? windowCheckName(holder.slug) : freezeCheckName(holder.anchor.number)
  const whose = group ? `group:${markOf(holder)}` : `freeze:${markOf(holder)}:${pullRequest}`
  const conclusion = passed ? 'success' : 'failure'
  plan.put(
    holder,
    { type: 'PublishCheck', name, sha, externalId: whose, conclusion, message },
    { key: checkKey(holder.repositoryId, name, sha), keep: 'latest', urgent },
  )
  const current = plan.current(holder)
  const known = current.freeze?.checks[sha]
  if (known?.passed === passed && known.pullRequest === pullRequest) return current
  const settled = group && { group: { baseBranch: group.baseBranch } }
  return plan.record(holder, { type: 'FreezeCheckGiven', sha, pullRequest, passed, ...settled })
}
