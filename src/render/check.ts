import type { CheckOutput } from '../incident/effect.ts'
import type { Message } from '../incident/message.ts'
import { renderConfigurationCheck } from './check-configuration.ts'
import { freezeChecks } from './check-freeze.ts'
import { renderHotfixCheck } from './check-hotfix.ts'
import type { RenderContext } from './context.ts'
import { type CheckType, incidentOf, type Messages, type Sayings } from './saying.ts'

/** GitHub takes 65,535 characters of a summary and of a text each. */
const longestText = 60_000

const sayings: Sayings<CheckType, CheckOutput> = {
  ...freezeChecks,
  HotfixReport: ({ message }) => renderHotfixCheck(message.verdict),
  ConfigReport: ({ message }) => renderConfigurationCheck(message),
}

export const isCheckMessage = (message: Message): message is Messages[CheckType] => message.type in sayings

/**
 * What a check run shows. The title is plain text, summary and text are Markdown, annotations are plain text.
 * @param message one that is published as a check; any other comes out as its name, because a check must never be missing
 */
export function renderCheck(message: Message, context: RenderContext): CheckOutput {
  if (!isCheckMessage(message)) return { title: message.type, summary: 'See the incident for details.' }
  const { summary, text, ...output } = say(message.type, message, context)
  return {
    ...output,
    summary: summary.slice(0, longestText),
    ...(text !== undefined && text !== '' && { text: text.slice(0, longestText) }),
  }
}

const say = <Type extends CheckType>(type: Type, message: Messages[Type], context: RenderContext): CheckOutput =>
  sayings[type]({ message, incident: incidentOf(message, context), context })
