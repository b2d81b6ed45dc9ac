import type { RollOutEntry } from '../incident/roll-out.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { choiceWords, stageWords } from './roll-out-words.ts'
import type { Sentences } from './timeline-sentences.ts'
import { andList, mixed, person } from './words.ts'

const stageSentences = {
  deploying: 'is being deployed',
  deployed: 'was deployed',
  watched: 'has been out for its time, and no failure was reported',
  failed: '**failed to be deployed**',
} as const

/** How the incident was to be repaired, what was taken back, and the repair's way into production. */
export const rollOutSentences: Sentences<RollOutEntry['type']> = {
  RepairDecided: ({ by, choice, reason }) =>
    `${person(by)} decided to repair it by ${choiceWords[choice]}: ${neutral(reason, { max: 400 })}`,
  RollbackRequested: ({ by, pullRequest }) => `${person(by)} asked to take pull request #${pullRequest} back.`,
  RollbackOpened: ({ pullRequest, number }) =>
    `Pull request #${number} was opened; it takes pull request #${pullRequest} back.`,
  RollbackFailed: ({ pullRequest, reason }) =>
    `Pull request #${pullRequest} could not be taken back: ${mixed(reason, { max: 400 })}`,
  RollOutBegun: ({ hotfix, stages, followed }) => {
    const names = andList(stages.map((name) => neutral(name, { max: 60 })))
    return `The roll-out of hotfix #${hotfix} began: ${names}${followed.length === 0 ? ', on a checklist' : ''}.`
  },
  StageChanged: ({ by, stage, status }, incident) => {
    const who = by === undefined ? '' : ` (${person(by)})`
    return `Roll-out: ${stageWords(incident, stage)} ${stageSentences[status]}${who}.`
  },
  RollOutFinished: () => 'The roll-out is finished.',
}
