import type { CommunityMessage, CooldownStep } from '../incident/community.ts'
import { neutralHtml } from '../lib/markdown-neutral.ts'
import { limitWords } from './community-words.ts'
import { lateWords } from './duration-words.ts'
import { renderPlainTemplate } from './liquid.ts'
import { messageVariables } from './message-variables.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { codeBlock, mixed, paragraphs, person } from './words.ts'

/** What is said to people who are at odds: kindly, to all alike, and when it goes on. */
export const communityComments: Sayings<CommunityMessage['type']> = {
  CooldownBegun: ({ message: { until, by, moved, wasLocked, cannotLimit } }) =>
    moved
      ? `**This conversation stays locked until ${timeWords(until)}**: ${person(by)} moved the end of its cool-down.${wasLocked ? ` ${staysLocked}` : ''}`
      : paragraphs(
          wasLocked
            ? `**This conversation has become heated, so it cools off until ${timeWords(until)}.** ${person(by)} asked for it.`
            : `**This conversation has become heated, so it is locked until ${timeWords(until)}.** ${person(by)} asked for it.`,
          "Let's take a step back. Everybody is asked to:",
          ['1. take the time until then to cool off', '2. assume good intent', '3. focus on ideas, not people'].join(
            '\n',
          ),
          `${wasLocked ? staysLocked : 'It opens again by itself.'} Thank you for your passion, and for respecting each other.`,
          cannotLimit &&
            'The configuration also limits who may take part in this repository meanwhile. GitHub has such limits for public repositories alone, so nothing else is limited.',
        ),
  InteractionsLimited: ({ message: { limit, ours } }) =>
    ours
      ? `Taking part in the whole repository is limited meanwhile: ${limitWords[limit]}.`
      : 'Taking part in the whole repository is limited meanwhile: somebody else had set a limit before, and it stays as it is, also after the cool-down.',
  CooldownOver: ({ message: { late, stillLocked } }) =>
    stillLocked
      ? `**The cool-down is over**${lateWords(late)}. This conversation stays locked, because somebody else had locked it.`
      : `**This conversation is open again**${lateWords(late)}. Let's work through the questions: assume good intent, and focus on ideas, not people.`,
  CooldownFailed: ({ message: { thread, what, reason } }) =>
    paragraphs(`**${refused[what](`#${thread}`)}**: ${mixed(reason, { max: 600 })}`, remedies[what]),
  Drafts: ({ message: { drafts }, incident, context }) => {
    const longest = Math.floor(longestDrafts / drafts.length)
    const variables = incident ? messageVariables(incident, context.now) : {}
    return paragraphs(
      '**Drafts** to adapt and send. Nobody has sent them yet.',
      ...drafts.map(({ title, text }) => draft(title, shortened(filledIn(text, variables), longest))),
    )
  },
}

const staysLocked = 'It was locked before, so it stays locked afterwards.'

const refused: Readonly<Record<CooldownStep, (thread: string) => string>> = {
  lock: (thread) => `The conversation ${thread} could not be locked`,
  unlock: (thread) => `The cool-down is over, but the conversation ${thread} could not be opened again`,
  limit: () => 'Who may take part in this repository could not be limited',
  unlimit: () => 'The limit on who may take part in this repository could not be taken away',
}

const remedies: Readonly<Record<CooldownStep, string>> = {
  lock: 'Somebody with write access can lock it by hand, with "Lock conversation" beside it.',
  unlock: 'Somebody with write access can open it by hand, with "Unlock conversation" beside it.',
  limit: 'An administrator can do it by hand, in the settings under Moderation options, Interaction limits.',
  unlimit:
    'It ends by itself. An administrator can end it sooner, in the settings under Moderation options, Interaction limits.',
}

/** GitHub takes 65,536 characters in all. */
const longestDrafts = 50_000

/** What is known already need not be filled in by hand. A text that is no template stays as it was written. */
function filledIn(text: string, variables: object): string {
  const rendered = renderPlainTemplate(text, variables)
  return rendered.ok ? rendered.text : text
}

const shortened = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}\n… (the rest is in the configuration)`

/** What it is for is in sight; the text is folded away, and to copy: whatever stands in it does nothing here. */
const draft = (title: string, text: string): string =>
  [
    '<details>',
    `<summary>${neutralHtml(title, { max: 200 })}</summary>`,
    '',
    codeBlock(text.trimEnd()),
    '',
    '</details>',
  ].join('\n')
