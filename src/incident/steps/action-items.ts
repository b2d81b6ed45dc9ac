import { type ActionRow, actionRows, matchRows, membersIn, mostActions } from '../action-items.ts'
import type { Action } from '../aftermath.ts'
import type { Effect, EffectOutcome } from '../effect.ts'
import type { IssueChanged, TimerFired } from '../event.ts'
import type { Incident } from '../incident.ts'
import { assigneesAmong } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, issueAt } from '../question.ts'
import { lateness } from './lateness.ts'
import { closeWhenDone } from './resolve.ts'

/** Whether the rows of its table become issues. */
export const isTracking = ({ policy, drill }: Incident): boolean => policy.postmortem.actions && !drill

/**
 * Reads the post-mortem's table of action items: each new row becomes one issue, a row that was reworded or put off stays
 * the action it was. A row that is deleted changes nothing: its issue is what is followed.
 * @param body the post-mortem's text as it stands
 */
export function readActions(plan: Plan, incident: Incident, body: string): Incident {
  const matched = matchRows(actionRows(body, plan.now), incident.aftermath.actions, incident.aftermath.table)
  const known = matched.filter(({ action }) => action !== undefined)
  const room = mostActions - incident.aftermath.actions.length
  const taken = [...matched.filter(({ action }) => action === undefined).slice(0, room), ...known]
  const table: string[] = []
  let current = incident
  for (const match of matched.filter((each) => taken.includes(each))) {
    const { row, action } = match
    current = action ? noteChange(plan, current, row, action) : openAction(plan, current, row)
    table.push(action?.key ?? String(current.aftermath.actions.length))
  }
  if (table.join() !== current.aftermath.table.join()) current = plan.record(current, { type: 'ActionsRead', table })
  return taken.length < matched.length ? sayLeftOut(plan, current) : current
}

function openAction(plan: Plan, incident: Incident, { text, owner, due }: ActionRow): Incident {
  const key = String(incident.aftermath.actions.length + 1)
  const found = plan.record(incident, { type: 'ActionFound', key, text, owner, due })
  plan.put(
    found,
    {
      type: 'OpenIssue',
      title: text,
      labels: [{ name: 'action-item', color: '5319e7', description: 'What a post-mortem asks for' }],
      assignees: assigneesAmong(membersIn(owner)),
      message: { type: 'ActionIssue', incident: found.id, key, text, owner, due },
    },
    { key: `${found.id}/action/${key}` },
  )
  return found
}

/** A length of time counts from when it was first read, so the same words are the same date. */
function noteChange(plan: Plan, incident: Incident, row: ActionRow, action: Action): Incident {
  const due = row.due?.written === action.due?.written ? action.due : row.due
  if (row.text === action.text && row.owner === action.owner && due === action.due) return incident
  return plan.record(incident, { type: 'ActionChanged', key: action.key, text: row.text, owner: row.owner, due })
}

function sayLeftOut(plan: Plan, incident: Incident): Incident {
  const thread = incident.postmortem?.number
  if (thread === undefined || incident.timeline.some(({ type }) => type === 'ActionsLeftOut')) return incident
  const followed = incident.aftermath.actions.length
  const told = plan.record(incident, { type: 'ActionsLeftOut', followed })
  plan.put(told, { type: 'PostComment', thread, message: { type: 'ActionsLeftOut', incident: told.id, followed } })
  return told
}

/** An action's issue was closed or reopened, whoever did it. Returns whether the issue is one. */
export function followAction(plan: Plan, event: IssueChanged): boolean {
  for (const incident of plan.atHand) {
    const action = incident.aftermath.actions.find(({ number }) => number === event.issue.number)
    if (!action) continue
    moveAction(plan, incident, action, event)
    return true
  }
  return false
}

function moveAction(plan: Plan, incident: Incident, { key, status }: Action, { change, actor }: IssueChanged): void {
  plan.because(`the issue of an action item was ${change}`)
  if (change === 'reopened' && status === 'closed') plan.record(incident, { type: 'ActionReopened', key }, actor.login)
  const isGone = change === 'closed' || change === 'deleted' || change === 'transferred'
  if (isGone && status === 'open')
    closeWhenDone(plan, plan.record(incident, { type: 'ActionClosed', key, how: change }, actor.login))
}

/** Whether an effect opens an action's issue. */
export const isForAction = (effect: Effect): boolean =>
  effect.type === 'OpenIssue' && effect.message.type === 'ActionIssue'

/** The outcome of opening an action's issue. What cannot be opened cannot be followed, and holds nothing up. */
export function* noteActionIssue(plan: Plan, incident: Incident, key: string, outcome: EffectOutcome): Asking<void> {
  const action = incident.aftermath.actions.find((candidate) => candidate.key === key)
  if (action?.status !== 'asked') return
  if (!outcome.succeeded) {
    closeWhenDone(plan, plan.record(incident, { type: 'ActionRefused', key, reason: outcome.reason }))
    return
  }
  if (outcome.result.type !== 'IssueOpened') return
  const { number } = outcome.result
  const opened = plan.record(incident, { type: 'ActionOpened', key, number })
  // It may have been closed before anybody here knew its number: then nothing else would ever tell.
  if ((yield* issueAt(number))?.state !== 'closed') return
  closeWhenDone(plan, plan.record(opened, { type: 'ActionClosed', key, how: 'closed' }))
}

interface Reminder {
  readonly event: TimerFired
  /** Who is asked where the row names nobody on GitHub. */
  readonly otherwise: readonly string[]
}

/** An action's day is over and its issue still open: its owner is asked there, once. */
export function remindOfAction(plan: Plan, incident: Incident, key: string, { event, otherwise }: Reminder): void {
  const action = incident.aftermath.actions.find((candidate) => candidate.key === key)
  if (action?.number === undefined) return
  const late = lateness(event)
  const reminded = plan.record(incident, { type: 'ActionReminded', key, late })
  const owners = membersIn(action.owner)
  const commander = incident.commander === undefined ? otherwise : [`@${incident.commander}`]
  plan.put(reminded, {
    type: 'PostComment',
    thread: action.number,
    message: {
      type: 'ActionDue',
      incident: reminded.id,
      key,
      members: owners.length > 0 ? owners : commander,
      late,
    },
  })
}
