import type { Entry } from '../incident/timeline.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { durationWords, lateWords } from './duration-words.ts'
import { timeWords } from './time-words.ts'
import { andList, mixed, person, unnotified } from './words.ts'

const peopleTypes = [
  'CommanderNamed',
  'Responded',
  'Acknowledged',
  'StepReached',
  'Told',
  'ResponsePromiseBroken',
  'ResolutionPromiseBroken',
  'Snoozed',
  'Updated',
  'Noted',
] as const

/** Who was told, who answered, and what was said. */
export type PeopleEntry = Extract<Entry, { type: (typeof peopleTypes)[number] }>

export const isPeopleEntry = (entry: Entry): entry is PeopleEntry => peopleTypes.some((type) => type === entry.type)

export function peopleSentence(entry: PeopleEntry): string {
  const by = person(entry.by)
  switch (entry.type) {
    case 'CommanderNamed':
      return `${by} named ${person(entry.login)} as incident commander.`
    case 'Responded':
      return `${by} responded: ${mixed(entry.how)}.`
    case 'Acknowledged':
      return `${by} acknowledged the incident.`
    case 'StepReached':
      return stepSentence(entry)
    case 'Told':
      return `${unnotified(entry.members)} ${entry.members.length === 1 ? 'was' : 'were'} mentioned in a comment.`
    case 'ResponsePromiseBroken':
      return `**Nobody responded within the promised ${durationWords(entry.promised)}**${lateWords(entry.late)}.`
    case 'ResolutionPromiseBroken':
      return `**The incident was not over within the promised ${durationWords(entry.promised)}**${lateWords(entry.late)}.`
    case 'Snoozed':
      return `${by} put the next escalation step off until ${timeWords(entry.until)}.`
    case 'Updated':
      return `Update by ${by}: ${neutral(entry.text, { max: 400 })}`
    case 'Noted':
      return `Note by ${by}: ${neutral(entry.text, { max: 400 })}${noteDelay(entry)}`
  }
}

/** A note for an earlier moment says when it was written, so that nobody takes it for a record of the time. */
const noteDelay = (entry: Extract<PeopleEntry, { type: 'Noted' }>): string =>
  entry.happenedAt === undefined ? '' : ` (written ${timeWords(entry.at)})`

const stepReasons = {
  declared: 'with the declaration',
  'no-response': 'because nobody had responded',
  repeat: 'again, because nobody had responded',
  asked: 'because it was asked for',
  silent: 'because no update was given for twice as long as it may take',
} as const

function stepSentence(entry: Extract<PeopleEntry, { type: 'StepReached' }>): string {
  const roles = andList(entry.roles.map((role) => neutral(role, { max: 60 })))
  const who = entry.members.length === 0 ? 'which names nobody' : unnotified(entry.members)
  const reason = entry.reason === undefined ? '' : ` Reason: ${neutral(entry.reason, { max: 400 })}`
  const asked = entry.why === 'asked' ? ` by ${person(entry.by)}` : ''
  return `Escalation step ${entry.step + 1} (${roles}: ${who}) ${stepReasons[entry.why]}${asked}${lateWords(entry.late)}.${reason}`
}
