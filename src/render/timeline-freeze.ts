import type { Entry } from '../incident/timeline.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { lateWords } from './duration-words.ts'
import { advisoryReasons } from './freeze-words.ts'
import { branchList, count, mixed, person, shortSha } from './words.ts'

const freezeTypes = [
  'FreezeRequested',
  'FrozenSeen',
  'FreezeIsAdvisory',
  'FreezeFailed',
  'FreezeDurationAsked',
  'ThawRequested',
  'Thawed',
  'ThawFailed',
  'FreezeTampered',
  'FreezeCheckGiven',
  'Bypassed',
  'BypassExplained',
  'PushSuspected',
  'PushCleared',
] as const

/** What happened to the freeze and around it. */
export type FreezeEntry = Extract<Entry, { type: (typeof freezeTypes)[number] }>

export const isFreezeEntry = (entry: Entry): entry is FreezeEntry => freezeTypes.some((type) => type === entry.type)

export function freezeSentence(entry: FreezeEntry): string {
  switch (entry.type) {
    case 'FreezeRequested':
      return `${person(entry.by)} asked for a freeze of ${branchList(entry.branches)}, mode \`${entry.mode}\`.`
    case 'FrozenSeen':
      return frozenSentence(entry)
    case 'FreezeIsAdvisory':
      return `**The freeze is not enforced**, ${advisoryReasons[entry.reason]}.`
    case 'FreezeFailed':
      return `**The freeze failed**: ${mixed(entry.reason)}`
    case 'FreezeDurationAsked':
      return `The freeze has lasted as long as was planned; asked whether it is still needed${lateWords(entry.late)}.`
    case 'ThawRequested':
      return `Lifting the freeze began: ${mixed(entry.why)}.`
    case 'Thawed':
      return thawedSentence(entry)
    case 'ThawFailed':
      return `**Lifting the freeze failed**: ${mixed(entry.reason)}`
    case 'FreezeTampered':
      return `${person(entry.by)} ${mixed(entry.how)}.${entry.lost ? ' **The freeze is gone.**' : ''}`
    case 'FreezeCheckGiven':
      return `#${entry.pullRequest} ${entry.passed ? 'may' : 'may not'} be merged at ${shortSha(entry.sha)}.`
    default:
      return bypassSentence(entry)
  }
}

function frozenSentence({ applied }: Extract<FreezeEntry, { type: 'FrozenSeen' }>): string {
  const doubts = [...applied.unverified, ...applied.refused.map(({ branch }) => branch)]
  const seen =
    applied.verified.length === 0
      ? 'The freeze was not seen in force on any branch.'
      : `The freeze is in force on ${branchList(applied.verified)} (read back from GitHub).`
  const more = applied.notReadBack
  const others = more === 0 ? '' : ` ${count(more, 'more branch', 'more branches')} not looked at one by one.`
  return `${seen}${doubts.length === 0 ? '' : ` Not confirmed on ${branchList(doubts)}.`}${others}`
}

function thawedSentence({ comparison, wasMissing }: Extract<FreezeEntry, { type: 'Thawed' }>): string {
  const changed = comparison.filter(({ same }) => !same).map(({ branch }) => branch)
  if (wasMissing && comparison.length === 0) return 'The freeze is over; there were no rules of it to remove.'
  const missing = wasMissing ? ' Its rules were gone already.' : ''
  if (comparison.length === 0) return 'The freeze is lifted.'
  const proof =
    changed.length === 0
      ? `${count(comparison.length, 'branch', 'branches')} compared: the rules are as they were before.`
      : `${branchList(changed)} differ from before.`
  return `The freeze is lifted.${missing} ${proof}`
}

type BypassEntry = Extract<FreezeEntry, { type: 'Bypassed' | 'BypassExplained' | 'PushSuspected' | 'PushCleared' }>

function bypassSentence(entry: BypassEntry): string {
  switch (entry.type) {
    case 'Bypassed':
      return `**Bypass**: ${shortSha(entry.sha)} reached ${neutralCode(entry.branch, { max: 100 })} (${mixed(entry.how)}; by ${person(entry.by)}).`
    case 'BypassExplained':
      return `${person(entry.by)} explained ${entry.ahead ? 'what is to go past the freeze' : 'the bypass'}: ${neutral(entry.reason, { max: 400 })}`
    case 'PushSuspected':
      return `${person(entry.by)} pushed ${shortSha(entry.sha)} to ${neutralCode(entry.branch, { max: 100 })}; looking for its pull request.`
    case 'PushCleared':
      return `The push of ${shortSha(entry.sha)} belongs to a merged pull request.`
  }
}
