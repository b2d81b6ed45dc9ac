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
import { neutral } from '../lib/markdown-neutral.ts'
import { lateWords } from './duration-words.ts'
import type { CourseEntry } from './timeline-course.ts'
import type { FreezeEntry } from './timeline-freeze.ts'
import type { PeopleEntry } from './timeline-people.ts'
import { andList, count, issueName, mixed, person, shortSha } from './words.ts'

/** Hotfixes, checklists, the post-mortem, and what the App did or gave up. */
export type WorkEntry = Exclude<
  Entry,
  | CourseEntry
  | PeopleEntry
  | FreezeEntry
  | { type: CommunicationEntry['type'] }
  | { type: AlertEntry['type'] }
  | { type: RollOutEntry['type'] }
  | { type: DisclosureEntry['type'] }
  | { type: CommunityEntry['type'] }
  | { type: AftermathEntry['type'] }
  | { type: DrillEntry['type'] }
  | { type: CheckUpEntry['type'] }
>

export function workSentence(entry: WorkEntry, incident: Incident): string {
  switch (entry.type) {
    case 'HotfixLinked':
      return `#${entry.number} is a hotfix of this incident (${mixed(entry.how)}; by ${person(entry.by)}).`
    case 'HotfixJudged':
      return entry.passed
        ? `Hotfix #${entry.number} passes its rules at ${shortSha(entry.sha)}.`
        : `Hotfix #${entry.number} does not pass yet at ${shortSha(entry.sha)}: ${andList([...entry.failed])}.`
    case 'HotfixMerged':
      return `${person(entry.by)} merged hotfix #${entry.number}${entry.sha === undefined ? '' : ` as ${shortSha(entry.sha)}`}.`
    case 'HotfixClosed':
      return `Hotfix #${entry.number} was closed without a merge.`
    case 'CardPosted':
      return 'The card was posted.'
    case 'PostmortemRequested':
      return 'The post-mortem is being opened.'
    case 'PostmortemOpened':
      return `The post-mortem is open: ${issueName(entry.number, entry.repository)}.`
    case 'PostmortemClosed':
      return `${person(entry.by)} ${entry.gone ?? 'closed'} the post-mortem.`
    case 'EffectGivenUp':
      return `**Given up**: ${neutral(entry.what, { max: 80 })}. ${mixed(entry.reason)}`
    default:
      return checklistSentence(entry, incident)
  }
}

type ChecklistEntry = Extract<
  WorkEntry,
  { type: 'ChecklistRequested' | 'ChecklistPosted' | 'ItemTicked' | 'ChecklistDue' }
>

function checklistSentence(entry: ChecklistEntry, incident: Incident): string {
  const list = incident.checklists.find(({ id }) => id === entry.checklist)
  const title = `"${neutral(list?.title ?? entry.checklist, { max: 120 })}"`
  switch (entry.type) {
    case 'ChecklistRequested':
      return `The checklist "${neutral(entry.title, { max: 120 })}" was handed out (${count(entry.items.length, 'item')}).`
    case 'ChecklistPosted':
      return `The checklist ${title} was posted.`
    case 'ItemTicked': {
      const item = mixed(list?.items[entry.item]?.text ?? `item ${entry.item + 1}`, { max: 160 })
      const doubt = entry.trusted ? '' : ' (has not the permission for it to count)'
      return `${person(entry.by)} ${entry.ticked ? 'ticked' : 'unticked'} "${item}"${doubt}.`
    }
    case 'ChecklistDue':
      return `The checklist ${title} was due with ${count(entry.open, 'open item')}${lateWords(entry.late)}.`
  }
}
