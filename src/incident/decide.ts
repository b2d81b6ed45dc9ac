import type { CheckRerunRequested, CommentAdded, CommentEdited, Event, ReviewChanged, TimerFired } from './event.ts'
import { linkedIncident } from './hotfix-link.ts'
import { configCheckName } from './incident.ts'
import { type Decision, Plan, type Situation } from './plan.ts'
import { type Asking, pullRequestAt, pullRequestsWith } from './question.ts'
import { followThread } from './steps/anchor.ts'
import { lookAgain, notePush } from './steps/bypass.ts'
import { readTicks, remindOfChecklist } from './steps/checklist.ts'
import { followCommands } from './steps/command.ts'
import {
  judgeForkedConfiguration,
  judgePushedConfiguration,
  rejudgeConfiguration,
  reportConfiguration,
} from './steps/configuration.ts'
import { escalateSilence, escalateWhenDue, notePromise, noteResponse } from './steps/escalate.ts'
import { followPullRequest } from './steps/hotfix.ts'
import { judgePullRequest, rejudgeHotfixes } from './steps/judge.ts'
import { judgeMergeGroup } from './steps/merge-group.ts'
import { followOutcome } from './steps/outcome.ts'
import { refresh } from './steps/refresh.ts'
import { noteFreezeDuration, noteProtectionChange, noteRulesetChange } from './steps/tamper.ts'

/**
 * The whole procedure: from where things stand and what happened to what is to be stored and done, with the reasons.
 * Pure: the same situation, event and answers give the same decision. Deciding twice is harmless, because nothing
 * happens before the decision is stored.
 */
export function* decide(situation: Situation, event: Event): Asking<Decision> {
  const plan = new Plan(situation)
  if (situation.configurationNews) reportConfiguration(plan, situation.configurationNews)
  yield* follow(plan, event)
  refresh(plan)
  return plan.decision()
}

/** One line per event: who answers to it. */
function* follow(plan: Plan, event: Event): Asking<void> {
  switch (event.type) {
    case 'IssueChanged':
      return yield* followThread(plan, event)
    case 'PullRequestChanged':
      yield* judgeForkedConfiguration(plan, event)
      yield* followThread(plan, event)
      return yield* followPullRequest(plan, event)
    case 'CommentAdded':
      return yield* followComment(plan, event)
    case 'CommentEdited':
      return yield* followEdit(plan, event)
    case 'ReviewChanged':
      return yield* followReview(plan, event)
    case 'BranchPushed':
      yield* judgePushedConfiguration(plan, event)
      return notePush(plan, event)
    case 'MergeGroupRequested':
      return yield* judgeMergeGroup(plan, event)
    case 'CheckRerunRequested':
      return yield* followRerun(plan, event)
    case 'RulesetChanged':
      return noteRulesetChange(plan, event)
    case 'ProtectionChanged':
      return noteProtectionChange(plan, event)
    case 'TimerFired':
      return yield* followTimer(plan, event)
    case 'EffectSettled':
      return yield* followOutcome(plan, event)
    case 'RepositoryChanged':
    case 'InstallationChanged':
      // What they carry is remembered by the engine; no incident moves because of them.
      return
  }
}

function* followComment(plan: Plan, event: CommentAdded): Asking<void> {
  const incident = linkedIncident(plan.active, event.thread.number)
  yield* followCommands(plan, event)
  const current = incident && plan.find(incident.id)
  if (current) yield* noteResponse(plan, current, event.actor, 'commented')
}

function* followEdit(plan: Plan, event: CommentEdited): Asking<void> {
  for (const incident of plan.active) {
    const ticked = yield* readTicks(plan, incident, event)
    if (ticked) yield* rejudgeHotfixes(plan, yield* noteResponse(plan, ticked, event.actor, 'ticked a checklist item'))
  }
}

function* followReview(plan: Plan, event: ReviewChanged): Asking<void> {
  const incident = linkedIncident(plan.active, event.pullRequest.number)
  if (incident) yield* noteResponse(plan, incident, event.actor, `reviewed #${event.pullRequest.number}`)
  yield* judgePullRequest(plan, event.pullRequest)
}

/** "Re-run" on one of our checks: whatever stands on that commit is judged again. */
function* followRerun(plan: Plan, event: CheckRerunRequested): Asking<void> {
  if (event.name === configCheckName) return yield* rejudgeConfiguration(plan, event)
  for (const { number } of yield* pullRequestsWith(event.sha)) {
    const pullRequest = yield* pullRequestAt(number)
    if (pullRequest) yield* judgePullRequest(plan, pullRequest)
  }
}

function* followTimer(plan: Plan, event: TimerFired): Asking<void> {
  const incident = plan.find(event.incident)
  if (!incident) return
  const [name, ...rest] = event.timer.split('/')
  switch (name) {
    case 'escalation':
      return escalateWhenDue(plan, incident, event)
    case 'silence':
      return escalateSilence(plan, incident, event)
    case 'respond-within':
    case 'resolve-within':
      return notePromise(plan, incident, event)
    case 'freeze-asked':
    case 'freeze-end':
      return noteFreezeDuration(plan, incident, event)
    case 'checklist':
      return remindOfChecklist(plan, incident, rest.join('/'), event)
    case 'push':
      return yield* lookAgain(plan, incident, event)
    default:
      plan.because(`nobody knows the timer ${event.timer} any more`, false)
  }
}
