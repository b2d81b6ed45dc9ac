import type { Checklist } from './incident.ts'
import type { Entry } from './timeline.ts'

/** The incident's checklists after one more line of the timeline. */
export function evolveChecklist(checklists: readonly Checklist[], entry: Entry): readonly Checklist[] {
  switch (entry.type) {
    case 'ChecklistRequested':
      return [...checklists.filter((list) => list.id !== entry.checklist), fresh(entry)]
    case 'ChecklistPosted':
      return change(checklists, entry.checklist, (list) => ({ ...list, commentId: entry.commentId }))
    case 'ChecklistDue':
      return change(checklists, entry.checklist, (list) => ({ ...list, due: true }))
    case 'ItemTicked':
      return change(checklists, entry.checklist, (list) => tick(list, entry))
    default:
      return checklists
  }
}

const fresh = (entry: Extract<Entry, { type: 'ChecklistRequested' }>): Checklist => ({
  id: entry.checklist,
  title: entry.title,
  thread: entry.thread,
  commentId: undefined,
  requestedAt: entry.at,
  due: false,
  items: entry.items.map((text) => ({ text, ticked: false, by: undefined, at: undefined, trusted: false })),
})

const tick = (list: Checklist, entry: Extract<Entry, { type: 'ItemTicked' }>): Checklist => ({
  ...list,
  items: list.items.map((item, index) =>
    index === entry.item ? { ...item, ticked: entry.ticked, by: entry.by, at: entry.at, trusted: entry.trusted } : item,
  ),
})

const change = (
  checklists: readonly Checklist[],
  id: string,
  to: (checklist: Checklist) => Checklist,
): readonly Checklist[] => checklists.map((checklist) => (checklist.id === id ? to(checklist) : checklist))
