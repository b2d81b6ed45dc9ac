import type { Message } from '../../src/incident/message.ts'
import type { EntryBody } from '../../src/incident/timeline.ts'
import type { Messages } from '../../src/render/saying.ts'

/** One line of the timeline of each of some types. */
export type SomeEntries = { readonly [Type in EntryBody['type']]?: Extract<EntryBody, { type: Type }> }

/** Messages of each of some types. */
export type SomeMessages = { readonly [Type in Message['type']]?: readonly Messages[Type][] }
