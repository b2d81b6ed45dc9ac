import { linkedIncident, meansToBeHotfix } from '../hotfix-link.ts'
import { judgeRules } from '../hotfix-rules.ts'
import type { HotfixVerdict } from '../hotfix-verdict.ts'
import { hotfixCheckName, type Incident } from '../incident.ts'
import type { Plan } from '../plan.ts'
import type { Asking } from '../question.ts'
import { reason } from '../reason.ts'
import type { PullRequest } from '../repository.ts'

/** The hotfix check, where the pull request means to be one. Says nothing new when nothing changed. */
export function* judgeHotfix(plan: Plan, pullRequest: PullRequest): Asking<HotfixVerdict | undefined> {
  const { policy, repository } = plan.situation
  const incident = linkedIncident(plan.active, pullRequest.number)
  if (!incident && !meansToBeHotfix(policy, repository, pullRequest)) return undefined
  const verdict = yield* verdictOn(plan, pullRequest, incident)
  plan.put(
    incident,
    {
      type: 'PublishCheck',
      name: hotfixCheckName,
      sha: pullRequest.head.sha,
      externalId: `hotfix:${pullRequest.number}`,
      conclusion: verdict.passed ? 'success' : 'failure',
      message: { type: 'HotfixReport', verdict },
    },
    {
      key: checkKey(repository.id, hotfixCheckName, pullRequest.head.sha),
      keep: 'latest',
      urgent: incident !== undefined,
    },
  )
  noteReasons(plan, verdict)
  if (incident) noteVerdict(plan, incident, verdict)
  return verdict
}

function noteReasons(plan: Plan, { pullRequest, passed, rules }: HotfixVerdict): void {
  const grounds = rules.map(({ rule, passed: holds, found }) => reason(`${rule}: ${found}`, holds))
  plan.because(
    `#${pullRequest} ${passed ? 'passes' : 'does not pass'} the rules of \`hotfix.require\``,
    passed,
    grounds,
  )
}

/** What the rules say of a pull request now, published or not. */
export function* verdictOn(
  plan: Plan,
  pullRequest: PullRequest,
  incident: Incident | undefined,
): Asking<HotfixVerdict> {
  const link = incident?.hotfixes.find(({ number }) => number === pullRequest.number)
  const rules = yield* judgeRules(plan, { pullRequest, incident, linkedByHand: link?.linkedByHand ?? false })
  return {
    pullRequest: pullRequest.number,
    sha: pullRequest.head.sha,
    incident: incident?.anchor.number,
    passed: rules.every(({ passed }) => passed),
    ...(incident?.drill && { drill: true }),
    draft: pullRequest.draft,
    rules,
  }
}

function noteVerdict(plan: Plan, incident: Incident, { pullRequest: number, sha, passed, rules }: HotfixVerdict): void {
  const known = incident.hotfixes.find((hotfix) => hotfix.number === number)
  const failed = rules.filter((rule) => !rule.passed).map(({ rule }) => rule)
  const isSame = known?.sha === sha && known.passed === passed && known.failed.join() === failed.join()
  if (known && !isSame) plan.record(incident, { type: 'HotfixJudged', number, sha, passed, failed })
}

/** The stored key of a check's verdict on one commit. */
export const checkKey = (repositoryId: number, name: string, sha: string): string =>
  `${repositoryId}/check/${name}/${sha}`
