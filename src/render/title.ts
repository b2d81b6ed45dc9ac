import type { Message } from '../incident/message.ts'
import { drillTitle } from '../incident/steps/drill.ts'
import { clean } from '../lib/markdown-neutral.ts'
import { alertTitle } from './alert-words.ts'
import type { RenderContext } from './context.ts'
import { renderPostmortemTitle } from './postmortem.ts'
import { rollbackTitle } from './rollback-words.ts'

/** The title of the issue that a message opens, as plain text. Throws for a message that opens none. */
export function renderTitle(message: Message, context: RenderContext): string {
  if (message.type === 'AlertIssue') return alertTitle(message)
  if (message.type === 'DrillIssue') return clean(drillTitle(message.scenario.title), 256)
  if (message.type === 'ActionIssue') return clean(message.text, 256)
  if (message.type === 'PublishedPostmortem') return clean(message.title, 256)
  if (message.type === 'Rollback') return rollbackTitle(message, context)
  const incident = message.type === 'Postmortem' ? context.incidents.get(message.incident) : undefined
  if (message.type !== 'Postmortem' || !incident) throw new Error(`the message ${message.type} opens no issue`)
  return renderPostmortemTitle(incident, message.title)
}
