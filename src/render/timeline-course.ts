import type { Incident } from '../incident/incident.ts'
import type { Entry } from '../incident/timeline.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { severityNamed } from './incident-words.ts'
import { timeWords } from './time-words.ts'
import { mixed, person } from './words.ts'

const courseTypes = [
  'Reported',
  'Declared',
  'Reanchored',
  'SeverityChanged',
  'KindChanged',
  'Mitigated',
  'Resolved',
  'Closed',
  'Cancelled',
  'Reopened',
  'AnchorLost',
  'AnchorClosed',
  'MarkRemoved',
  'Rebuilt',
  'BegunAnew',
] as const

/** What moves the incident itself from its beginning to its end. */
export type CourseEntry = Extract<Entry, { type: (typeof courseTypes)[number] }>

export const isCourseEntry = (entry: Entry): entry is CourseEntry => courseTypes.some((type) => type === entry.type)

export function courseSentence(entry: CourseEntry, incident: Incident): string {
  const by = person(entry.by)
  switch (entry.type) {
    case 'Reported':
      return `${by} reported the emergency (${mixed(entry.how)}); it waits for confirmation.`
    case 'Declared':
      return `${by} declared the incident (${mixed(entry.how)}).`
    case 'SeverityChanged':
      return `${by} set the severity from ${severityNamed(incident, entry.from)} to ${severityNamed(incident, entry.severity)}.`
    case 'KindChanged':
      return `${by} set the kind to ${entry.kind === undefined ? 'none' : neutral(entry.kind, { max: 80 })}.`
    case 'Mitigated':
      return `The incident is mitigated by hotfix #${entry.number}.`
    case 'Resolved':
      return `${by} resolved the incident${entry.summary === undefined ? '.' : `: ${neutral(entry.summary, { max: 400 })}`}`
    case 'Closed':
      return `The incident is closed: ${mixed(entry.why)}.`
    case 'Cancelled':
      return `${by} cancelled the incident: ${neutral(entry.reason, { max: 400 })}`
    case 'Reopened':
      return `${by} reopened the incident: ${neutral(entry.reason, { max: 400 })}`
    case 'Rebuilt':
      return `Firebreak's database was lost; the incident goes on as it stood at ${timeWords(entry.keptAt)}, and what came later may be missing.`
    case 'BegunAnew':
      return begunAnewSentence(entry)
    default:
      return anchorSentence(entry, incident, by)
  }
}

function begunAnewSentence({ declared, frozen }: Extract<CourseEntry, { type: 'BegunAnew' }>): string {
  const lost = "Firebreak's database was lost, and so was the card: the incident begins anew."
  if (frozen !== undefined) return `${lost} Its freeze stands since ${timeWords(frozen)}; by then it was declared.`
  return declared === undefined ? lost : `${lost} It counts as declared when it was opened, ${timeWords(declared)}.`
}

type AnchorEntry = Extract<CourseEntry, { type: 'Reanchored' | 'AnchorLost' | 'AnchorClosed' | 'MarkRemoved' }>

function anchorSentence(entry: AnchorEntry, { anchor }: Incident, by: string): string {
  const thread = anchor.type === 'issue' ? 'issue' : 'pull request'
  switch (entry.type) {
    case 'Reanchored':
      return `The title became "${neutral(entry.title)}".`
    case 'AnchorLost':
      if (entry.how === 'gone')
        return `The ${thread} is not there any more: it was deleted, or made a discussion. The incident goes on.`
      return entry.to === undefined
        ? `${by} ${entry.how} the ${thread}. The incident goes on.`
        : `${by} ${entry.how} the ${thread} to ${neutral(entry.to)}. The incident goes on.`
    case 'AnchorClosed':
      return {
        'by-merge': `The merge of a hotfix closed the ${thread}. That mitigates the incident and does not end it.`,
        trusted: `${by} closed the ${thread}.`,
        untrusted: `${by} closed the ${thread}, which does not end the incident.`,
      }[entry.how]
    case 'MarkRemoved':
      return `${by} removed ${mixed(entry.what)}, which changes nothing about the incident.`
  }
}
