import { type Action, type Aftermath, neverReviewed } from './aftermath.ts'
import type { Entry } from './timeline.ts'

/** What is to be done after the resolution, after one more line of the timeline. */
export function evolveAftermath(aftermath: Aftermath, entry: Entry): Aftermath {
  switch (entry.type) {
    case 'Reopened':
      // Its dates are counted anew from the next resolution; what was posted and opened stays.
      return { ...aftermath, review: neverReviewed }
    case 'ReviewAsked': {
      const { asked } = aftermath.review[entry.step]
      const date = { asked: asked + 1, lastAskedAt: entry.at }
      return { ...aftermath, review: { ...aftermath.review, [entry.step]: date } }
    }
    case 'ActionsRead':
      return { ...aftermath, table: entry.table }
    case 'FollowUpDue':
      return { ...aftermath, followUps: [...aftermath.followUps, { place: entry.place, at: entry.at }] }
    case 'FollowUpsOver':
      return { ...aftermath, followUpsOver: true }
    case 'PublishRequested':
      return { ...aftermath, publishing: aftermath.publishing === 'refused' ? 'asked-again' : 'asked' }
    case 'Published':
      return { ...aftermath, publishing: 'done' }
    case 'PublishRefused':
      return { ...aftermath, publishing: aftermath.publishing === 'asked-again' ? 'given-up' : 'refused' }
    default:
      return { ...aftermath, actions: evolveActions(aftermath.actions, entry) }
  }
}

function evolveActions(actions: readonly Action[], entry: Entry): readonly Action[] {
  switch (entry.type) {
    case 'ActionFound': {
      const { key, text, owner, due } = entry
      return [...actions, { key, text, owner, due, number: undefined, status: 'asked', reminded: false }]
    }
    case 'ActionChanged': {
      const { text, owner, due } = entry
      return change(actions, entry.key, (action) => ({
        ...action,
        text,
        owner,
        due,
        // Who puts it off is asked again when the new date has come.
        reminded: action.reminded && action.due?.at === due?.at,
      }))
    }
    case 'ActionOpened':
      return change(actions, entry.key, (action) => ({ ...action, number: entry.number, status: 'open' }))
    case 'ActionRefused':
      return change(actions, entry.key, (action) => ({ ...action, status: 'refused' }))
    case 'ActionClosed':
      return change(actions, entry.key, (action) => ({ ...action, status: 'closed' }))
    case 'ActionReopened':
      return change(actions, entry.key, (action) => ({ ...action, status: 'open' }))
    case 'ActionReminded':
      return change(actions, entry.key, (action) => ({ ...action, reminded: true }))
    default:
      return actions
  }
}

const change = (actions: readonly Action[], key: string, to: (action: Action) => Action): readonly Action[] =>
  actions.map((action) => (action.key === key ? to(action) : action))
