import { type Incident, severityOf } from '../incident/incident.ts'
import type { Status } from '../incident/timeline.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'

/** `P0 Critical`; the id alone where the scale gives it no other name. */
export function severityWords(incident: Pick<Incident, 'policy' | 'severity'>): string {
  return severityNamed(incident, incident.severity)
}

export function severityNamed({ policy }: Pick<Incident, 'policy'>, id: string): string {
  const name = severityOf({ policy, severity: id })?.name ?? ''
  const isSame = name.toLowerCase() === id.toLowerCase()
  return neutral(name === '' || isSame ? name || id : `${id} ${name}`, { max: 80 })
}

export const statusMarks: { readonly [K in Status]: string } = {
  reported: '🟡',
  declared: '🔴',
  acknowledged: '🟠',
  mitigated: '🔵',
  resolved: '🟢',
  closed: '⚪',
  cancelled: '⚪',
}

const statusMeanings: { readonly [K in Status]: string } = {
  reported: 'waits for a trusted person to confirm it',
  declared: 'nobody has acknowledged it yet',
  acknowledged: 'somebody is on it',
  mitigated: 'a hotfix is merged, the incident is not over yet',
  resolved: 'the emergency is over',
  closed: 'over and done',
  cancelled: 'a false alarm',
}

export const statusWords = (status: Status): string => `**${status}**: ${statusMeanings[status]}`

/** The web address of the repository, taken from the anchor's own; so it is right on every GitHub server. */
export function repositoryUrl({ anchor }: Incident): string | undefined {
  return /^(https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+)\/(?:issues|pull)\/\d+/.exec(anchor.url)?.[1]
}

/** A link to a file of the repository, or its path when there is no address to link to. */
export function fileLink(incident: Incident, path: string): string {
  const base = repositoryUrl(incident)
  const target = /^https?:\/\//.test(path) ? path : base && `${base}/blob/HEAD/${path.replace(/^\/+/, '')}`
  const isPlain = target !== undefined && /^[\w.:/%~+=?&-]{1,500}$/.test(target)
  return isPlain
    ? `[${neutral(path.split('/').at(-1) ?? path, { max: 80 }) || 'runbook'}](${target})`
    : neutralCode(path)
}
