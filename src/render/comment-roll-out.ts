import { type Incident, isOngoing } from '../incident/incident.ts'
import type { RollOutMessage } from '../incident/roll-out.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { durationInFull, lateWords } from './duration-words.ts'
import { choiceWords, logLink, stageWords } from './roll-out-words.ts'
import { revertByHand, rollbackBody } from './rollback-words.ts'
import type { Sayings, Scene } from './saying.ts'
import { andList, mentions, mixed, paragraphs, person } from './words.ts'

/** Comments about how an incident is repaired, and about the repair's way into production. */
export const rollOutComments: Sayings<RollOutMessage['type']> = {
  RepairDecided: ({ message: { by, choice, reason }, incident }) =>
    paragraphs(
      `🧭 **Decided: ${choiceWords[choice]}**, by ${person(by)}. ${neutral(reason, { max: 1_000 })}`,
      choice === 'rollback' && rollbackHint(incident),
    ),
  RollbackOpened: ({ message: { number, pullRequest } }) =>
    `↩️ **#${number} takes #${pullRequest} back.** It is a hotfix of this incident; its check \`firebreak/hotfix\` says what it needs before it may be merged.`,
  RollbackFailed: ({ message: { pullRequest, reason }, incident }) =>
    paragraphs(
      `⚠️ **#${pullRequest} was not taken back**: ${mixed(reason, { max: 600 })}`,
      revertByHand(incident, pullRequest),
    ),
  Rollback: ({ message, incident }) => rollbackBody(message, incident),
  StageDeployed: (scene) => stageDeployed(scene),
  StageWatched: ({ message: { stage, late }, incident }) =>
    incident
      ? `⏱️ ${watchedWords(incident, stage)}${lateWords(late)}. ${nextWords(incident, stage)}`
      : 'A stage has been out for its time.',
  StageFailed: (scene) => stageFailed(scene),
  RollOutFinished: ({ message: { late }, incident }) => {
    const stages = incident?.rollOut?.stages ?? []
    const isFollowed = stages.some(({ followed }) => followed)
    const left = stages.flatMap(({ followed }, place) => (followed || !incident ? [] : [stageWords(incident, place)]))
    const proof = isFollowed
      ? `every stage that is followed was deployed and has been out for its time${lateWords(late)}`
      : 'every gate of its checklist is ticked'
    return paragraphs(
      `✅ **${hotfixWords(incident)} is rolled out**: ${proof}.`,
      isFollowed && left.length > 0 && `Left to the checklist: ${andList(left)}.`,
      incident && isOngoing(incident) && '`/incident resolve SUMMARY` when the emergency is over.',
    )
  },
}

/** How it is done, for whoever reads that it was decided. */
function rollbackHint(incident: Incident | undefined): string {
  const isMerged = incident?.hotfixes.some(({ state }) => state === 'merged') === true
  const last = isMerged ? ' Without a number it is the last hotfix that was merged.' : ''
  return `\`/incident rollback #PR\` opens the pull request that takes a merged one back.${last}`
}

const hotfixWords = (incident: Incident | undefined): string =>
  incident?.rollOut ? `Hotfix #${incident.rollOut.hotfix}` : 'The hotfix'

function stageDeployed({ message: { stage, outOfOrder }, incident }: Scene<'StageDeployed'>): string {
  if (!incident) return 'A stage of the roll-out is deployed.'
  const { watch, rollBack } = incident.policy.rollOut.stages[stage] ?? {}
  const trigger = rollBackWords(rollBack)
  const doing = watch === undefined ? nextWords(incident, stage) : `Watch it for ${durationInFull(watch)}.`
  return paragraphs(
    `🚀 **${stageWords(incident, stage)} is deployed**, with hotfix #${incident.rollOut?.hotfix ?? 0}. ${doing}`,
    outOfOrder && '⚠️ **Out of order**: a stage before it is not through yet.',
    trigger !== '' && `${trigger} \`/incident rollback\` opens the pull request for that.`,
    watch !== undefined && afterWords(incident, stage),
  )
}

/** The condition stands in the maintainers' own words, so that nobody has to look it up. */
const rollBackWords = (rollBack: string | undefined): string =>
  rollBack === undefined ? '' : `**Roll back if**: ${neutral(rollBack, { max: 200 })}.`

const afterWords = (incident: Incident, stage: number): string =>
  incident.policy.rollOut.stages[stage + 1] ? `After that comes ${stageWords(incident, stage + 1)}.` : ''

function watchedWords(incident: Incident, stage: number): string {
  const watch = incident.policy.rollOut.stages[stage]?.watch
  const time = watch === undefined ? 'for its time' : `for ${durationInFull(watch)}`
  return `**${stageWords(incident, stage)}** has been out ${time}, and no failure was reported`
}

/** What is to be done when a stage is through: go on, or go back to one that is not. */
function nextWords(incident: Incident, stage: number): string {
  const stages = incident.rollOut?.stages ?? []
  const failed = stages.findIndex(({ status }) => status === 'failed')
  if (failed !== -1) return `Go on only when ${stageWords(incident, failed)} is repaired: it failed.`
  const open = stages.findIndex(({ followed, status }, place) => place < stage && followed && status !== 'watched')
  if (open !== -1) return `${stageWords(incident, open)} is not through yet.`
  return incident.policy.rollOut.stages[stage + 1]
    ? `Go on to ${stageWords(incident, stage + 1)}.`
    : 'It is the last stage.'
}

function stageFailed({ message: { stage, members }, incident }: Scene<'StageFailed'>): string {
  const rollBack = incident?.policy.rollOut.stages[stage]?.rollBack
  const hotfix = incident?.rollOut?.hotfix
  const what = incident ? `${stageWords(incident, stage)} failed` : 'A stage of the roll-out failed'
  return paragraphs(
    `🚨 ${mentions(members)}${members.length > 0 ? ' – ' : ''}**${what}**${hotfix === undefined ? '' : ` in the roll-out of hotfix #${hotfix}`}.`,
    rollBackWords(rollBack),
    `\`/incident rollback${hotfix === undefined ? '' : ` #${hotfix}`}\` opens the pull request that takes it back. A later deployment of it that succeeds is good as well.`,
    logLink(incident?.rollOut?.stages[stage]?.url),
  )
}
