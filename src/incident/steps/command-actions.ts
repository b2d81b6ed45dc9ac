import { didYouMean } from '../../lib/did-you-mean.ts'
import { parseDuration } from '../../lib/duration.ts'
import type { FreezeMode } from '../../policy/policy.ts'
import { readLogin, textFrom } from '../command.ts'
import { dueSteps } from '../escalation-clock.ts'
import { type Incident, isBeingLifted, isEnded, isFrozen } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { WindowTold } from '../planned-freeze.ts'
import { type Asking, permissionOf } from '../question.ts'
import type { Refusal } from '../refusal.ts'
import type { Status } from '../timeline.ts'
import { setKind, setSeverity } from './classify.ts'
import type { CommandContext } from './command-context.ts'
import { linkByCommand, showStatus } from './command-on-thread.ts'
import { decideRepair, rollBack } from './command-repair.ts'
import { takeUpdate, tellChannels } from './communication.ts'
import { coolDown } from './community.ts'
import { confirm } from './declare.ts'
import { disclose } from './disclosure.ts'
import { drillByCommand } from './drill-calendar.ts'
import { escalateByHand } from './escalate.ts'
import { isFrozenAsWished, requestFreeze, requestThaw } from './freeze.ts'
import { rejudgeHotfixes } from './judge.ts'
import { isGivenUp, isWaiting, openPostmortem } from './postmortem.ts'
import { endRehearsal } from './rehearsal.ts'
import { cancel, reopen, resolve } from './resolve.ts'

/** Carries out one permitted command. Returns why not, when it was not. */
type Action = (context: CommandContext, incident: Incident) => Asking<Refusal | undefined>

const underWay: readonly Status[] = ['declared', 'acknowledged', 'mitigated']

const usage = ({ description }: CommandContext): Refusal => ({ type: 'usage', usage: `/incident ${description.usage}` })

const wrongStatus = ({ status }: Incident, needs: readonly Status[]): Refusal => ({
  type: 'wrong-status',
  status,
  needs,
})

/** Runs an action only in the statuses in which it means something. */
const during = (needs: readonly Status[], action: Action): Action =>
  function* (context, incident) {
    return needs.includes(incident.status) ? yield* action(context, incident) : wrongStatus(incident, needs)
  }

/** Runs an action only when something was said after the command. */
const withText = (action: Action): Action =>
  function* (context, incident) {
    return context.args === '' ? usage(context) : yield* action(context, incident)
  }

const acknowledge: Action = function* ({ plan, by }, incident) {
  const isKnown = incident.times.acknowledged !== undefined && incident.escalation.stopped
  if (incident.status === 'mitigated' || isKnown) return undefined
  plan.because(`${by} acknowledged`)
  const acknowledged = plan.record(incident, { type: 'Acknowledged' }, by)
  tellChannels(plan, acknowledged, { notice: { occasion: 'acknowledged', text: undefined } })
  return undefined
}

const severity: Action = function* ({ plan, by, args }, incident) {
  const { severities } = incident.policy
  const wanted = severities.find(({ id }) => id.toLowerCase() === args.toLowerCase())
  if (!wanted) return { type: 'unknown-name', what: 'severity', found: args, allowed: severities.map(({ id }) => id) }
  if (wanted.id === incident.severity) return { type: 'already', what: `the severity is ${wanted.id}` }
  yield* setSeverity(plan, incident, { to: wanted.id, by, how: 'command' })
  return undefined
}

const kind: Action = function* ({ plan, by, args }, incident) {
  const ids = Object.keys(incident.policy.kinds)
  const wanted = ids.find((id) => id.toLowerCase() === args.toLowerCase())
  if (wanted === undefined) return { type: 'unknown-name', what: 'kind', found: args, allowed: ids }
  if (wanted === incident.kind) return { type: 'already', what: `the kind is ${wanted}` }
  yield* setKind(plan, incident, { to: wanted, by, how: 'command' })
  return undefined
}

const commander: Action = function* ({ plan, by, args }, incident) {
  const login = args.toLowerCase() === 'me' ? by : readLogin(args)
  if (login === undefined || (yield* permissionOf(login)) === 'none')
    return { type: 'unknown-name', what: 'person', found: args, allowed: [] }
  plan.record(incident, { type: 'CommanderNamed', login }, by)
  return undefined
}

const note: Action = function* ({ plan, by, args }, incident) {
  const match = /^(\d{1,2}):(\d{2})\s+(\S[\s\S]*)$/u.exec(args)
  if (!match) {
    plan.record(incident, { type: 'Noted', text: args, happenedAt: undefined }, by)
    return undefined
  }
  const [, hours = '', minutes = '', text = ''] = match
  if (Number(hours) > 23 || Number(minutes) > 59)
    return { type: 'unknown-name', what: 'time', found: `${hours}:${minutes}`, allowed: ['00:00 to 23:59, UTC'] }
  plan.record(incident, { type: 'Noted', text, happenedAt: lastTimeAt(plan.now, Number(hours), Number(minutes)) }, by)
  return undefined
}

const day = 86_400_000

/** The last moment before now at which a UTC clock showed this time: nobody notes what is still to come. */
function lastTimeAt(now: number, hours: number, minutes: number): number {
  const today = now - (now % day) + (hours * 60 + minutes) * 60_000
  return today <= now ? today : today - day
}

const modes: readonly FreezeMode[] = ['hotfix-only', 'reviewed', 'locked']

const freeze: Action = function* ({ plan, by, args, name }, incident) {
  const words = args.split(/\s+/u).filter((word) => word !== '')
  const named = modes.find((mode) => mode === words[0]?.toLowerCase())
  const branches = named ? words.slice(1) : words
  // A mode misspelt is no branch: nobody means to freeze one of that name.
  const [first = ''] = branches
  if (!named && didYouMean(first.toLowerCase(), modes) !== undefined)
    return { type: 'unknown-name', what: 'mode', found: first, allowed: modes }
  if (isBeingLifted(incident.freeze))
    return { type: 'already', what: 'the freeze is just being lifted; ask again when it is off' }
  const strange = branches.find((branch) => !/^(?:~DEFAULT_BRANCH|~ALL|[\w.*?/-]{1,200})$/u.test(branch))
  if (strange !== undefined) return { type: 'unknown-name', what: 'mode', found: strange, allowed: modes }
  const mode = named ?? (isFrozen(incident) ? incident.freeze?.mode : undefined) ?? 'hotfix-only'
  const wish = { mode, by, name, ...(branches.length > 0 && { branches }) }
  if (isFrozenAsWished(plan, incident, wish))
    return { type: 'already', what: `the freeze is on in mode ${mode}, and holds these branches` }
  const frozen = requestFreeze(plan, incident, wish)
  yield* rejudgeHotfixes(plan, frozen)
  return undefined
}

const thaw: Action = function* ({ plan, by }, incident) {
  if (incident.drill?.rehearsal?.status === 'standing') {
    endRehearsal(plan, incident)
    return undefined
  }
  if (!incident.freeze || incident.freeze.status === 'off' || incident.freeze.status === 'lost')
    return { type: 'not-frozen', ...plannedOn(plan) }
  if (isBeingLifted(incident.freeze)) return { type: 'already', what: 'the freeze is just being lifted' }
  requestThaw(plan, incident, `${by} asked for it`, by)
  return undefined
}

const snooze: Action = function* ({ plan, by, args }, incident) {
  const duration = parseDuration(args)
  if (duration === undefined || duration <= 0 || duration > 30 * day)
    return { type: 'unknown-name', what: 'duration', found: args, allowed: ['30m', '4h', '1d'] }
  if (!dueSteps(incident)) return { type: 'nothing-to-do', what: 'no escalation step is to come' }
  plan.record(incident, { type: 'Snoozed', until: plan.now + duration }, by)
  return undefined
}

const bypass: Action = function* ({ plan, by, args }, incident) {
  const ahead = incident.bypasses.every(({ reason }) => reason !== undefined)
  if (ahead && !isFrozen(incident) && incident.suspects.length === 0)
    return { type: 'nothing-to-do', what: 'nothing without a reason went past a freeze of this incident' }
  plan.record(incident, { type: 'BypassExplained', reason: args, ...(ahead && { ahead }) }, by)
  return undefined
}

const postmortem: Action = function* ({ plan }, incident) {
  if (incident.postmortem && !isGivenUp(incident)) return { type: 'already', what: 'the post-mortem is open' }
  if (isWaiting(incident))
    return {
      type: 'nothing-to-do',
      what: 'there is no private repository for the post-mortem of a confidential incident; it opens with `/incident disclose`',
    }
  yield* openPostmortem(plan, incident, true)
  return undefined
}

const actions: Readonly<Record<string, Action>> = {
  ack: during(['declared', 'acknowledged', 'mitigated'], acknowledge),
  confirm: during(['reported'], function* ({ plan, by }, incident) {
    yield* confirm(plan, incident, by, 'confirmed by command')
    return undefined
  }),
  severity: during(['reported', ...underWay], severity),
  kind: during(['reported', ...underWay], kind),
  commander: during(underWay, withText(commander)),
  update: function* (context, incident) {
    const text = textFrom(context.event.body, context.description.name) || context.args
    return text === '' ? usage(context) : yield* takeUpdate(context.plan, incident, { text, by: context.by })
  },
  decide: during(underWay, withText(decideRepair)),
  rollback: during([...underWay, 'resolved'], rollBack),
  cooldown: withText(coolDown),
  disclose,
  note: withText(note),
  freeze: during(underWay, freeze),
  thaw,
  escalate: during(['reported', 'declared', 'acknowledged'], function* ({ plan, by, args }, incident) {
    const told = escalateByHand(plan, incident, by, args === '' ? undefined : args)
    return told ? undefined : { type: 'nothing-to-do', what: 'the severity has no escalation policy' }
  }),
  snooze,
  bypass: withText(bypass),
  cancel: during(
    ['reported', 'declared', 'acknowledged', 'mitigated'],
    withText(function* ({ plan, by, args, name }, incident) {
      yield* cancel(plan, incident, { by, reason: args, cause: name })
      return undefined
    }),
  ),
  resolve: during(underWay, function* ({ plan, by, args, name }, incident) {
    yield* resolve(plan, incident, { by, summary: args === '' ? undefined : args, how: 'command', cause: name })
    return undefined
  }),
  reopen: during(
    ['resolved', 'closed', 'cancelled'],
    withText(function* ({ plan, by, args, name }, incident) {
      yield* reopen(plan, incident, { by, reason: args, cause: name })
      return undefined
    }),
  ),
  'post-mortem': during(['mitigated', 'resolved', 'acknowledged', 'declared', 'closed'], postmortem),
}

/** A planned freeze is no incident's, and whoever asks for a thaw wants to know what holds the branch. */
function plannedOn(plan: Plan): { readonly planned?: readonly WindowTold[] } {
  const planned = plan.windows.told
  return planned.length > 0 ? { planned } : {}
}

/** Carries out a command. `status`, `help` and `link` also make sense where there is no incident. */
export function* carryOut(context: CommandContext, incident: Incident | undefined): Asking<Refusal | undefined> {
  const { plan, event, description, by } = context
  if (description.name === 'help') {
    const help = { type: 'PostComment', thread: event.thread.number, message: { type: 'Help', to: by } } as const
    plan.put(incident, help, { key: `answer/${event.commentId}/help` })
    return undefined
  }
  if (description.name === 'status') return yield* showStatus(context, incident)
  if (description.name === 'drill') return yield* drillByCommand(context)
  if (description.name === 'link') return yield* linkByCommand(context, incident)
  if (!incident)
    return {
      type: 'no-incident',
      open: plan.active.filter((each) => !isEnded(each)).map(({ anchor }) => anchor.number),
      ...(description.name === 'thaw' && plannedOn(plan)),
    }
  const action = actions[description.name]
  // The incident as it stands after the commands before this one in the same comment.
  return action ? yield* action(context, plan.find(incident.id) ?? incident) : usage(context)
}
