import type { MergeGroupRequested, TimerFired } from '../event.ts'
import { type Holder, namedIn } from '../holder.ts'
import { linkedIncident } from '../hotfix-link.ts'
import type { Plan } from '../plan.ts'
import { type Asking, mergeGroupMembers, pullRequestAt } from '../question.ts'
import { reason } from '../reason.ts'
import { asksForCheck, freezesOn, passesFreeze, recordCheck } from './freeze-check.ts'
import { verdictOn } from './verdict.ts'

/** GitHub may need a moment to list a group that it asks about; nobody is thrown out of the queue before that. */
const secondLook = 10_000

interface Group {
  readonly sha: string
  readonly baseBranch: string
  /** Numbers of its pull requests; none where GitHub does not say. */
  readonly numbers: readonly number[]
}

/**
 * A merge queue asks about a group. It is always answered while a freeze asks for a check, because the queue waits for
 * it: success only when every member may pass. Where GitHub does not say who the members are, it is asked once more.
 */
export function* judgeMergeGroup(plan: Plan, { headSha: sha, baseBranch }: MergeGroupRequested): Asking<void> {
  const freezes = freezesOn(plan, baseBranch)
  if (freezes.length === 0) return
  const numbers = (yield* mergeGroupMembers(sha, baseBranch)) ?? []
  for (const holder of freezes)
    if (numbers.length > 0) yield* giveVerdict(plan, holder, { sha, baseBranch, numbers })
    else if (!holder.freeze?.checks[sha]) {
      const group = { baseBranch, lookAgainAt: plan.now + secondLook }
      plan.because('GitHub does not say yet which pull requests are in the group: it is asked once more', false)
      plan.record(holder, { type: 'FreezeCheckGiven', sha, pullRequest: undefined, passed: undefined, group })
    }
}

/** The second look at a group: where GitHub still does not say who is in it, nobody passes. */
export function* lookAtGroupAgain(plan: Plan, holder: Holder, event: TimerFired): Asking<void> {
  const sha = event.timer.replace(/^.*\//u, '')
  const baseBranch = holder.freeze?.checks[sha]?.group?.baseBranch
  if (baseBranch === undefined) return
  const numbers = (yield* mergeGroupMembers(sha, baseBranch)) ?? []
  yield* giveVerdict(plan, holder, { sha, baseBranch, numbers })
}

/** Somebody asks for the check of a group to be run again; one that has left the queue keeps its verdict. */
export function* rejudgeMergeGroup(plan: Plan, holder: Holder, sha: string): Asking<void> {
  const baseBranch = holder.freeze?.checks[sha]?.group?.baseBranch
  if (baseBranch === undefined || !asksForCheck(holder)) return
  const numbers = (yield* mergeGroupMembers(sha, baseBranch)) ?? []
  if (numbers.length > 0) yield* giveVerdict(plan, holder, { sha, baseBranch, numbers })
}

interface Member {
  readonly number: number
  readonly passed: boolean
  readonly why: string
}

function* giveVerdict(plan: Plan, holder: Holder, { sha, baseBranch, numbers }: Group): Asking<void> {
  const members: Member[] = []
  for (const number of numbers) {
    const pullRequest = yield* pullRequestAt(number)
    if (!pullRequest) continue
    const linked = linkedIncident(plan.active, number)
    const verdict = linked && (yield* verdictOn(plan, pullRequest, linked))
    const passes = yield* passesFreeze(holder, pullRequest, verdict)
    members.push({ number, passed: passes.holds, why: passes.what })
  }
  const passed = members.length > 0 && members.length === numbers.length && members.every((member) => member.passed)
  const grounds = members.map((member) => reason(`#${member.number}: ${member.why}`, member.passed))
  plan.because(`the merge group ${sha.slice(0, 7)} may ${passed ? '' : 'not '}go into ${baseBranch}`, passed, grounds)
  recordCheck(plan, holder, {
    sha,
    pullRequest: undefined,
    group: { baseBranch },
    passed,
    message: { type: 'MergeGroup', ...namedIn(holder), passed, members },
    // What may be merged now is a repair, or does not wait for one.
    urgent: passed,
  })
}
