import { commands } from '../incident/commands-table.ts'
import { neededFor } from '../incident/permission.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { cardFacts } from './card-facts.ts'
import { nextSteps } from './card-next.ts'
import type { RenderContext } from './context.ts'
import { advisoryWarning } from './freeze-words.ts'
import { severityWords, statusMarks } from './incident-words.ts'
import { windowEndsEarlier, windowParagraph } from './planned-words.ts'
import { openIncidents, refusalWords } from './refusal.ts'
import type { Sayings } from './saying.ts'
import { capitalized, mention, paragraphs, tableRow } from './words.ts'

/** Answers to commands. */
export const answerComments: Sayings<'Status' | 'NoIncident' | 'Help' | 'CommandRefused'> = {
  Status: ({ incident }) =>
    incident
      ? paragraphs(
          `${statusMarks[incident.status]} **Incident #${incident.anchor.number}, ${severityWords(incident)}**`,
          incident.freeze?.status === 'advisory' && advisoryWarning(incident.freeze),
          cardFacts(incident),
          nextSteps(incident)
            .map((step) => `- ${step}`)
            .join('\n'),
        )
      : 'This incident is not on record any more.',
  NoIncident: ({ message }) =>
    paragraphs(
      `No incident belongs to this page. ${openIncidents(message.open)}`,
      ...(message.planned ?? []).map(windowParagraph),
      (message.planned ?? []).length > 0 && windowEndsEarlier,
    ),
  Help: ({ context }) => help(context),
  CommandRefused: ({ message }) => {
    const name = neutralCode(`/incident ${message.command}`.trim(), { max: 60 })
    return `${mention(`@${message.to.replace(/^@/, '')}`)} ${name} was not carried out: ${refusalWords(message.refusal)}`
  },
}

/** The commands, with the permission that this repository asks for. */
function help({ incidents }: RenderContext): string {
  const policy = [...incidents.values()].at(-1)?.policy
  const row = (command: (typeof commands)[number]): string =>
    tableRow(
      `\`/incident ${command.usage}\``,
      capitalized(command.summary),
      policy ? neededFor(policy, command) : command.permission,
    )
  return paragraphs(
    'Write a command on a line of its own in a new comment; several lines are fine. 👍 means carried out, 😕 refused, with the reason.',
    [tableRow('Command', 'What it does', 'Least permission'), '|---|---|---|', ...commands.map(row)].join('\n'),
    'Whoever is in a role that the incident names may do what `triage` may.',
  )
}
