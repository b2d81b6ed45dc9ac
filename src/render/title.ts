import type { Message } from '../incident/message.ts'
import { drillTitle } from '../incident/steps/drill.ts'
import { onboardingTitle } from '../incident/steps/onboarding.ts'
import { clean } from '../lib/markdown-neutral.ts'
import { renderDetailsTitle } from './advisory.ts'
import { alertTitle } from './alert-words.ts'
import type { RenderContext } from './context.ts'
import { renderPostmortemTitle } from './postmortem.ts'
import { rollbackTitle } from './rollback-words.ts'
import { incidentOf } from './saying.ts'

/** The title of the issue that a message opens, as plain text. Throws for a message that opens none. */
export function renderTitle(message: Message, context: RenderContext): string {
  if (message.type === 'AlertIssue') return alertTitle(message)
  if (message.type === 'DrillIssue') return clean(drillTitle(message.scenario.title), 256)
  if (message.type === 'ActionIssue') return clean(message.text, 256)
  if (message.type === 'Onboarding') return onboardingTitle
  if (message.type === 'PublishedPostmortem') return clean(message.title, 256)
  if (message.type === 'Rollback') return rollbackTitle(message, context)
  const incident = incidentOf(message, context)
  if (incident && message.type === 'Details') return renderDetailsTitle(incident)
  if (incident && (message.type === 'Postmortem' || message.type === 'DisclosedPostmortem'))
    return renderPostmortemTitle(incident, message.title)
  throw new Error(`the message ${message.type} opens no issue`)
}
