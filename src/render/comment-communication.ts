import type { CommunicationMessage } from '../incident/communication.ts'
import type { Incident } from '../incident/incident.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { announcement, updateForm } from './announcement.ts'
import type { RenderContext } from './context.ts'
import { durationInFull, lateWords } from './duration-words.ts'
import { severityWords } from './incident-words.ts'
import { occasionWords } from './occasion-words.ts'
import type { Sayings } from './saying.ts'
import { addressed, andList, mixed, paragraphs } from './words.ts'

/** Comments that keep people informed. */
export const communicationComments: Sayings<CommunicationMessage['type']> = {
  UpdateDue: (scene) => {
    const { message, incident, context } = scene
    const { members, asked, late } = message
    const again = asked > 1 ? ` This is reminder ${asked} since then.` : ''
    return paragraphs(
      addressed(
        members,
        `an update on this incident${severityIn(incident)} is due${lateWords(late)}. ${lastUpdate(incident, context)}${again}`,
      ),
      'Say what is known by now, who is affected, what is being done, and when the next update comes.',
      updateForm(scene) ?? '`/incident update TEXT` tells everybody and sets the clock back.',
    )
  },
  Announcement: (scene) => announcement(scene),
  DeadlineReached: ({ message, incident }) => {
    const { members, roles, within, late } = message
    const isOver = incident?.status === 'resolved'
    const words = andList(roles.map((role) => neutral(role, { max: 60 })))
    if (members.length === 0)
      return `**Nobody is told**: ${words} had to be told of this incident within ${durationInFull(within)} of its declaration, and nobody is in ${roles.length === 1 ? 'that role' : 'those roles'}. Name people under \`roles\` in \`.github/incident.yml\`, and tell them yourself now.`
    return paragraphs(
      addressed(
        members,
        `by this repository's procedure you are told of this incident${severityIn(incident)} within ${durationInFull(within)} of its declaration.`,
      ),
      late > 0 && `This comes ${durationInFull(late)} after that time.`,
      isOver
        ? 'It is resolved already: the card above says how it went, and nothing is asked of you here.'
        : 'The card above says how it stands. `/incident ack` if you take it on.',
    )
  },
  ChannelNotTold: ({ message }) =>
    paragraphs(
      `> [!WARNING]\n> The channel ${neutralCode(message.channel, { max: 60 })} was **not told** ${occasionWords[message.occasion]}: ${mixed(message.reason)}.`,
      'Whoever is only to be reached there does not know of this yet. Please tell them another way.',
    ),
}

const severityIn = (incident: Incident | undefined): string => (incident ? ` (${severityWords(incident)})` : '')

function lastUpdate(incident: Incident | undefined, { now }: RenderContext): string {
  const { updated, declared } = incident?.times ?? {}
  if (updated !== undefined) return `The last one was given ${durationInFull(Math.max(0, now - updated))} ago.`
  if (declared === undefined) return ''
  return `None was given in the ${durationInFull(Math.max(0, now - declared))} since the declaration.`
}
