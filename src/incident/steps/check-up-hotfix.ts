import type { PullRequestChanged } from '../event.ts'
import { linkedIncident } from '../hotfix-link.ts'
import { type Hotfix, hotfixCheckName, type Incident, isOngoing } from '../incident.ts'
import type { Plan } from '../plan.ts'
import { type Asking, effectsAskedFor, ownChecksOn, pullRequestAt, whereaboutsOf } from '../question.ts'
import type { PullRequest, Thread } from '../repository.ts'
import { followThread } from './anchor.ts'
import { freezesOn } from './freeze-check.ts'
import { followPullRequest } from './hotfix.ts'
import { inTurn } from './in-turn.ts'
import { judgePullRequest } from './judge.ts'
import { followRerun } from './rerun.ts'
import { knownActor, nobody } from './unheard.ts'
import { checkKey, verdictOn } from './verdict.ts'

/** Each costs two reads: those beyond are looked at the next time. */
const mostHotfixes = 2
/** GitHub's clock is not ours, and its answers may lag behind. */
const margin = 10 * 60_000

/** Hotfixes that were merged, closed, reopened or changed unheard, and checks of theirs that got lost. */
export function* compareHotfixes(plan: Plan, incident: Incident, since: number | undefined): Asking<void> {
  if (!isOngoing(incident)) return
  const unmerged = incident.hotfixes.filter(({ state }) => state !== 'merged')
  for (const hotfix of inTurn(unmerged, mostHotfixes, plan.now)) {
    const pullRequest = yield* pullRequestAt(hotfix.number)
    if (!pullRequest) continue
    const change = changeOf(hotfix, pullRequest)
    // A pull request may be tied to several incidents, and is judged under one of them.
    const isJudgedHere = linkedIncident(plan.active, hotfix.number)?.id === incident.id
    if (change === 'merged' || change === 'closed' || (change && isJudgedHere)) yield* hear(plan, change, pullRequest)
    else if (pullRequest.state === 'open' && isJudgedHere)
      yield* compareVerdict(plan, incident, { hotfix, pullRequest, since })
  }
}

function changeOf({ state, sha }: Hotfix, { merged, state: now, head }: PullRequest) {
  if (merged) return 'merged'
  if (now === 'closed') return state === 'open' ? 'closed' : undefined
  if (state === 'closed') return 'reopened'
  return head.sha === sha ? undefined : 'pushed'
}

function* hear(plan: Plan, change: PullRequestChanged['change'], pullRequest: PullRequest): Asking<void> {
  const { repository } = plan.situation
  const actor = knownActor(plan, yield* doerOf(change, pullRequest))
  const event: PullRequestChanged = {
    type: 'PullRequestChanged',
    ...{ repository, at: plan.now, change, pullRequest, actor },
  }
  yield* followThread(plan, event)
  yield* followPullRequest(plan, event)
}

/** Who merged is told with a pull request, who closed with the issue that it is too. */
function* doerOf(change: PullRequestChanged['change'], { mergedBy, number }: PullRequest): Asking<Thread['closedBy']> {
  if (mergedBy !== undefined) return { login: mergedBy, type: 'User' }
  const where = change === 'closed' ? yield* whereaboutsOf(number) : undefined
  return where?.is === 'here' ? where.thread.closedBy : undefined
}

interface Compared {
  readonly hotfix: Hotfix
  readonly pullRequest: PullRequest
  readonly since: number | undefined
}

/**
 * An approval or a new description may have come unheard. Judging costs calls: what has passed and was not touched since
 * is not judged again.
 */
function* compareVerdict(plan: Plan, incident: Incident, { hotfix, pullRequest, since }: Compared): Asking<void> {
  const isUntouched = since !== undefined && (pullRequest.updatedAt ?? since) <= since - margin
  if (!(hotfix.passed && isUntouched)) {
    const { passed, rules } = yield* verdictOn(plan, pullRequest, incident)
    const failed = rules.flatMap((rule) => (rule.passed ? [] : [rule.rule]))
    if (passed !== hotfix.passed || failed.join() !== hotfix.failed.join())
      return yield* judgePullRequest(plan, pullRequest)
  }
  yield* compareChecks(plan, hotfix, pullRequest)
}

/** A check that is missing, or says something else than was decided, is given as if somebody had pressed "Re-run". */
function* compareChecks(plan: Plan, hotfix: Hotfix, { head: { sha }, base }: PullRequest): Asking<void> {
  const { repository } = plan.situation
  const expected = expectedChecks(plan, hotfix, { sha, branch: base.ref })
  const given = expected.length === 0 ? undefined : yield* ownChecksOn(sha)
  if (!given) return
  for (const { name, passed } of expected) {
    const run = given.find((check) => check.name === name)
    // Another pull request with the same head, whose verdict came later.
    const isOthers = run !== undefined && !run.externalId.endsWith(`:${hotfix.number}`)
    if (isOthers || run?.conclusion === (passed ? 'success' : 'failure')) continue
    // Still to be published.
    if ((yield* effectsAskedFor(checkKey(repository.id, name, sha))).waiting > 0) continue
    yield* followRerun(plan, { type: 'CheckRerunRequested', repository, at: plan.now, actor: nobody, name, sha })
  }
}

interface Head {
  readonly sha: string
  readonly branch: string
}

function expectedChecks(plan: Plan, { number, passed }: Hotfix, { sha, branch }: Head) {
  const ofFreezes = freezesOn(plan, branch).flatMap(({ freeze }) => {
    const check = freeze?.checks[sha]
    return freeze && check?.pullRequest === number ? [{ name: freeze.checkName, passed: check.passed }] : []
  })
  return [{ name: hotfixCheckName, passed }, ...ofFreezes].filter((check) => check.passed !== undefined)
}
