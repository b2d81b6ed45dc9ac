import type { Incident } from '../incident/incident.ts'
import type { Entry } from '../incident/timeline.ts'

/** Lines of the timeline by their type: written as a map, so that TypeScript can follow a type and its entry together. */
export type Entries = { readonly [Type in Entry['type']]: Extract<Entry, { type: Type }> }

/** What a line of each of some types says, without its time; Markdown on one line. */
export type Sentences<Type extends Entry['type']> = {
  readonly [K in Type]: (entry: Entries[K], incident: Incident) => string
}
