import type { OnboardingScope } from '../../lib/onboarding-scope.ts'
import { defaultPath } from '../../policy/extends.ts'
import { loadOverPresets } from '../../policy/load-presets.ts'
import type { Policy } from '../../policy/policy.ts'
import { starterFile, suggestPreset } from '../../policy/starter.ts'
import { formPath, starterForm } from '../../policy/starter-form.ts'
import type { ConfigurationReport } from '../configuration-report.ts'
import type { Effect } from '../effect.ts'
import type { EffectSettled, Event, TimerFired } from '../event.ts'
import { answerIn, lookKey } from '../look.ts'
import { type InForce, type OnboardingMessage, onboardingKey, onboardingTimer } from '../onboarding.ts'
import { type Plan, repositoryTimers } from '../plan.ts'
import { type Asking, effectsAskedFor } from '../question.ts'
import type { Survey } from '../survey.ts'
import { isEmergency } from './readiness-calendar.ts'

/** Of the issue and of the pull request. */
export const onboardingTitle = 'Configure Firebreak'

const branch = 'firebreak/configure'

/** Whether an event adds a repository in which a configuration is to be suggested if it has none. */
export function isToBeOnboarded(scope: OnboardingScope | undefined, event: Event): boolean {
  if (event.type !== 'InstallationChanged' || event.change !== 'added') return false
  return scope === 'all' || (scope === 'selected' && event.selection === 'selected')
}

const isOnboardingDue = ({ situation: { repository } }: Plan, event: Event): event is TimerFired =>
  event.type === 'TimerFired' && event.timer === onboardingTimer && event.incident === repositoryTimers(repository.id)

/**
 * The App was added here, and its file has just been looked for: where there is none, one is suggested. Once and for all: whoever
 * closes it has declined. Returns whether the timer was this one.
 */
export function* onboard(plan: Plan, event: TimerFired): Asking<boolean> {
  if (!isOnboardingDue(plan, event)) return false
  const key = onboardingKey(plan.situation.repository.id)
  if (plan.situation.policy.origin !== 'no-file') {
    plan.because('there is a configuration already', false)
    return true
  }
  if (isEmergency(plan)) plan.because('no configuration is suggested while there is an emergency', false)
  // Else it is a repository that was taken away and added again.
  else if ((yield* effectsAskedFor(key)).asked === 0) askToSurvey(plan)
  return true
}

function askToSurvey(plan: Plan): void {
  plan.because('it is to be looked what a first configuration could be')
  const look = { type: 'LookAround', questions: [{ ask: 'survey' }], askedAt: plan.now } as const
  plan.put(undefined, look, { key: lookKey(plan.situation.repository.id, 'survey'), keep: 'latest' })
}

/** What the suggestion is made of was seen. Returns whether the event is that. */
export function* followSurvey(plan: Plan, event: EffectSettled): Asking<boolean> {
  if (!isSurvey(plan, event)) return false
  const { policy, repository } = plan.situation
  const key = onboardingKey(repository.id)
  const survey = answerIn(event.outcome, 'survey')
  const why = isEmergency(plan) ? 'there is an emergency' : reasonAgainst(survey, policy)
  if (why !== undefined) plan.because(`no configuration is suggested: ${why}`, false)
  // Asked for twice meanwhile.
  else if (survey && (yield* effectsAskedFor(key)).asked === 0)
    plan.put(undefined, suggestionFor(survey, policy), { key })
  return true
}

const isSurvey = ({ situation: { repository } }: Plan, event: Event): event is EffectSettled =>
  event.type === 'EffectSettled' && event.put.key === lookKey(repository.id, 'survey')

/** In an emergency people have other things to read: the suggestion waits until it is over. */
export const isPutOff = (plan: Plan, event: Event): boolean =>
  (isOnboardingDue(plan, event) || isSurvey(plan, event)) &&
  isEmergency(plan) &&
  plan.situation.policy.origin === 'no-file'

function reasonAgainst(survey: Survey | undefined, { origin }: Policy): string | undefined {
  if (origin !== 'no-file') return 'one came meanwhile'
  if (!survey) return 'the repository could not be seen'
  const { hasConfiguration, archived, fork, hasIssues } = survey
  if (archived) return 'the repository is archived'
  if (fork) return 'it is a fork'
  if (!hasIssues) return 'it has no issues'
  if (hasConfiguration === undefined) return 'whether it has one cannot be seen'
  return hasConfiguration ? 'it has one' : undefined
}

/** It may have been suggested before the database was lost, or so long ago that this is forgotten: it is looked for first. */
function suggestionFor(survey: Survey, { detection }: Policy): Effect {
  const suggestion = suggestPreset(survey)
  const file = starterFile(suggestion.preset, survey)
  const loaded = loadOverPresets(file)
  // A test holds that every suggestion is valid; the file alone is better than nothing.
  const policy = loaded.ok ? loaded.value.policy : undefined
  const form = policy && !survey.hasEmergencyForm ? starterForm(policy) : undefined
  const today = { titlePrefixes: detection.titlePrefixes, labels: detection.labels }
  const told = { type: 'Onboarding', survey, suggestion, today, inForce: inForceUnder(policy), form } as const
  if (!survey.mayWriteContents) return issue({ ...told, way: 'issue' })
  return {
    type: 'ProposeConfiguration',
    ...{ branch, title: onboardingTitle, commit: 'Configure Firebreak', base: survey.defaultBranch },
    files: [{ path: defaultPath, text: file }, ...(form === undefined ? [] : [{ path: formPath, text: form }])],
    message: { ...told, way: 'pull-request' },
    again: true,
  }
}

const issue = (message: OnboardingMessage): Effect => ({
  ...{ type: 'OpenIssue', title: onboardingTitle, labels: [], assignees: [], message, again: true },
})

/** The branch is somebody else's, or it was not allowed after all: then it is an issue. Returns whether it was this effect. */
export function suggestByIssue(plan: Plan, { put, outcome }: EffectSettled): boolean {
  const { effect, key } = put
  if (effect.type !== 'ProposeConfiguration') return false
  if (outcome.succeeded || effect.message.type !== 'Onboarding') return true
  // A file may have come meanwhile.
  if (plan.situation.policy.origin !== 'no-file') return true
  plan.because(`no pull request could be opened: ${outcome.reason}`, false)
  plan.put(undefined, issue({ ...effect.message, way: 'issue' }), { key, keep: 'latest' })
  return true
}

/**
 * A valid file is on the default branch: what suggested one has done its work. A push of the file is looked into even where
 * nothing is known of a suggestion: it may have been made before the database was lost. One that somebody closed is left alone.
 */
export function* endOnboarding(plan: Plan, { present, problems }: ConfigurationReport, event: Event): Asking<void> {
  if (!present || problems.length > 0) return
  const key = onboardingKey(plan.situation.repository.id)
  const { asked } = yield* effectsAskedFor(key)
  if (asked === 0 && event.type !== 'BranchPushed') return
  plan.cancel(key)
  plan.put(
    undefined,
    {
      ...{ type: 'KeepIssue', open: false, title: onboardingTitle, labels: [], openedBy: key, again: true },
      message: { type: 'Onboarded', inForce: inForceUnder(plan.situation.policy) },
    },
    { key: `${key}/configured` },
  )
}

function inForceUnder(policy: Policy | undefined): InForce {
  if (!policy) return { titlePrefixes: [], labels: [], severities: [], branches: [] }
  const { detection, severities, freeze } = policy
  return {
    ...{ titlePrefixes: detection.titlePrefixes, labels: detection.labels, branches: freeze.branches },
    severities: severities.map(({ id, responders, freeze: mode }) => ({
      ...{ id, responders },
      freeze: mode === false ? undefined : mode,
    })),
  }
}
