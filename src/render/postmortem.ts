import { isSecret } from '../incident/disclosure.ts'
import type { Incident } from '../incident/incident.ts'
import { clean } from '../lib/markdown-neutral.ts'
import { renderPlainTemplate, renderTemplate } from './liquid.ts'
import { builtInTemplate } from './postmortem-template.ts'
import { postmortemVariables } from './postmortem-variables.ts'
import { confidentialityNote } from './published-text.ts'
import { templateProblem } from './template-problem.ts'
import { paragraphs } from './words.ts'

/** Below what GitHub takes (65,536 characters). */
const longestBody = 59_000

/** How many lines of the timeline are given to the template, longest first: the first that fits is taken. */
const timelineLengths = [150, 60, 20]

/**
 * The body of the post-mortem issue. A record too long for an issue loses the oldest lines of its timeline, not the parts
 * that people are to fill in.
 * @param template the repository's own, in Liquid; undefined: it has none, or the file it names was not found. A template
 *   that does not work is replaced by the built-in one, with a note that says what is wrong with it and where.
 */
export function renderPostmortem(incident: Incident, template: string | undefined): string {
  let body = ''
  for (const length of timelineLengths) {
    body = bodyWith(incident, template, length)
    if (body.length <= longestBody) break
  }
  return body
}

function bodyWith(incident: Incident, template: string | undefined, timelineLength: number): string {
  const variables = postmortemVariables(incident, timelineLength)
  const wanted = incident.policy.postmortem.template
  const own = template === undefined ? undefined : renderTemplate(template, variables)
  if (own?.ok && own.text.trim() !== '') return own.text
  const builtIn = renderTemplate(builtInTemplate, variables)
  return paragraphs(
    wanted && templateProblem(wanted, 'post-mortem.template', own),
    isSecret(incident) && confidentialityNote,
    builtIn.ok ? builtIn.text : `The post-mortem of #${incident.anchor.number}.`,
  )
}

/**
 * The title of the post-mortem issue, as plain text of at most 256 characters.
 * @param template Liquid, such as `Post-mortem: {{ incident.title }}`
 */
export function renderPostmortemTitle(incident: Incident, template: string): string {
  const rendered = renderPlainTemplate(template, postmortemVariables(incident, 0))
  const title = rendered.ok ? clean(rendered.text, 256) : ''
  return title === '' ? clean(`Post-mortem: ${incident.anchor.title}`, 256) : title
}
