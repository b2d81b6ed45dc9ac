import type { AftermathEntry } from '../incident/aftermath.ts'
import type { AlertEntry } from '../incident/alert.ts'
import type { CheckUpEntry } from '../incident/check-up.ts'
import type { CommunicationEntry } from '../incident/communication.ts'
import type { CommunityEntry } from '../incident/community.ts'
import type { DisclosureEntry } from '../incident/disclosure.ts'
import type { DrillEntry } from '../incident/drill.ts'
import type { Incident } from '../incident/incident.ts'
import type { RollOutEntry } from '../incident/roll-out.ts'
import type { Entry } from '../incident/timeline.ts'
import { timeWords } from './time-words.ts'
import { aftermathSentences } from './timeline-aftermath.ts'
import { alertSentences } from './timeline-alert.ts'
import { checkUpSentences } from './timeline-check-up.ts'
import { communicationSentences } from './timeline-communication.ts'
import { communitySentences } from './timeline-community.ts'
import { courseSentence, isCourseEntry } from './timeline-course.ts'
import { disclosureSentences } from './timeline-disclosure.ts'
import { drillSentences } from './timeline-drill.ts'
import { freezeSentence, isFreezeEntry } from './timeline-freeze.ts'
import { isPeopleEntry, peopleSentence } from './timeline-people.ts'
import { rollOutSentences } from './timeline-roll-out.ts'
import type { Entries, Sentences } from './timeline-sentences.ts'
import { workSentence } from './timeline-work.ts'

type SpecialType = (
  | AftermathEntry
  | AlertEntry
  | CheckUpEntry
  | CommunicationEntry
  | CommunityEntry
  | DisclosureEntry
  | DrillEntry
  | RollOutEntry
)['type']

/** Lines that not every incident has. */
const special: Sentences<SpecialType> = {
  ...communicationSentences,
  ...alertSentences,
  ...rollOutSentences,
  ...disclosureSentences,
  ...communitySentences,
  ...aftermathSentences,
  ...drillSentences,
  ...checkUpSentences,
}

const isSpecial = (entry: Entry): entry is Entries[SpecialType] => Object.hasOwn(special, entry.type)

/** The table is looked up type by type, so that each sentence is given its own entry. */
const specialSentence = <Type extends SpecialType>(type: Type, entry: Entries[Type], incident: Incident): string =>
  special[type](entry, incident)

/** What one line of the timeline says, without its time; Markdown on one line. */
export function entrySentence(entry: Entry, incident: Incident): string {
  if (isCourseEntry(entry)) return courseSentence(entry, incident)
  if (isPeopleEntry(entry)) return peopleSentence(entry)
  if (isFreezeEntry(entry)) return freezeSentence(entry)
  if (isSpecial(entry)) return specialSentence(entry.type, entry, incident)
  return workSentence(entry, incident)
}

/** When a line of the timeline happened: a note may speak of an earlier moment. */
export const entryTime = (entry: Entry): number => (entry.type === 'Noted' ? (entry.happenedAt ?? entry.at) : entry.at)

/** The timeline in the order in which things happened, newest last. */
export const inOrder = (timeline: readonly Entry[]): readonly Entry[] =>
  [...timeline].sort((a, b) => entryTime(a) - entryTime(b))

/** One line of a list. */
export const timelineLine = (entry: Entry, incident: Incident): string =>
  `- ${timeWords(entryTime(entry))} · ${entrySentence(entry, incident)}`
