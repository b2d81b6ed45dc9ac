import { branchMatches } from '../../lib/glob.ts'
import type { BranchPushed, TimerFired } from '../event.ts'
import { exemptionOf } from '../exemption.ts'
import { type Holder, isPlanned } from '../holder.ts'
import { linkedIncident } from '../hotfix-link.ts'
import { type Incident, isHeld } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, pullRequestsWith } from '../question.ts'
import { reason as reasonOf } from '../reason.ts'
import type { PullRequest } from '../repository.ts'
import { notePlannedBypass } from './planned-notice.ts'

/** GitHub may need a moment to know which pull request a commit came with; nobody is accused before that. */
const secondLook = 10_000

/** How long a reason that is given beforehand waits for what it explains. */
const aheadFor = 30 * 60_000

/**
 * Whose freezes hold a branch, whatever their mode. One that is being applied or lifted at this moment may have
 * let a change through rightly: nobody is accused.
 */
const frozenOn = (plan: Plan, branch: string): readonly Holder[] =>
  plan.holders.filter(
    (holder) =>
      isHeld(holder.freeze) &&
      holder.freeze.status !== 'applying' &&
      branchMatches(holder.freeze?.branches ?? [], branch, plan.situation.repository.defaultBranch),
  )

/**
 * A pull request was merged into a frozen branch. In mode `hotfix-only` it came the right way when this freeze's check
 * had passed on its head; the tip of the branch never carries that check, so the head is what is asked about.
 */
export function* noteMergeOnFrozenBranch(plan: Plan, pullRequest: PullRequest, by: string): Asking<void> {
  for (const holder of frozenOn(plan, pullRequest.base.ref)) {
    if (isFromBefore(holder, pullRequest)) continue
    if (yield* isAllowed(plan, holder, pullRequest)) continue
    const sha = pullRequest.mergeCommitSha ?? pullRequest.head.sha
    recordBypass(plan, holder, {
      branch: pullRequest.base.ref,
      sha,
      how: `pull request #${pullRequest.number} was merged without its freeze check`,
      by,
    })
  }
}

/** GitHub's clock is not ours. */
const margin = 60_000

/** Merged before the freeze held, and told of late: after an outage, the emergency is told of first. */
const isFromBefore = ({ freeze }: Holder, { closedAt }: PullRequest): boolean =>
  closedAt !== undefined && freeze?.appliedAt !== undefined && closedAt < freeze.appliedAt - margin

function* isAllowed(plan: Plan, holder: Holder, pullRequest: PullRequest): Asking<boolean> {
  const { freeze } = holder
  if (freeze?.mode === 'reviewed') return true
  if (freeze?.mode === 'locked') return false
  const passedAlone = freeze?.checks[pullRequest.head.sha]?.passed === true
  // In a merge queue the group was judged as a whole, on another commit.
  const passedInGroup = plan.active.some(({ hotfixes }) =>
    hotfixes.some(
      ({ number, sha, passed }) => number === pullRequest.number && sha === pullRequest.head.sha && passed === true,
    ),
  )
  if (passedAlone || passedInGroup) return true
  // Exempt since before the freeze and never touched since: it has no check, and its group had.
  const isHotfix = linkedIncident(plan.active, pullRequest.number) !== undefined
  return (yield* exemptionOf(holder, pullRequest, { isHotfix })) !== undefined
}

/**
 * Something was pushed to a branch. The merge that it came with is told by a delivery of its own, before or after this
 * one: only what nothing has explained a moment later is asked about, and then is a bypass.
 */
export function notePush(plan: Plan, event: BranchPushed): void {
  const holders = frozenOn(plan, event.branch)
  if (holders.length === 0 || /^0+$/u.test(event.before)) return
  const by = event.actor.login
  const { branch, after: sha } = event
  if (event.deleted || event.forced) {
    const how = event.deleted ? 'the branch was deleted' : 'the branch was overwritten by a forced push'
    // What stood at its tip may have been a bypass itself: that it is gone is another one.
    const found = event.deleted ? { id: `${event.before} deleted`, sha: event.before } : { sha }
    for (const holder of holders) recordBypass(plan, holder, { ...found, branch, how, by })
    return
  }
  if (isKnownMerge(plan, sha)) return
  for (const holder of holders)
    if (!isOnRecord(holder, sha)) {
      plan.because(
        `nothing explains yet how ${sha.slice(0, 7)} came to ${branch}, which is frozen: it is looked at again`,
      )
      plan.record(holder, { type: 'PushSuspected', branch, sha, lookAgainAt: plan.now + secondLook }, by)
    }
}

/** The second look at a push. */
export function* lookAgain(plan: Plan, holder: Holder, event: TimerFired): Asking<void> {
  const suspect = holder.suspects.find(({ sha }) => event.timer.endsWith(`push/${sha}`))
  if (!suspect) return
  const { sha, branch, by } = suspect
  if (yield* isExplained(plan, sha)) {
    plan.because(`${sha.slice(0, 7)} came with the merge of a pull request`)
    plan.record(holder, { type: 'PushCleared', sha })
  } else recordBypass(plan, holder, { branch, sha, how: 'commits were pushed directly', by })
}

/** Whether a commit belongs to a pull request: then the pull request's own merge is judged, not the push. */
function* isExplained(plan: Plan, sha: string): Asking<boolean> {
  if (isKnownMerge(plan, sha)) return true
  return (yield* pullRequestsWith(sha)).some(({ merged }) => merged)
}

const isKnownMerge = (plan: Plan, sha: string): boolean =>
  plan.active.some(({ hotfixes }) => hotfixes.some(({ mergeSha }) => mergeSha === sha))

/** With two freezes on a branch each keeps its own record of what went past. */
const isOnRecord = ({ bypasses, suspects }: Holder, sha: string): boolean =>
  bypasses.some((bypass) => bypass.sha === sha) || suspects.some((suspect) => suspect.sha === sha)

interface Found {
  /** By which it is recorded once; the commit's unless given. */
  readonly id?: string
  readonly branch: string
  readonly sha: string
  readonly how: string
  readonly by: string | undefined
}

function recordBypass(plan: Plan, holder: Holder, found: Found): void {
  const { id = found.sha } = found
  if (holder.bypasses.some((bypass) => bypass.id === id)) return
  plan.because(`${found.sha.slice(0, 7)} reached ${found.branch} past the freeze`, false, [reasonOf(found.how, false)])
  if (isPlanned(holder)) notePlannedBypass(plan, holder, { ...found, id })
  else tellOfBypass(plan, holder, { ...found, id })
}

function tellOfBypass(plan: Plan, incident: Incident, { id, branch, sha, how, by }: Required<Found>): void {
  const reason = reasonGivenAhead(plan, incident)
  const recorded = plan.record(incident, { type: 'Bypassed', id, branch, sha, how, reason }, by)
  plan.put(
    recorded,
    {
      type: 'PostComment',
      thread: incident.anchor.number,
      message: { type: 'Bypassed', incident: incident.id, by, branch, sha, how, reason },
    },
    { key: `${incident.id}/bypass/${id}` },
  )
}

/** Whoever goes past a freeze often says why first: what was said lately, and stands for nothing else yet. */
function reasonGivenAhead({ now }: Plan, { timeline }: Incident): string | undefined {
  const last = timeline.findLast(({ type }) => type === 'BypassExplained' || type === 'Bypassed')
  const isMeant = last?.type === 'BypassExplained' && last.ahead === true && now - last.at <= aheadFor
  return isMeant ? last.reason : undefined
}
