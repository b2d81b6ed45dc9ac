import type { AftermathEntry } from '../incident/aftermath.ts'
import type { Incident } from '../incident/incident.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { actionName, dueWords } from './action-words.ts'
import { durationInFull, lateWords } from './duration-words.ts'
import type { Sentences } from './timeline-sentences.ts'
import { person } from './words.ts'

/** Lines of the timeline about what was left to do after the resolution. */
export const aftermathSentences: Sentences<AftermathEntry['type']> = {
  ReviewAsked: ({ step, late }) =>
    `${{ scheduled: 'A date for the review', held: 'The review', published: 'The publication of the post-mortem' }[step]} was asked for: its time had passed${lateWords(late)}.`,
  ActionFound: ({ text, owner, due }) =>
    `Action item in the post-mortem: ${neutral(text, { max: 200 })}${owner === undefined ? '' : `, for ${neutral(owner, { max: 100 })}`}${due === undefined ? '' : `, due ${dueWords(due)}`}.`,
  ActionChanged: ({ text, owner, due }) =>
    `An action item became: ${neutral(text, { max: 200 })}${owner === undefined ? '' : `, for ${neutral(owner, { max: 100 })}`}${due === undefined ? '' : `, due ${dueWords(due)}`}.`,
  ActionsLeftOut: ({ followed }) => `The table of action items is longer than the ${followed} rows that are followed.`,
  ActionsRead: () => 'The table of action items was read.',
  ActionOpened: ({ number }) => `Issue #${number} was opened for an action item.`,
  ActionRefused: ({ key, reason }, incident) =>
    `No issue could be opened for the action item ${named(key, incident)}: ${neutral(reason, { max: 300 })}`,
  ActionClosed: ({ key, how, by }, incident) =>
    by === undefined
      ? `The action item ${named(key, incident)} was ${how}.`
      : `${person(by)} ${how} the action item ${named(key, incident)}.`,
  ActionReopened: ({ key, by }, incident) => `${person(by)} reopened the action item ${named(key, incident)}.`,
  ActionReminded: ({ key, late }, incident) =>
    `The action item ${named(key, incident)} was asked for: its date had passed${lateWords(late)}.`,
  PostmortemReopened: ({ by }) => `${person(by)} reopened the post-mortem.`,
  FollowUpDue: ({ after, late }) =>
    `The follow-up ${durationInFull(after)} after the resolution is due${lateWords(late)}.`,
  FollowUpsOver: () => 'The follow-ups are over: their lists are not read any more.',
  PublishRequested: ({ category }) =>
    `The post-mortem is to be published to the category "${neutral(category, { max: 100 })}" of Discussions.`,
  Published: ({ number }) => `The post-mortem was published as discussion ${number}.`,
  PublishRefused: ({ reason }) => `The post-mortem could not be published: ${neutral(reason, { max: 300 })}`,
}

function named(key: string, { aftermath }: Incident): string {
  const action = aftermath.actions.find((candidate) => candidate.key === key)
  return action ? actionName(action) : 'of the post-mortem'
}
