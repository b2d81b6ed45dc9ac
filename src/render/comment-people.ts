import { type Incident, severityOf } from '../incident/incident.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { durationInFull, durationWords, lateWords } from './duration-words.ts'
import { severityNamed, severityWords } from './incident-words.ts'
import type { Sayings, Scene } from './saying.ts'
import { count, mentions, mixed, paragraphs, person } from './words.ts'

/** Comments that are meant to reach somebody. Only here, and on the card's first appearance, are people mentioned. */
export const peopleComments: Sayings<'Escalated' | 'Confirmed' | 'SeverityChanged' | 'Checklist' | 'ChecklistDue'> = {
  Escalated: (scene) => escalated(scene),
  Confirmed: ({ message, incident }) =>
    paragraphs(
      `🔴 **This is an incident${incident ? `, ${severityWords(incident)}` : ''}**: ${person(message.by)} confirmed the report.`,
      message.members.length > 0 &&
        `${mentions(message.members)} – please have a look. \`/incident ack\` if you are on it.`,
    ),
  SeverityChanged: ({ message, incident }) => {
    const name = (id: string): string => (incident ? severityNamed(incident, id) : neutral(id, { max: 80 }))
    return paragraphs(
      `${person(message.by)} set the severity from ${name(message.from)} to **${name(message.to)}**.`,
      message.members.length > 0 && `${mentions(message.members)} – this severity asks for you.`,
      incident && freezeAfterChange(incident),
    )
  },
  Checklist: ({ message, incident }) =>
    paragraphs(
      `### ${neutral(message.title, { max: 200 })}`,
      followUpWords(message, incident),
      fitted(message.items.map((item) => `- [ ] ${mixed(item, { max: 500 })}`)),
      '<sub>Tick what is done. Ticks count when somebody with enough permission sets them, and go to the timeline.</sub>',
    ),
  ChecklistDue: ({ message }) =>
    paragraphs(
      `${mentions(message.members)} The checklist "${neutral(message.title, { max: 200 })}" is due, and ${count(message.open.length, 'item')} ${message.open.length === 1 ? 'is' : 'are'} open:`.trim(),
      fitted(message.open.map((item) => `- ${mixed(item, { max: 500 })}`)),
    ),
}

/** Whom a list is for that comes when everybody has gone on to other things. */
function followUpWords({ followUp }: Scene<'Checklist'>['message'], incident: Incident | undefined): string {
  if (!followUp) return ''
  const of = incident ? ` of incident #${incident.anchor.number}` : ''
  return `${mentions(followUp.members)} It is ${durationInFull(followUp.after)} since the resolution${of}${lateWords(followUp.late)}: time to look at this.`.trim()
}

/** What a new severity does to the freeze: it may begin one, and leaves one that is on alone, in another mode too. */
function freezeAfterChange(incident: Incident): string {
  const { freeze } = incident
  if (freeze?.status === 'applying') return 'A freeze was asked for; it is announced here when it was seen to hold.'
  if (freeze?.status !== 'on') return ''
  const wanted = severityOf(incident)?.freeze ?? false
  if (wanted === false || wanted === freeze.mode)
    return 'The freeze of this incident stays as it is; `/incident thaw` lifts it.'
  return (
    `The freeze of this incident stays as it is, in mode \`${freeze.mode}\`. ` +
    `This severity is configured to freeze in mode \`${wanted}\`: \`/incident freeze ${wanted}\` changes it.`
  )
}

/** As many items as GitHub takes in one comment with room to spare. */
function fitted(items: readonly string[]): string {
  let left = 50_000
  const shown = items.filter((item) => {
    left -= item.length + 1
    return left > 0
  })
  return shown.length === items.length
    ? shown.join('\n')
    : [...shown, `- … and ${items.length - shown.length} more`].join('\n')
}

function escalated({ message, incident }: Scene<'Escalated'>): string {
  const { members, why, waited, late, reason, step } = message
  const severity = incident ? ` (${severityWords(incident)})` : ''
  const silence = `for ${durationWords(waited)}`
  const sentence = {
    declared: `this incident${severity} needs you.`,
    'no-response': `nobody has responded to this incident${severity} ${silence}.`,
    repeat: `still nobody has responded to this incident${severity}, ${silence} now.`,
    asked: `your help is asked for with this incident${severity}.`,
    silent: `this incident${severity} was acknowledged, and no update was given ${silence}. How does it stand?`,
  }[why]
  const isNobody = members.length === 0
  return paragraphs(
    isNobody
      ? `**Escalation step ${step + 1} reaches nobody**: its roles have no members at this time. In other words: ${sentence}`
      : `${mentions(members)} – ${sentence}`,
    reason !== undefined && `Reason: ${neutral(reason, { max: 600 })}`,
    late > 0 && `This reminder is${lateWords(late).replace(/[()]/g, '')}.`,
    why === 'silent'
      ? '`/incident update TEXT` tells everybody.'
      : '`/incident ack` says that you are on it and stops the escalation; `/incident snooze 30m` puts the next step off.',
  )
}
