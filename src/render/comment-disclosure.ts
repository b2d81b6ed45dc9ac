import { type DisclosureMessage, isSecret } from '../incident/disclosure.ts'
import type { Incident } from '../incident/incident.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { renderAdvisory } from './advisory.ts'
import { detailsLink, privatePlaceAdvice } from './disclosure-words.ts'
import { publishedText } from './published-text.ts'
import type { Sayings } from './saying.ts'
import { issueName, mixed, paragraphs, person } from './words.ts'

export const disclosureComments: Sayings<DisclosureMessage['type']> = {
  Confidential: ({ incident }) =>
    paragraphs(
      `🔒 **This incident is confidential.** In public it is called ${trackingOf(incident)}, and Firebreak repeats nothing here of what anybody writes about it.`,
      [
        'This page stays public, and so does every comment on it. Until it is disclosed please write nothing here, in commit messages, names of branches or pull requests that helps an attacker:',
        '',
        '- not what is vulnerable, in which versions, or how it is exploited',
        '- not what the fix changes, and no logs or data of those affected',
      ].join('\n'),
      incident && detailsToCome(incident),
      'Does the title or the text above tell the cause? Its author and maintainers can edit it, and delete the older version from its history. `/incident disclose` ends the confidentiality.',
    ),
  DetailsPlace: ({ message, incident }) =>
    message.url === undefined
      ? paragraphs(
          `> [!WARNING]\n> There is no private place for the details of ${trackingOf(incident)}. Please do not write them here.`,
          message.reason !== undefined && `Why: ${mixed(message.reason)}`,
          privatePlaceAdvice,
        )
      : paragraphs(
          `🔒 The details of ${trackingOf(incident)} belong here: ${incident ? detailsLink(incident) : 'the private place on the card'}. Only people with access can open it.`,
          incident?.disclosure.details?.place === 'advisory' &&
            'It is a draft security advisory: add collaborators there, work on the fix in its private fork, and publish it when the fix is out.',
        ),
  Details: ({ message, incident }) =>
    incident ? renderAdvisory(incident, message.template) : 'This incident is not on record any more.',
  Disclosed: ({ message, incident }) =>
    paragraphs(
      `🔓 ${trackingOf(incident)} is disclosed by ${person(message.by)}: it is confidential no more. The card above tells everything that is on record from now on.`,
      incident?.disclosure.details?.place === 'advisory' &&
        `Publishing the security advisory is up to you: ${detailsLink(incident)}.`,
      incident && postmortemToCome(incident),
    ),
  PostmortemWaits: ({ message, incident }) =>
    message.repository === undefined
      ? `📝 The post-mortem of ${trackingOf(incident)} waits: it would tell what is confidential, and there is no private repository for it (\`confidential.repository\` in \`.github/incident.yml\`). It opens here with \`/incident disclose\`.`
      : paragraphs(
          `📝 The post-mortem could not be opened in ${neutralCode(message.repository, { max: 140 })}: ${mixed(message.reason ?? 'GitHub refused it')}`,
          `\`/incident post-mortem\` tries again${incident && isSecret(incident) ? ', and `/incident disclose` opens it here' : ''}.`,
        ),
  PostmortemDisclosed: ({ message: { number, over } }) =>
    paragraphs(
      `📝 The post-mortem is published here: #${number}, with the text it had in private.`,
      over
        ? 'The incident is over already, so closing the public one changes nothing, and its table is not read again. The action items that stand in it are followed.'
        : 'From now on it is the post-mortem: closing it closes the incident.',
    ),
  // Written by people whom the private repository trusts; only the marks by which the App finds its own issues go.
  DisclosedPostmortem: ({ message }) => publishedText(message.text),
}

const trackingOf = (incident: Incident | undefined): string =>
  incident?.disclosure.tracking === undefined ? 'this incident' : `**${mixed(incident.disclosure.tracking)}**`

function detailsToCome(incident: Incident): string {
  if (incident.drill)
    return 'This is an exercise: in an emergency a draft security advisory would be opened for the details now.'
  if (incident.disclosure.details) return `Its details belong here: ${detailsLink(incident)}.`
  return incident.status === 'reported'
    ? 'A private place for its details is opened when somebody confirms the report.'
    : 'A private place for its details is being opened; its address follows here.'
}

function postmortemToCome({ postmortem }: Incident): string {
  if (postmortem?.repository === undefined || postmortem.number === undefined) return ''
  return `Its post-mortem, ${issueName(postmortem.number, postmortem.repository)}, is published here with the text it has now.`
}
