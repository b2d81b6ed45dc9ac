import type { EffectOutcome, PutEffect } from '../effect.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, pullRequestAt } from '../question.ts'
import type { PullRequest } from '../repository.ts'
import { link } from './hotfix.ts'
import { judgePullRequest } from './judge.ts'

/**
 * Asks for the pull request that takes a merged one back. The key is the incident's and the pull request's, so that two
 * people who ask at the same moment get one; what failed or was closed may be asked for again.
 */
export function requestRollback(plan: Plan, incident: Incident, pullRequest: PullRequest, by: string): void {
  const { number, title } = pullRequest
  const before = incident.rollbacks.filter((one) => one.pullRequest === number).length
  const key = `${incident.id}/rollback/${number}${before === 0 ? '' : `/${before}`}`
  const requested = plan.record(incident, { type: 'RollbackRequested', pullRequest: number, effect: key }, by)
  plan.put(
    requested,
    {
      type: 'OpenRevert',
      pullRequest: number,
      title: `Revert "${title}"`,
      message: { type: 'Rollback', incident: incident.id, pullRequest: number, title, by },
    },
    { key, urgent: true },
  )
}

/** The outcome of `OpenRevert`. What this App opens brings no event that it would listen to, so it is judged here. */
export function* noteRollback(
  plan: Plan,
  incident: Incident,
  { key, effect }: PutEffect,
  outcome: EffectOutcome,
): Asking<void> {
  if (effect.type !== 'OpenRevert') return
  const { pullRequest } = effect
  if (!outcome.succeeded) return noteFailure(plan, incident, { key, pullRequest, reason: outcome.reason })
  if (outcome.result.type !== 'PullRequestOpened') return
  const { number, url } = outcome.result
  const opened = plan.record(incident, { type: 'RollbackOpened', pullRequest, effect: key, number, url })
  plan.put(opened, {
    type: 'PostComment',
    thread: opened.anchor.number,
    message: { type: 'RollbackOpened', incident: opened.id, pullRequest, number },
  })
  const how = `roll-back of #${pullRequest}`
  const found = yield* pullRequestAt(number)
  if (!found) {
    // GitHub's copies lag behind for a moment. It is a hotfix all the same, judged with the first review.
    plan.record(opened, { type: 'HotfixLinked', number, how, byHand: true })
    return
  }
  yield* link(plan, opened, found, { by: undefined, byHand: true, how })
  yield* judgePullRequest(plan, found)
}

function noteFailure(
  plan: Plan,
  incident: Incident,
  { key, pullRequest, reason }: { readonly key: string; readonly pullRequest: number; readonly reason: string },
): void {
  const failed = plan.record(incident, { type: 'RollbackFailed', pullRequest, effect: key, reason })
  plan.put(failed, {
    type: 'PostComment',
    thread: failed.anchor.number,
    message: { type: 'RollbackFailed', incident: failed.id, pullRequest, reason },
  })
}
