import { readNumber } from '../command.ts'
import { type Incident, isAnchoredAt, isOngoing } from '../incident.ts'
import { type Asking, pullRequestAt } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { CommandContext } from './command-context.ts'
import { link } from './hotfix.ts'
import { judgePullRequest } from './judge.ts'

/** Says where the incident stands; on a pull request it also judges it again, exempt paths included. */
export function* showStatus(
  { plan, event }: CommandContext,
  incident: Incident | undefined,
): Asking<Refusal | undefined> {
  const thread = event.thread.number
  if (event.thread.type === 'pull-request') {
    const pullRequest = yield* pullRequestAt(thread)
    if (pullRequest) yield* judgePullRequest(plan, pullRequest)
  }
  const open = plan.active.filter(isOngoing).map(({ anchor }) => anchor.number)
  const planned = plan.windows.told
  const message = incident
    ? ({ type: 'Status', incident: incident.id } as const)
    : ({ type: 'NoIncident', open, ...(planned.length > 0 && { planned }) } as const)
  plan.put(incident, { type: 'PostComment', thread, message }, { key: `answer/${event.commentId}/status` })
  return undefined
}

/** `link #N`: on an incident, N is the pull request; on a pull request, N is the incident. */
export function* linkByCommand(context: CommandContext, here: Incident | undefined): Asking<Refusal | undefined> {
  const { plan, event, args, by, description } = context
  const number = readNumber(args)
  if (number === undefined) return { type: 'usage', usage: `/incident ${description.usage}` }
  const named = plan.at(number)
  const incident = event.thread.type === 'pull-request' && named ? named : here
  if (!incident || !isOngoing(incident))
    return { type: 'no-incident', open: plan.active.filter(isOngoing).map(({ anchor }) => anchor.number) }
  const target = isAnchoredAt(incident, number) ? event.thread.number : number
  const pullRequest = yield* pullRequestAt(target)
  if (pullRequest?.state !== 'open')
    return {
      type: 'unknown-name',
      what: 'pull request',
      found: `#${target}`,
      allowed: ['the number of an open pull request'],
    }
  const linked = yield* link(plan, incident, pullRequest, { by, byHand: true, how: 'command' })
  if (event.thread.number !== target)
    plan.put(linked, {
      type: 'PostComment',
      thread: target,
      message: { type: 'HotfixLinked', incident: linked.id, number: target },
    })
  yield* judgePullRequest(plan, pullRequest)
  return undefined
}
