import type { ConfigurationReport } from '../configuration-report.ts'
import type { BranchPushed, CheckRerunRequested, Event, PullRequestChanged } from '../event.ts'
import { isOwnBranch } from '../hotfix-link.ts'
import { configCheckName } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, configurationAt, filesOf } from '../question.ts'
import type { PullRequest } from '../repository.ts'
import { checkKey } from './verdict.ts'

const path = '.github/incident.yml'

/** A push changed the configuration: it is judged on that commit, and on the default branch also as one reused issue. */
export function* judgePushedConfiguration(plan: Plan, event: BranchPushed): Asking<void> {
  if (!event.touchesConfiguration || event.deleted) return
  yield* judgeConfigurationAt(plan, event.after)
}

/**
 * A fork's push sends no event to this repository, so a fork's pull request onto the default branch costs one call to
 * see whether it touches the configuration. Branches of the repository itself are seen when they are pushed.
 */
export function* judgeForkedConfiguration(plan: Plan, event: PullRequestChanged): Asking<void> {
  const { pullRequest, change } = event
  if (change !== 'opened' && change !== 'pushed' && change !== 'reopened') return
  if (!comesFromFork(plan, pullRequest)) return
  const files = yield* filesOf(pullRequest.number)
  if (files.includes(path)) yield* judgeConfigurationAt(plan, pullRequest.head.sha)
}

const comesFromFork = (plan: Plan, pullRequest: PullRequest): boolean =>
  !isOwnBranch(plan.situation.repository, pullRequest) &&
  pullRequest.head.repository !== undefined &&
  pullRequest.base.ref === plan.situation.repository.defaultBranch

/** Somebody asked for the check to be run again. */
export function* rejudgeConfiguration(plan: Plan, event: CheckRerunRequested): Asking<void> {
  yield* judgeConfigurationAt(plan, event.sha)
}

function* judgeConfigurationAt(plan: Plan, sha: string): Asking<void> {
  const { present, problems, notices } = yield* configurationAt(sha)
  if (!present) return
  plan.put(
    undefined,
    {
      type: 'PublishCheck',
      name: configCheckName,
      sha,
      externalId: 'config',
      conclusion: problems.length > 0 ? 'failure' : 'success',
      message: { type: 'ConfigReport', problems, notices },
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
