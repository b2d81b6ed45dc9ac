import { type Incident, updateEveryOf } from '../incident/incident.ts'
import { updateDueAt } from '../incident/update-clock.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { durationWords } from './duration-words.ts'
import { severityWords, statusWords } from './incident-words.ts'
import { renderPlainTemplate, renderTemplate } from './liquid.ts'
import { messageVariables } from './message-variables.ts'
import type { Scene } from './saying.ts'
import { templateProblem } from './template-problem.ts'
import { timeWords } from './time-words.ts'
import { codeBlock, paragraphs, person } from './words.ts'

/**
 * One of `updates.messages`, from its template. One that cannot be rendered is replaced by what is known anyway, with a
 * note that says what is wrong with it: a message is never lost for a slip in a template.
 */
export function announcement({ message, incident, context }: Scene<'Announcement'>): string {
  const heading = `### ${neutral(message.title, { max: 200 })}`
  if (!incident) return heading
  const { template } = message
  const own = template === undefined ? undefined : renderTemplate(template, messageVariables(incident, context.now))
  if (own?.ok && own.text.trim() !== '') return paragraphs(heading, own.text.trim())
  const wanted = incident.policy.updates.messages.find(({ id }) => id === message.message)?.template
  return paragraphs(
    heading,
    wanted && templateProblem(wanted, `updates.messages.${message.message}.template`, own),
    standing(incident),
  )
}

/** Where the incident stands, in the words of the card. */
function standing(incident: Incident): string {
  const due = updateDueAt(incident)
  const every = updateEveryOf(incident)
  return [
    `- Incident #${incident.anchor.number}, ${severityWords(incident)}`,
    `- ${statusWords(incident.status)}`,
    `- Incident commander: ${incident.commander === undefined ? 'nobody yet' : person(incident.commander)}`,
    ...(due === undefined || every === undefined
      ? []
      : [`- Next update: ${timeWords(due)}, then every ${durationWords(every)}`]),
  ].join('\n')
}

const command = '/incident update'

/** The form of an update to copy and fill in, as a command; undefined where none is configured. */
export function updateForm({ message, incident, context }: Scene<'UpdateDue'>): string | undefined {
  const wanted = incident?.policy.updates.template
  if (!incident || !wanted) return undefined
  const { template } = message
  const form =
    template === undefined ? undefined : renderPlainTemplate(template, messageVariables(incident, context.now))
  if (!form?.ok || form.text.trim() === '') return templateProblem(wanted, 'updates.template', form)
  const text = form.text.trim()
  return paragraphs(
    'Copy this, fill it in, and send it as a comment:',
    codeBlock(text.startsWith(command) ? text : `${command}\n${text}`),
  )
}
