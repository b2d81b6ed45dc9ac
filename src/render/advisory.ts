import type { Incident } from '../incident/incident.ts'
import { advisorySeverity } from '../incident/steps/disclosure.ts'
import { clean, neutral } from '../lib/markdown-neutral.ts'
import { builtInAdvisory } from './advisory-template.ts'
import { renderTemplate } from './liquid.ts'
import { postmortemVariables } from './postmortem-variables.ts'
import { paragraphs } from './words.ts'

/** As many lines as there are when it is opened, in all likelihood. */
const timelineLength = 40

/**
 * The description of the draft advisory, or the body of the private issue in its place; told in full.
 * @param template the repository's own, in Liquid; undefined: it has none, or its file was not found. Besides what every
 *   template can use it has `advisory`: `id`, `severity`, `summary`, `component`, `affected`, `fixed`, `cve`.
 */
export function renderAdvisory(incident: Incident, template: string | undefined): string {
  const variables = { ...postmortemVariables(incident, timelineLength), advisory: advisoryVariables(incident) }
  const own = template === undefined ? undefined : renderTemplate(template, variables)
  if (own?.ok && own.text.trim() !== '') return own.text
  const builtIn = renderTemplate(builtInAdvisory, variables)
  return paragraphs(
    own !== undefined &&
      `> [!NOTE]\n> The template \`confidential.advisory\` ${own.ok ? 'comes out empty' : `has an error: ${neutral(own.reason, { max: 300 })}`}. This is the built-in one.`,
    builtIn.ok ? builtIn.text : `The details of incident #${incident.anchor.number}.`,
  )
}

function advisoryVariables(incident: Incident): object {
  const raised = incident.timeline.find((entry) => entry.type === 'AlertRaised')
  const alert = raised?.type === 'AlertRaised' ? raised.alert : undefined
  return {
    id: incident.disclosure.tracking,
    severity: advisorySeverity(incident),
    summary: alert?.summary,
    component: alert?.package && `${alert.package.name} (${alert.package.ecosystem})`,
    affected: alert?.vulnerable,
    fixed: alert?.patched,
    cve: alert?.cve,
  }
}

/** The advisory's title, as plain text. */
export const renderDetailsTitle = ({ disclosure, anchor }: Incident): string =>
  clean(`${disclosure.tracking ?? `Incident #${anchor.number}`}: ${anchor.title}`, 256)
