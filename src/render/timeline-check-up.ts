import type { CheckUpEntry } from '../incident/check-up.ts'
import { interruptedBecause } from './check-up-words.ts'
import { durationWords } from './duration-words.ts'
import type { Sentences } from './timeline-sentences.ts'
import { andList, mixed, person } from './words.ts'

/** What comparing with GitHub has found, and when nothing could be done. */
export const checkUpSentences: Sentences<CheckUpEntry['type']> = {
  Interrupted: ({ why }) => `**Firebreak can do nothing here**: ${interruptedBecause[why]}. The clocks stand still.`,
  Continued: ({ since, at }) =>
    `Firebreak goes on, after ${durationWords(Math.max(0, at - since))}. What was due meanwhile is due now.`,
  StepMissed: ({ step }) =>
    `**Escalation step ${step + 1} reached nobody**: GitHub refused its comment. It is due again when Firebreak can work here.`,
  DeadlineMissed: ({ within }) =>
    `**Who had to hear within ${durationWords(within)} did not**: GitHub refused the comment. It is due again when Firebreak can work here.`,
  FoundMissing: ({ what, names, putBack }) => {
    const missing = what === 'card' ? 'The card was' : `${labelNames(names)} ${names.length === 1 ? 'was' : 'were'}`
    return putBack
      ? `${missing} not there any more, and put back.`
      : `${missing} taken off once more, and left so until something changes.`
  },
  AnchorReopened: ({ by }) => `${person(by)} reopened the issue, which does not reopen the incident.`,
  FreezeOutOfReach: () =>
    '**The freeze is out of reach**: Firebreak may not administer this repository any more, and cannot lift it.',
  LeftoverRemoved: () => 'The ruleset of the freeze, which somebody had switched off, is removed.',
  FreezeInReach: () => 'Firebreak may administer this repository again.',
}

const labelNames = (names: readonly string[]): string =>
  `The ${names.length === 1 ? 'label' : 'labels'} ${andList(names.map((name) => mixed(name)))}`
