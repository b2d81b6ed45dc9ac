import type { CommunityEntry, CooldownStep } from '../incident/community.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { limitWords } from './community-words.ts'
import { lateWords } from './duration-words.ts'
import { timeWords } from './time-words.ts'
import type { Sentences } from './timeline-sentences.ts'
import { mixed, person } from './words.ts'

const refused: Readonly<Record<CooldownStep, string>> = {
  lock: 'could not be locked',
  unlock: 'could not be opened again',
  limit: 'Who may take part in the repository could not be limited',
  unlimit: 'The limit on who may take part in the repository could not be taken away',
}

export const communitySentences: Sentences<CommunityEntry['type']> = {
  CooldownAsked: ({ by, thread, until }) =>
    `${person(by)} asked for a cool-down of the conversation #${thread} until ${timeWords(until)}.`,
  CooldownBegun: ({ by, thread, until }) =>
    `The conversation #${thread} was locked until ${timeWords(until)}, to cool off (${person(by)}).`,
  CooldownEnding: ({ thread }) => `The cool-down of the conversation #${thread} is ending.`,
  CooldownOver: ({ thread, late, stillLocked }) =>
    stillLocked
      ? `The cool-down of the conversation #${thread} ended${lateWords(late)}; it stays locked, because somebody else had locked it.`
      : `The conversation #${thread} was opened again${lateWords(late)}.`,
  CooldownFailed: ({ thread, what, reason }) => {
    const isAboutThread = what === 'lock' || what === 'unlock'
    return `**${isAboutThread ? `The conversation #${thread} ` : ''}${refused[what]}**: ${mixed(reason)}`
  },
  InteractionsLimited: ({ limit, ours }) => {
    if (!ours) return 'A limit that somebody else had set on who may take part in the repository was left as it is.'
    return limit === undefined
      ? 'Everybody may take part in the repository again.'
      : `Taking part in the repository was limited: ${limitWords[limit]}.`
  },
  DraftsPosted: ({ kind }) => `Drafts for the kind ${neutralCode(kind, { max: 60 })} were posted.`,
}
