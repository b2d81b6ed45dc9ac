import type { Incident } from '../incident/incident.ts'
import type { RepairDecision, StageState } from '../incident/roll-out.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { durationWords } from './duration-words.ts'
import { timeWords } from './time-words.ts'
import { person } from './words.ts'

export const choiceWords: { readonly [K in RepairDecision['choice']]: string } = {
  hotfix: 'a hotfix',
  workaround: 'a workaround',
  rollback: 'a roll-back',
}

/** `Canary (10 %)`, by its place in the policy's stages. */
export function stageWords({ policy, rollOut }: Pick<Incident, 'policy' | 'rollOut'>, place: number): string {
  const stage = policy.rollOut.stages[place]
  const name = neutral(stage?.name ?? rollOut?.stages[place]?.name ?? `stage ${place + 1}`, { max: 60 })
  return stage?.traffic === undefined ? name : `${name} (${neutral(stage.traffic, { max: 60 })})`
}

/** A link to a deployment's log, where its address is one that can be trusted to be no more than that. */
export function logLink(url: string | undefined): string {
  const isPlain = url !== undefined && /^https:\/\/[\w.-]+(?::\d+)?\/[\w.:/%~+=?&#-]{0,500}$/.test(url)
  return isPlain ? `[Its log](${url})` : ''
}

/** The card's row on how the incident is going to be repaired. */
export function decisionFact({ decision }: Incident): string | undefined {
  if (!decision) return undefined
  const { choice, reason, by, at } = decision
  return `${choiceWords[choice]}, decided by ${person(by)} ${timeWords(at)}: ${neutral(reason, { max: 200 })}`
}

/** The card's row on how far the merged hotfix has come. */
export function rollOutFact(incident: Incident): string | undefined {
  const { rollOut } = incident
  if (!rollOut) return undefined
  const stages = rollOut.stages.map(
    (stage, place) => `${stageWords(incident, place)} ${stateWords(incident, stage, place)}`,
  )
  return `#${rollOut.hotfix}: ${stages.join('; ')}`
}

function stateWords({ policy }: Incident, { followed, status, at }: StageState, place: number): string {
  if (!followed) return 'on the checklist'
  const watch = policy.rollOut.stages[place]?.watch
  switch (status) {
    case 'waiting':
      return 'to come'
    case 'deploying':
      return 'is being deployed'
    case 'deployed':
      return watch === undefined || at === undefined ? 'deployed' : `watched until ${timeWords(at + watch)}`
    case 'watched':
      return watch === undefined ? 'deployed' : `deployed and watched for ${durationWords(watch)}`
    case 'failed':
      return '**failed**'
  }
}
