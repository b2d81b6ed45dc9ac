import type { Message } from '../incident/message.ts'
import type { RenderContext } from './context.ts'
import { renderPostmortemTitle } from './postmortem.ts'

/** The title of the issue that a message opens, as plain text. Throws for a message that opens none. */
export function renderTitle(message: Message, context: RenderContext): string {
  const incident = message.type === 'Postmortem' ? context.incidents.get(message.incident) : undefined
  if (message.type !== 'Postmortem' || !incident) throw new Error(`the message ${message.type} opens no issue`)
  return renderPostmortemTitle(incident, message.title)
}
