import type { Incident } from '../incident/incident.ts'
import type { Entry } from '../incident/timeline.ts'
import { timeWords } from './time-words.ts'
import { courseSentence, isCourseEntry } from './timeline-course.ts'
import { freezeSentence, isFreezeEntry } from './timeline-freeze.ts'
import { isPeopleEntry, peopleSentence } from './timeline-people.ts'
import { workSentence } from './timeline-work.ts'

/** What one line of the timeline says, without its time; Markdown on one line. */
export function entrySentence(entry: Entry, incident: Incident): string {
  if (isCourseEntry(entry)) return courseSentence(entry, incident)
  if (isPeopleEntry(entry)) return peopleSentence(entry)
  if (isFreezeEntry(entry)) return freezeSentence(entry)
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
