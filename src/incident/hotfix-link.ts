import { matchesPattern } from '../lib/glob.ts'
import type { Policy } from '../policy/policy.ts'
import { detectMark } from './detect.ts'
import { type Incident, isAnchoredAt, isOngoing } from './incident.ts'
import type { PullRequest, Repository } from './repository.ts'
import { fullName } from './repository.ts'

/** Whether the head branch lies in the repository itself: only people with write access can put it there. */
export const isOwnBranch = (repository: Repository, { head }: Pick<PullRequest, 'head'>): boolean =>
  head.repository?.toLowerCase() === fullName(repository).toLowerCase()

/** Every incident that an issue or pull request is tied to: as its anchor, or by a link on the record. */
export const tiedIncidents = (incidents: readonly Incident[], number: number): readonly Incident[] =>
  incidents.filter(
    (incident) => isAnchoredAt(incident, number) || incident.hotfixes.some((hotfix) => hotfix.number === number),
  )

/**
 * The one incident under which a pull request is judged. One that goes on is preferred; and a link to another incident
 * to being its own: somebody made it after the pull request had become an incident by its mark.
 */
export function linkedIncident(incidents: readonly Incident[], number: number): Incident | undefined {
  const tied = tiedIncidents(incidents, number)
  const elsewhere = (incident: Incident): boolean => !isAnchoredAt(incident, number)
  return (
    tied.find((incident) => elsewhere(incident) && isOngoing(incident)) ??
    tied.find(isOngoing) ??
    tied.find(elsewhere) ??
    tied[0]
  )
}

/** Whether a pull request looks as if it wants to be a hotfix: by its mark, or by its branch where that means something. */
export function meansToBeHotfix(policy: Policy, repository: Repository, pullRequest: PullRequest): boolean {
  if (detectMark(policy.detection, pullRequest)) return true
  if (!isOwnBranch(repository, pullRequest)) return false
  return matchesHotfixBranch(policy, undefined, pullRequest.head.ref)
}

/** Whether a branch name is that of a hotfix: by the policy's patterns, or by those of any kind (of one kind when it is given). */
export function matchesHotfixBranch(policy: Policy, kind: string | undefined, branch: string): boolean {
  return hotfixBranchPatterns(policy, kind).some((pattern) => matchesPattern(pattern, branch))
}

/** The patterns that count for an incident of one kind; without a kind, those of all. */
export function hotfixBranchPatterns(policy: Policy, kind: string | undefined): readonly string[] {
  const kinds = kind === undefined ? Object.values(policy.kinds) : [policy.kinds[kind]]
  return [...policy.hotfix.branches, ...kinds.flatMap((each) => each?.hotfixBranches ?? [])]
}

/** GitHub's closing keywords, and `Incident: #12`. The length of what may stand between is bounded, so the search is linear. */
const naming = /(?:^|[^\w/])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|incident):?[ \t]{0,4}#([1-9][0-9]{0,9})\b/giu

/** The first ongoing incident that a pull request's description or title names. */
export function namedIncident(incidents: readonly Incident[], pullRequest: PullRequest): Incident | undefined {
  const text = `${pullRequest.title}\n${pullRequest.body}`
  const numbers = [...text.matchAll(naming)].map((match) => Number(match[1]))
  return numbers
    .flatMap((number) => incidents.filter((incident) => isAnchoredAt(incident, number) && isOngoing(incident)))
    .find((incident) => incident.anchor.number !== pullRequest.number)
}

const closing = /(?:^|[^\w/])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]{0,4}#([1-9][0-9]{0,9})\b/giu

/** Whether GitHub closes an incident's issue when this pull request is merged (into the default branch). */
export const closesAnchor = (pullRequest: PullRequest, incident: Incident): boolean =>
  [...pullRequest.body.matchAll(closing)].some((match) => isAnchoredAt(incident, Number(match[1])))
