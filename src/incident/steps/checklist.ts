import { taskItems } from '../../lib/markdown.ts'
import type { ChecklistTemplate, ChecklistTrigger } from '../../policy/policy.ts'
import type { CommentEdited, TimerFired } from '../event.ts'
import { type Checklist, type Incident, isPostmortemAt } from '../incident.ts'
import type { StandingList } from '../kept.ts'
import { isFor } from '../meant-for.ts'
import type { Message } from '../message.ts'
import { atLeast, believes, leadersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { type Asking, repositoryFile } from '../question.ts'
import { lateness } from './lateness.ts'
import { caretakers } from './postmortem.ts'
import { nobody } from './unheard.ts'

/** Posts the checklists that belong to a moment, each once in an incident's life; on the anchor, or on another thread. */
export function* postChecklists(
  plan: Plan,
  incident: Incident,
  trigger: ChecklistTrigger,
  thread: number = incident.anchor.number,
): Asking<Incident> {
  let current = incident
  for (const template of templatesFor(incident, trigger)) {
    if (isHandedOut(current, template.id, thread)) continue
    current = postList(plan, current, { ...template, items: yield* itemsOf(template) }, thread)
  }
  return current
}

type PostedList = Pick<ChecklistTemplate, 'id' | 'title' | 'items'> &
  Pick<Extract<Message, { type: 'Checklist' }>, 'followUp'>

/** Posts one list of items, once in an incident's life under its id; one without items is not posted. */
export function postList(
  plan: Plan,
  incident: Incident,
  { id: checklist, title, items, followUp }: PostedList,
  thread: number,
): Incident {
  if (items.length === 0 || isHandedOut(incident, checklist, thread)) return incident
  const requested = plan.record(incident, { type: 'ChecklistRequested', checklist, title, items, thread })
  plan.put(
    requested,
    {
      type: 'PostComment',
      thread,
      message: { type: 'Checklist', incident: incident.id, checklist, title, items, ...(followUp && { followUp }) },
    },
    // A report that is confirmed later finds its list posted: the key is the incident's, not the decision's.
    { key: checklistKey(requested, checklist) },
  )
  return requested
}

/** Lists whose comments were asked for and not seen are asked for under the same keys. */
export function postAgain(plan: Plan, incident: Incident): void {
  for (const { id: checklist, title, items, thread, commentId } of incident.checklists) {
    if (commentId !== undefined) continue
    const texts = items.map(({ text }) => text)
    const message = { type: 'Checklist', incident: incident.id, checklist, title, items: texts } as const
    plan.put(incident, { type: 'PostComment', thread, message }, { key: checklistKey(incident, checklist) })
  }
}

/**
 * Whether a list needs no posting. What was ticked for a hotfix that was closed without a merge says nothing about the
 * next one, which is on another thread and gets the list afresh.
 */
function isHandedOut({ anchor, checklists, hotfixes }: Incident, checklist: string, thread: number): boolean {
  const list = checklists.find(({ id }) => id === checklist)
  if (list === undefined || list.thread === thread || list.thread === anchor.number) return list !== undefined
  return !hotfixes.some(({ number, state }) => number === list.thread && state === 'closed')
}

/** The stored key under which a requested checklist's comment is posted, another one each time that it is handed out. */
export function checklistKey({ id, timeline }: Incident, checklist: string): string {
  const times = timeline.filter((entry) => entry.type === 'ChecklistRequested' && entry.checklist === checklist).length
  return `${id}/checklist/${checklist}${times > 1 ? `#${times}` : ''}`
}

function templatesFor(incident: Incident, trigger: ChecklistTrigger): readonly ChecklistTemplate[] {
  const ofKind = trigger === 'declared' ? (incident.policy.kinds[incident.kind ?? '']?.checklists ?? []) : []
  return incident.policy.checklists.filter(
    (template) => ofKind.includes(template.id) || (template.on === trigger && isFor(incident, template)),
  )
}

/** What is on a list: its items, or those of its file where that can be read. */
export function* itemsOf(template: ChecklistTemplate): Asking<readonly string[]> {
  if (template.file === undefined) return template.items
  const text = yield* repositoryFile(template.file)
  return text === undefined ? template.items : taskItems(text).map((item) => item.text)
}

/** Reads the ticks out of an edit of a checklist's comment. Returns the incident when something changed. */
export function* readTicks(plan: Plan, incident: Incident, event: CommentEdited): Asking<Incident | undefined> {
  const list = incident.checklists.find(({ commentId }) => commentId === event.commentId)
  if (!list) return undefined
  const changes = changedItems(list, event.after)
  if (changes.length === 0) return undefined
  const trusted = yield* believes(plan, event.actor.login)
  let current = incident
  for (const { item, ticked } of changes)
    current = plan.record(current, { type: 'ItemTicked', checklist: list.id, item, ticked, trusted }, event.actor.login)
  plan.because(`${event.actor.login} changed ${changes.length} item(s) of ${list.title}`)
  return current
}

/**
 * Ticks that nobody told of before the database was lost. Who set them is not known; but only who may write here can edit a
 * comment of ours, so they are as good as that permission (docs: "Managing disruptive comments").
 */
export function noteLostTicks(plan: Plan, incident: Incident, { commentId, body }: StandingList): void {
  const list = incident.checklists.find((each) => each.commentId === commentId)
  if (!list) return
  const trusted = atLeast('write', plan.situation.policy.detection.trust)
  for (const { item, ticked } of changedItems(list, body))
    plan.record(incident, { type: 'ItemTicked', checklist: list.id, item, ticked, trusted }, nobody.login)
}

/**
 * Items whose box differs from what the incident knows. They are matched by their place as well as their text, so an
 * edit that rewrites or reorders the list ticks nothing.
 */
function changedItems(list: Checklist, body: string): readonly { item: number; ticked: boolean }[] {
  const found = taskItems(body)
  return list.items.flatMap((known, item) => {
    const now = found[item]
    const isSame = now !== undefined && plain(now.text) === plain(known.text)
    return isSame && now.ticked !== known.ticked ? [{ item, ticked: now.ticked }] : []
  })
}

/** Item texts are compared by their letters and digits: what rendering and editors do to the rest does not matter. */
const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

/** Asks for the items that are still open when their time is up. */
export function remindOfChecklist(plan: Plan, incident: Incident, id: string, event: TimerFired): void {
  const list = incident.checklists.find((candidate) => candidate.id === id)
  const open = list?.items.filter((item) => !item.ticked).map((item) => item.text) ?? []
  if (!list || list.due || open.length === 0) return
  const reminded = plan.record(incident, {
    type: 'ChecklistDue',
    checklist: id,
    open: open.length,
    late: lateness(event),
  })
  plan.put(reminded, {
    type: 'PostComment',
    thread: list.thread,
    message: {
      type: 'ChecklistDue',
      incident: incident.id,
      title: list.title,
      open,
      members: whoSeesTo(plan, incident, list),
    },
  })
}

/** A list of the emergency is the commander's, one of its review whoever's the review is. */
function whoSeesTo(plan: Plan, incident: Incident, { thread }: Checklist): readonly string[] {
  if (isPostmortemAt(incident, thread)) return caretakers(plan, incident)
  return leadersOf(plan, incident)
}
