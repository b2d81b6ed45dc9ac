import { readCommands } from './command.ts'
import type {
  CommentAdded,
  CommentEdited,
  EffectSettled,
  Event,
  GitHubEvent,
  ReviewChanged,
  TimerFired,
} from './event.ts'
import { tiedIncidents } from './hotfix-link.ts'
import { type Decision, Plan, type Situation } from './plan.ts'
import type { Asking } from './question.ts'
import { timerReason } from './reasons.ts'
import { followAftermath, followAftermathTimer } from './steps/aftermath.ts'
import { beginFromAlert, followAlert } from './steps/alert.ts'
import { lookAtAlertAgain } from './steps/alert-end.ts'
import { followThread } from './steps/anchor.ts'
import { lookAgain, notePush } from './steps/bypass.ts'
import { followCheckUp, noteInstallation, noteRepository } from './steps/check-up.ts'
import { readTicks, remindOfChecklist } from './steps/checklist.ts'
import { followCommands } from './steps/command.ts'
import { followCooldownTimer } from './steps/community.ts'
import {
  judgeForkedConfiguration,
  judgePushedConfiguration,
  publishForecast,
  reportConfiguration,
} from './steps/configuration.ts'
import { beginDrill, followDrillTimer } from './steps/drill.ts'
import { followDrillCalendar, scheduleDrills } from './steps/drill-calendar.ts'
import { escalateSilence, escalateWhenDue, notePromise, noteResponse } from './steps/escalate.ts'
import { followPullRequest } from './steps/hotfix.ts'
import { currentOf, judgePullRequest, rejudgeHotfixes } from './steps/judge.ts'
import { followCommunicationTimer } from './steps/keep-informed.ts'
import { noteReplacement, sayInPlace } from './steps/lost-anchor.ts'
import { judgeMergeGroup, lookAtGroupAgain } from './steps/merge-group.ts'
import { endOnboarding, followSurvey, onboard, suggestByIssue } from './steps/onboarding.ts'
import { followOutcome } from './steps/outcome.ts'
import { followPlanned } from './steps/planned.ts'
import { noteClosedElsewhere } from './steps/postmortem-elsewhere.ts'
import {
  endDashboard,
  followDashboardIssue,
  followDashboardOutcome,
  followLook,
  followReadinessTimer,
} from './steps/readiness.ts'
import { rebuild } from './steps/rebuild.ts'
import { refresh } from './steps/refresh.ts'
import { followRerun } from './steps/rerun.ts'
import { closeWhenDone } from './steps/resolve.ts'
import { followDeployment, followStageTimer, noteGates } from './steps/roll-out.ts'
import { noteFreezeDuration, noteProtectionChange, noteRulesetChange } from './steps/tamper.ts'
import { noteThawByHand } from './steps/thaw-by-hand.ts'
import { timersOf } from './timers.ts'

/**
 * The whole procedure: from where things stand and what happened to what is to be stored and done, with the reasons.
 * Pure: the same situation, event and answers give the same decision. Deciding twice is harmless, because nothing
 * happens before the decision is stored.
 */
export function* decide(situation: Situation, event: Event): Asking<Decision> {
  const plan = new Plan(situation)
  if (event.type === 'DatabaseLost') plan.looksFirst()
  if (situation.configurationNews) {
    reportConfiguration(plan, situation.configurationNews, event)
    yield* endOnboarding(plan, situation.configurationNews, event)
  }
  yield* follow(plan, event)
  yield* followPlanned(plan, event)
  endDashboard(plan)
  scheduleDrills(plan, event)
  refresh(plan, event)
  plan.end()
  return plan.decision()
}

/** One line per event: who answers to it. */
function* follow(plan: Plan, event: Event): Asking<void> {
  // What the App does itself is known from the outcome of its effects; its words and labels declare and command nothing.
  if ('actor' in event && event.actor.isSelf) return yield* followOwn(plan, event)
  switch (event.type) {
    case 'IssueChanged':
      yield* followDashboardIssue(plan, event)
      return (yield* followAftermath(plan, event)) ? undefined : yield* followThread(plan, event)
    case 'PostmortemClosedElsewhere': {
      const done = noteClosedElsewhere(plan, event)
      return done && void closeWhenDone(plan, done)
    }
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
      return yield* noteRulesetChange(plan, event)
    case 'ProtectionChanged':
      return yield* noteProtectionChange(plan, event)
    case 'AlertChanged':
      return yield* followAlert(plan, event)
    case 'DeploymentChanged':
      return yield* followDeployment(plan, event)
    case 'TimerFired':
      if (followReadinessTimer(plan, event)) return
      return (yield* onboard(plan, event)) || (yield* followDrillCalendar(plan, event))
        ? undefined
        : yield* followTimer(plan, event)
    case 'EffectSettled':
      return yield* followSettled(plan, event)
    case 'DatabaseLost':
      return yield* rebuild(plan, event)
    case 'RepositoryChanged':
      return yield* noteRepository(plan, event)
    case 'InstallationChanged':
      return yield* noteInstallation(plan, event)
    case 'CheckUpDue':
      return yield* followCheckUp(plan, event)
  }
}

/** What the App did itself, or the command line in its name. A configuration that it proposes is judged like anybody's. */
function* followOwn(plan: Plan, event: GitHubEvent): Asking<void> {
  if (event.type === 'BranchPushed') yield* judgePushedConfiguration(plan, event)
  else noteThawByHand(plan, event)
}

function* followSettled(plan: Plan, event: EffectSettled): Asking<void> {
  if (followLook(plan, event) || (yield* followSurvey(plan, event))) return
  if (publishForecast(plan, event) || followDashboardOutcome(plan, event) || suggestByIssue(plan, event)) return
  if ((yield* beginFromAlert(plan, event)) || (yield* beginDrill(plan, event))) return
  noteReplacement(plan, event)
  if (!sayInPlace(plan, event)) yield* followOutcome(plan, event)
}

function* followComment(plan: Plan, event: CommentAdded): Asking<void> {
  const { number } = event.thread
  const isUnknown = plan.at(number) === undefined
  const tied = tiedIncidents(plan.active, number)
  yield* followCommands(plan, event)
  const begun = isUnknown ? plan.at(number) : undefined
  // Whoever asks for more time, or for more people, has not taken it on.
  if (readCommands(event.body).some(({ name }) => name === 'snooze' || name === 'escalate')) return
  for (const { id } of begun ? [begun] : tied) {
    const current = plan.find(id)
    if (current) yield* noteResponse(plan, current, event.actor, 'commented')
  }
}

function* followEdit(plan: Plan, event: CommentEdited): Asking<void> {
  for (const incident of plan.atHand) {
    const ticked = yield* readTicks(plan, incident, event)
    if (!ticked) continue
    const answered = yield* noteResponse(plan, noteGates(plan, ticked), event.actor, 'ticked a checklist item')
    // Judging costs several calls, and a list is ticked item by item.
    if (answered.policy.hotfix.require.includes('checklist')) yield* rejudgeHotfixes(plan, answered)
  }
}

function* followReview(plan: Plan, event: ReviewChanged): Asking<void> {
  const { number } = event.pullRequest
  for (const incident of tiedIncidents(plan.active, number))
    yield* noteResponse(plan, incident, event.actor, `reviewed #${number}`)
  yield* judgePullRequest(plan, yield* currentOf(plan, event.pullRequest))
}

function* followTimer(plan: Plan, event: TimerFired): Asking<void> {
  const incident = plan.find(event.incident)
  if (!incident) return
  // It fired while what it waited for was put off or settled; the decision that did so set the timers anew.
  const wanted = timersOf(incident).find(({ name }) => name === event.timer)
  if (!wanted || wanted.at > plan.now) return plan.because(`the timer ${event.timer} is not due any more`, false)
  plan.because(timerReason(event.timer))
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
    case 'group':
      return yield* lookAtGroupAgain(plan, incident, event)
    case 'push':
      return yield* lookAgain(plan, incident, event)
    case 'alert':
      return yield* lookAtAlertAgain(plan, incident)
    case 'update':
    case 'deadline':
      return yield* followCommunicationTimer(plan, incident, event)
    case 'stage':
      return yield* followStageTimer(plan, incident, event)
    case 'cooldown':
      return yield* followCooldownTimer(plan, incident, event)
    case 'review':
    case 'action':
    case 'follow-up':
      return yield* followAftermathTimer(plan, incident, event)
    case 'inject':
      return yield* followDrillTimer(plan, incident, event)
  }
}
