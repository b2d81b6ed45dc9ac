import { didYouMean } from '../../lib/did-you-mean.ts'
import { type Command, readCommands } from '../command.ts'
import { type CommandDescription, commands, describedCommand } from '../commands-table.ts'
import type { CommentAdded } from '../event.ts'
import { linkedIncident } from '../hotfix-link.ts'
import { type Incident, isEnded, isOngoing, isPostmortemAt } from '../incident.ts'
import { atLeast, isAmong, neededFor, respondersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, effectsAskedFor, isCommandAnswered, permissionOf } from '../question.ts'
import { reason } from '../reason.ts'
import { permissionReasons, refusalReason } from '../reasons.ts'
import type { Refusal } from '../refusal.ts'
import { membersTold } from '../told.ts'
import { carryOut } from './command-actions.ts'
import type { CommandContext } from './command-context.ts'
import { beginBeforeItsOpening } from './late-opening.ts'
import { cardKey } from './refresh.ts'

/** For so long after a loss a delivery may come that was taken in before it: GitHub redelivers for three days. */
const redelivered = 4 * 86_400_000

/** Carries out the commands of a new comment, and answers each: 👍 carried out, 😕 refused with the reason. */
export function* followCommands(plan: Plan, event: CommentAdded): Asking<void> {
  const found = readCommands(event.body)
  if (found.length === 0) return
  // Which deliveries were taken in was lost as well; that this one was is to be seen at the comment.
  const wasLost = plan.atHand.some(({ rebuilt }) => rebuilt !== undefined && plan.now - rebuilt < redelivered)
  if (wasLost && (yield* isCommandAnswered(event.commentId)))
    return plan.because('the command was answered before the database was lost', false)
  // A delivery's GUID is not signed: whoever caught one may send it again under another, and a thaw of then is none of now.
  const answered = `react/${event.commentId}/`
  if ((yield* effectsAskedFor(answered)).asked > 0) return plan.because('the comment was answered before', false)
  const names = found.map(({ name }) => name)
  if (!incidentOf(plan, event)) yield* beginBeforeItsOpening(plan, event, names)
  const refusals: { command: string; refusal: Refusal }[] = []
  for (const [place, command] of found.entries()) {
    const refusal = yield* follow(plan, event, command, place)
    if (refusal) refusals.push({ command: command.name, refusal })
    if (refusal) plan.because(refusalReason({ name: command.name, refusal }))
  }
  const content = refusals.length > 0 ? 'confused' : '+1'
  // A reaction stands for a command whose effects are on GitHub and on the card: after a loss it is carried out again without.
  const about = incidentOf(plan, event)
  const seals = about && { seals: cardKey(about.id) }
  plan.putLast(undefined, { type: 'React', commentId: event.commentId, content, ...seals }, { key: answered })
  for (const [index, { command, refusal }] of refusals.entries())
    plan.put(
      // The incident it is about, so that nothing of a secret is repeated on its hotfix either.
      about,
      {
        type: 'PostComment',
        thread: event.thread.number,
        message: { type: 'CommandRefused', to: event.actor.login, command, refusal },
      },
      { key: `answer/${event.commentId}/${index}` },
    )
}

function* follow(plan: Plan, event: CommentAdded, command: Command, place: number): Asking<Refusal | undefined> {
  const description = describedCommand(command.name === '' ? 'help' : command.name)
  if (!description) {
    const nearest = didYouMean(
      command.name,
      commands.map(({ name }) => name),
    )
    return { type: 'unknown-command', nearest }
  }
  const incident = incidentOf(plan, event)
  const forbidden = yield* checkPermission(plan, incident, event.actor.login, description)
  if (forbidden) return forbidden
  const { args } = command
  const name = `comment-${event.commentId}/${place}`
  const context: CommandContext = { plan, event, name, by: event.actor.login, args, description }
  return yield* carryOut(context, incident)
}

/** The incident a comment speaks of: the one anchored here, the one this pull request repairs, the one whose post-mortem this is. */
function incidentOf(plan: Plan, { thread }: CommentAdded): Incident | undefined {
  const anchored = plan.at(thread.number)
  if (anchored && !isEnded(anchored)) return anchored
  return (
    linkedIncident(plan.active, thread.number) ??
    anchored ??
    plan.active.find((each) => isPostmortemAt(each, thread.number))
  )
}

/** Asked from GitHub at this moment. Members of a role that the incident names, and whoever it told, may do what `triage` may. */
function* checkPermission(
  plan: Plan,
  incident: Incident | undefined,
  login: string,
  description: CommandDescription,
): Asking<Refusal | undefined> {
  const needed = neededFor(plan.situation.policy, description)
  const has = yield* permissionOf(login)
  const { name } = description
  if (atLeast(has, needed)) {
    plan.because(`${login} may \`/incident ${name}\``, true, permissionReasons(has, needed, `commands.${name}`))
    return undefined
  }
  const isRoleEnough = incident && isOngoing(incident) && atLeast('triage', needed)
  if (isRoleEnough && (yield* isAmong(login, [...respondersOf(plan, incident), ...membersTold(incident)]))) {
    const role = reason('a responder, or somebody who was told, may do what triage may')
    plan.because(`${login} may \`/incident ${name}\``, true, [role])
    return undefined
  }
  return { type: 'permission', needed, has }
}
