import { asItStands } from '../as-it-stands.ts'
import { hasLabel } from '../detect.ts'
import type { Holder } from '../holder.ts'
import { linkedIncident } from '../hotfix-link.ts'
import type { Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, openPullRequests, pullRequestAt } from '../question.ts'
import type { PullRequest } from '../repository.ts'
import { freezesOn, publishFreezeChecks } from './freeze-check.ts'
import { judgeHotfix } from './verdict.ts'

/**
 * A pull request that was told of, as it stands now. GitHub is asked where an old description could do harm: for a hotfix
 * on the record, and for what a freeze judged before. The first that is heard of any other costs no question, since
 * whatever is newer is told of later.
 */
export function* currentOf(plan: Plan, told: PullRequest): Asking<PullRequest> {
  const wasJudged = ({ freeze }: Holder): boolean => freeze?.checks[told.head.sha] !== undefined
  const isKnown =
    linkedIncident(plan.active, told.number) !== undefined || freezesOn(plan, told.base.ref).some(wasJudged)
  return isKnown ? yield* asItStands(told) : told
}

/** Judges a pull request in every way that its present state calls for: as a hotfix, and under every freeze it meets. */
export function* judgePullRequest(plan: Plan, pullRequest: PullRequest): Asking<void> {
  if (pullRequest.state !== 'open') return
  const verdict = yield* judgeHotfix(plan, pullRequest)
  yield* publishFreezeChecks(plan, pullRequest, verdict)
}

/** Judges an incident's open hotfixes again, because the incident itself changed. */
export function* rejudgeHotfixes(plan: Plan, incident: Incident): Asking<Incident> {
  for (const { number, state } of incident.hotfixes) {
    if (state !== 'open') continue
    const pullRequest = yield* pullRequestAt(number)
    if (pullRequest) yield* judgePullRequest(plan, pullRequest)
  }
  return plan.find(incident.id) ?? incident
}

/**
 * After a freeze was seen to hold: passes what was open before and is exempt by label or author, with one list call, and
 * judges again what an earlier freeze by the same name had judged.
 */
export function* passThoseOpenBefore(plan: Plan, holder: Holder): Asking<void> {
  const { labels, authors } = holder.policy.freeze.exempt
  const isKnown = (number: number): boolean => linkedIncident(plan.active, number) !== undefined
  const hotfixesOpen = plan.active.some(({ hotfixes }) => hotfixes.some(({ state }) => state === 'open'))
  const judged = holder.freeze?.checks ?? {}
  if (labels.length + authors.length + Object.keys(judged).length === 0 && !hotfixesOpen) return
  for (const pullRequest of yield* openPullRequests()) {
    const exempt =
      labels.some((label) => hasLabel(pullRequest.labels, label)) ||
      authors.some((author) => author.toLowerCase() === pullRequest.author.toLowerCase())
    const wasJudged = judged[pullRequest.head.sha] !== undefined
    if (exempt || wasJudged || isKnown(pullRequest.number)) yield* judgePullRequest(plan, pullRequest)
  }
}
