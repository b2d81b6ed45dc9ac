import type { Incident } from './incident.ts'
import { type PlannedFreeze, toldOf, type WindowTold, windowMark } from './planned-freeze.ts'

/** What has a freeze: an incident, or a window of the calendar. */
export type Holder = Incident | PlannedFreeze

export const isPlanned = (holder: Holder): holder is PlannedFreeze => 'window' in holder

/** What the freeze's traces on GitHub are named after. */
export const markOf = (holder: Holder): string =>
  isPlanned(holder) ? windowMark(holder.slug) : String(holder.anchor.number)

/** For a message about a freeze: whose it is. */
export const namedIn = (holder: Holder): { readonly incident: string; readonly window?: WindowTold } => ({
  incident: holder.id,
  ...(isPlanned(holder) && { window: toldOf(holder) }),
})
