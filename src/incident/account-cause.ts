import { effectWords } from './account-effect.ts'
import { readCommands } from './command.ts'
import type { Effect } from './effect.ts'
import type { Event, GitHubEvent } from './event.ts'
import { anchorOfCheck } from './incident.ts'

/** What made somebody decide, without its texts. */
export interface Cause {
  readonly type: Event['type']
  /** Login of who did it; undefined where nobody did, or it is not known. */
  readonly actor?: string
  /** What changed, in the event's own word: `labelled`, `submitted`, … */
  readonly change?: string
  /** What it is about beside a thread: a label, commands by their names, a branch, a check, a ruleset, an environment. */
  readonly about?: string
  /** Number of the issue or pull request. */
  readonly thread?: number
  /** GUID of the delivery that it goes back to. */
  readonly delivery?: string
  /** Of `TimerFired`; `dueAt` in epoch milliseconds. */
  readonly timer?: { readonly name: string; readonly dueAt: number }
  /** Of `EffectSettled`. */
  readonly effect?: { readonly key: string; readonly type: Effect['type']; readonly what: string }
  /** Why that effect was given up; undefined: it was carried out. */
  readonly failure?: string
}

/** The number of the issue or pull request that an event is about, where it is about one. */
export function threadIn(event: Event): number | undefined {
  if ('issue' in event) return event.issue.number
  if ('pullRequest' in event) return event.pullRequest.number
  if ('thread' in event) return event.thread.number
  return event.type === 'CheckRerunRequested' ? anchorOfCheck(event.name) : undefined
}

/** A summary that is as short as the event's names are: whole bodies never get into it. */
export function causeOf(event: Event): Cause {
  if (event.type === 'EffectSettled') return causeOfOutcome(event)
  const thread = threadIn(event)
  const about = aboutOf(event)
  return {
    type: event.type,
    ...('actor' in event && { actor: event.actor.login }),
    ...('change' in event && { change: event.change }),
    ...(about !== undefined && { about: about.slice(0, 200) }),
    ...(thread !== undefined && { thread }),
    ...(event.delivery !== undefined && { delivery: event.delivery }),
    ...(event.type === 'TimerFired' && { timer: { name: event.timer, dueAt: event.dueAt } }),
  }
}

function causeOfOutcome({ put, outcome, type }: Extract<Event, { type: 'EffectSettled' }>): Cause {
  const { key, effect, delivery } = put
  return {
    type,
    effect: { key, type: effect.type, what: effectWords(effect) },
    ...(!outcome.succeeded && { failure: outcome.reason }),
    ...(delivery !== undefined && { delivery }),
  }
}

function aboutOf(event: Exclude<Event, { type: 'EffectSettled' }>): string | undefined {
  switch (event.type) {
    case 'IssueChanged':
    case 'PullRequestChanged':
      return event.label
    case 'CommentAdded':
      return readCommands(event.body)
        .map(({ name }) => `/incident ${name}`.trim())
        .join(', ')
    case 'CheckUpDue':
      return event.interruption
    case 'TimerFired':
    case 'DatabaseLost':
      return undefined
    default:
      return placeOf(event)
  }
}

/** Where something happened beside the threads. */
function placeOf(event: GitHubEvent): string | undefined {
  switch (event.type) {
    case 'BranchPushed':
      return `${event.branch} at ${event.after.slice(0, 7)}`
    case 'MergeGroupRequested':
      return event.baseBranch
    case 'CheckRerunRequested':
    case 'RulesetChanged':
      return event.name
    case 'ProtectionChanged':
      return event.pattern
    case 'AlertChanged':
      return event.how
    case 'DeploymentChanged':
      return `${event.deployment.environment}: ${event.state}`
    default:
      return undefined
  }
}
