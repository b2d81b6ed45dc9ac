import { defaultPath } from '../../policy/extends.ts'
import type { ForecastResult } from '../configuration-effect.ts'
import type { ConfigurationReport } from '../configuration-report.ts'
import type { EffectOutcome } from '../effect.ts'
import type { BranchPushed, CheckRerunRequested, EffectSettled, Event, PullRequestChanged } from '../event.ts'
import { isOwnBranch } from '../hotfix-link.ts'
import { configCheckName } from '../incident.ts'
import type { Message } from '../message.ts'
import { atLeast } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, configurationAt, filesOf, permissionOf } from '../question.ts'
import type { PullRequest } from '../repository.ts'
import { checkKey } from './verdict.ts'

/** A configuration that is to be judged. */
interface Proposed {
  readonly sha: string
  /** Where it comes from: a newer commit there takes the place of one that still waits to be played. */
  readonly place: string
  readonly isProposal: boolean
  /** Whether there was one, as far as is known: else nobody has to be told that there is none. */
  readonly wasThere: boolean
  /** Login of whoever brought it from a fork. */
  readonly from?: string
}

/** A push changed the configuration: it is judged on that commit, and on the default branch also as one reused issue. */
export function* judgePushedConfiguration(plan: Plan, event: BranchPushed): Asking<void> {
  if (!event.touchesConfiguration || event.deleted) return
  const isProposal = event.branch !== plan.situation.repository.defaultBranch
  // A forced push of the default branch counts as a change of whatever it may have changed.
  const wasThere = isProposal ? isInForce(plan) : !event.forced
  yield* judgeConfiguration(plan, { sha: event.after, place: `branch/${event.branch}`, isProposal, wasThere })
}

/**
 * A fork's push sends no event to this repository, so a fork's pull request onto the default branch costs one call to
 * see whether it touches the configuration. Branches of the repository itself are seen when they are pushed.
 */
export function* judgeForkedConfiguration(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest, change, actor } = event
  if (change !== 'opened' && change !== 'pushed' && change !== 'reopened') return
  if (!comesFromFork(plan, pullRequest)) return
  const { number, head } = pullRequest
  const files = yield* filesOf(number)
  if (!files.includes(defaultPath)) return
  const wasThere = isInForce(plan)
  const proposed = { sha: head.sha, place: `pull/${number}`, isProposal: true, wasThere, from: actor.login }
  yield* judgeConfiguration(plan, proposed)
}

const isInForce = (plan: Plan): boolean => plan.situation.policy.origin !== 'no-file'

const comesFromFork = (plan: Plan, pullRequest: PullRequest): boolean =>
  !isOwnBranch(plan.situation.repository, pullRequest) &&
  pullRequest.head.repository !== undefined &&
  pullRequest.base.ref === plan.situation.repository.defaultBranch

/** Somebody asked for the check to be run again; of an old commit, too, so that it takes nobody's place. */
export function* rejudgeConfiguration(plan: Plan, { sha }: CheckRerunRequested): Asking<void> {
  yield* judgeConfiguration(plan, { sha, place: `commit/${sha}`, isProposal: true, wasThere: isInForce(plan) })
}

/**
 * The verdict is published at once. What a valid proposal would change is played beside everything else and follows on the
 * same check, so that neither a merge nor an emergency waits for it.
 */
function* judgeConfiguration(plan: Plan, proposed: Proposed): Asking<void> {
  const { sha, place, isProposal, from } = proposed
  const { present, problems, notices } = yield* configurationAt(sha)
  if (!present) return noteAbsence(plan, proposed)
  plan.because(`the configuration on ${sha.slice(0, 7)} is valid`, problems.length === 0)
  const foretells = isProposal && problems.length === 0
  publish(plan, sha, { type: 'ConfigReport', problems, notices, ...(foretells && { forecast: 'under-way' }) })
  const key = `${plan.situation.repository.id}/forecast/${place}`
  // One that still waits is of an older commit, or was asked for when this one looked otherwise.
  if (!foretells) return plan.cancel(key)
  const fromStranger = from !== undefined && !atLeast(yield* permissionOf(from), 'triage')
  const asked = { type: 'ForecastConfiguration', sha, notices, askedAt: plan.now } as const
  plan.put(undefined, { ...asked, ...(fromStranger && { fromStranger }) }, { key, keep: 'latest' })
}

/** Taking the file away is a change like any other, and the one that changes most. */
function noteAbsence(plan: Plan, { sha, place, wasThere }: Proposed): void {
  plan.because(`there is a configuration on ${sha.slice(0, 7)}`, false)
  if (!wasThere) return
  plan.cancel(`${plan.situation.repository.id}/forecast/${place}`)
  publish(plan, sha, { type: 'ConfigReport', absent: true, problems: [], notices: [] })
}

/** What the play of a proposal came to is added to its check. @returns false: the event is about something else */
export function publishForecast(plan: Plan, { put: { effect }, outcome }: EffectSettled): boolean {
  if (effect.type !== 'ForecastConfiguration') return false
  const { sha, notices } = effect
  const { forecast, hazards } = resultOf(outcome)
  plan.because(`what the configuration on ${sha.slice(0, 7)} changes was played`, forecast.type === 'played')
  publish(plan, sha, { type: 'ConfigReport', problems: [], notices, forecast, ...(hazards && { hazards }) })
  return true
}

function resultOf(outcome: EffectOutcome): Omit<ForecastResult, 'type'> {
  if (!outcome.succeeded) return { forecast: { type: 'not-played', why: outcome.reason } }
  const { result } = outcome
  return result.type === 'Forecast' ? result : { forecast: { type: 'not-played', why: 'it brought no result' } }
}

type ConfigReport = Extract<Message, { type: 'ConfigReport' }>

function publish(plan: Plan, sha: string, message: ConfigReport): void {
  plan.put(
    undefined,
    {
      type: 'PublishCheck',
      name: configCheckName,
      sha,
      externalId: 'config',
      conclusion: message.problems.length > 0 ? 'failure' : 'success',
      message,
    },
    { key: checkKey(plan.situation.repository.id, configCheckName, sha), keep: 'latest' },
  )
}

/**
 * The default branch holds a configuration nobody was told about yet: broken, one issue says so; mended, it is closed.
 * Where nothing is stored, none is looked for as long as nothing is wrong: each of a thousand repositories would be asked.
 * So before something is said to be wrong it always is: there may be one from before the database was lost.
 */
export function reportConfiguration(plan: Plan, { problems, blob }: ConfigurationReport, event: Event): void {
  const isBroken = problems.length > 0
  if (!isBroken && event.type === 'DatabaseLost') return
  plan.put(
    undefined,
    {
      type: 'KeepIssue',
      open: isBroken,
      title: 'Action required: fix .github/incident.yml',
      labels: [],
      ...(isBroken && { again: true }),
      message: isBroken ? { type: 'ConfigIssue', problems, sha: blob ?? '' } : { type: 'ConfigFixed', sha: blob ?? '' },
    },
    { key: `${plan.situation.repository.id}/config-issue`, keep: 'latest' },
  )
}
