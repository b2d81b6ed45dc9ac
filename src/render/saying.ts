import type { Incident } from '../incident/incident.ts'
import type { Message } from '../incident/message.ts'
import type { RenderContext } from './context.ts'

export type MessageType = Message['type']
/** Messages by their type: written as a map, so that TypeScript can follow a type and its message together. */
export type Messages = { readonly [Type in MessageType]: Extract<Message, { type: Type }> }

/** Messages that are published as check runs. */
export type CheckType = 'HotfixReport' | 'FreezePassed' | 'FreezeHeld' | 'FreezeOver' | 'MergeGroup' | 'ConfigReport'

/** What a message is put into words from. */
export interface Scene<Type extends MessageType> {
  readonly message: Messages[Type]
  /** The incident the message names, as it stands after the decision; undefined when it names none that is known. */
  readonly incident: Incident | undefined
  readonly context: RenderContext
}

/** How each of some types of messages is put into words: Markdown for comments, a check's output for checks. */
export type Sayings<Type extends MessageType, Words = string> = { readonly [K in Type]: (scene: Scene<K>) => Words }

/** The incident a message is about, as it stands after the decision. */
export const incidentOf = (message: Message, { incidents }: RenderContext): Incident | undefined =>
  'incident' in message ? incidents.get(message.incident) : undefined
