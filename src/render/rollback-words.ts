import type { Incident } from '../incident/incident.ts'
import type { RollOutMessage } from '../incident/roll-out.ts'
import { clean, neutral } from '../lib/markdown-neutral.ts'
import type { RenderContext } from './context.ts'
import { repositoryUrl } from './incident-words.ts'
import { paragraphs, person } from './words.ts'

type Rollback = Extract<RollOutMessage, { type: 'Rollback' }>

/** The title of a pull request that takes another one back: GitHub's own words behind the mark that a hotfix's title needs. */
export function rollbackTitle({ incident, title }: Rollback, { incidents }: RenderContext): string {
  const [prefix] = incidents.get(incident)?.policy.detection.titlePrefixes ?? []
  const words = `Revert "${clean(title, 180)}"`
  return prefix === undefined ? words : `${prefix} ${words}`
}

/** Its description, in the form that is asked of every hotfix. What it says is what is known, and no more. */
export function rollbackBody({ pullRequest, title, by }: Rollback, incident: Incident | undefined): string {
  const { impact, bypassReason } = incident?.policy.hotfix.sections ?? { impact: 'Impact', bypassReason: 'Reason' }
  const decision = incident?.decision
  const decided =
    decision?.choice === 'rollback' &&
    `${person(decision.by)} decided to roll back: ${neutral(decision.reason, { max: 1_000 })}`
  return paragraphs(
    incident && `Incident: #${incident.anchor.number}`,
    `Takes back #${pullRequest} ("${neutral(title)}"), as ${person(by)} asked with \`/incident rollback\`.`,
    `## ${neutral(impact)}`,
    `Everything that #${pullRequest} changed is undone, what it repaired included. What came after it stays.`,
    `## ${neutral(bypassReason)}`,
    decided,
    'It takes back a merged change in an emergency. Nobody has tested it yet: whoever approves it answers for it.',
  )
}

/** What works without this App. */
export function revertByHand(incident: Incident | undefined, pullRequest: number): string {
  const base = incident && repositoryUrl(incident)
  const page = base === undefined ? `#${pullRequest}` : `[#${pullRequest}](${base}/pull/${pullRequest})`
  const anchor = incident === undefined ? '#N' : `#${incident.anchor.number}`
  return (
    `By hand, press **Revert** at the foot of ${page}, or run \`gh pr revert ${pullRequest}\`. ` +
    `Then \`/incident link ${anchor}\` on the new pull request makes it a hotfix; its check says what else it needs.`
  )
}
