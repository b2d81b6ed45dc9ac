import type { CommunicationEntry } from '../incident/communication.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { durationInFull, lateWords } from './duration-words.ts'
import { occasionWords } from './occasion-words.ts'
import type { Sentences } from './timeline-sentences.ts'
import { andList, count, mixed, person, unnotified } from './words.ts'

const named = (channel: string): string => neutralCode(channel, { max: 60 })

/** Who was kept informed, and who was not. */
export const communicationSentences: Sentences<CommunicationEntry['type']> = {
  UpdateAsked: ({ late }) => `An update was due, and is asked for${lateWords(late)}.`,
  UpdateTooThin: ({ by, text, words }) =>
    `Note by ${person(by)}, which says too little to count as an update (${count(words, 'word')}): ${neutral(text, { max: 400 })}`,
  MessageRequested: ({ title }) => `The message "${neutral(title, { max: 200 })}" is to be posted.`,
  MessagePosted: ({ title }) => `The message "${neutral(title, { max: 200 })}" was posted.`,
  DeadlineReached: ({ within, roles, members, nobody, channels, late }) => {
    const time = durationInFull(within)
    const to = andList(roles.map((role) => neutral(role, { max: 60 })))
    const after = late > 0 ? `, ${durationInFull(late)} late` : ''
    const people = nobody
      ? 'which names nobody'
      : members.length === 0
        ? 'all of them had been told'
        : `not told before: ${unnotified(members)}`
    const also = channels.length === 0 ? '' : `, and by ${andList(channels.map(named))}`
    return `To be told within ${time}${after}: ${to} (${people})${also}.`
  },
  ChannelAsked: ({ channel, occasion }) => `The channel ${named(channel)} is to be told ${occasionWords[occasion]}.`,
  ChannelTold: ({ channel, occasion, receipt }) =>
    `The channel ${named(channel)} was told ${occasionWords[occasion]}: ${mixed(receipt)}.`,
  ChannelNotTold: ({ channel, occasion, reason }) =>
    `**The channel ${named(channel)} was not told** ${occasionWords[occasion]}: ${mixed(reason)}.`,
}
