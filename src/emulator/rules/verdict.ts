import { isMergeable } from '../git/history.ts'
import type { PullIssue } from '../model/issue.ts'
import type { MergeMethod, Repository } from '../model/repository.ts'
import { atLeast, roleOf } from '../roles.ts'
import type { Actor, World } from '../world.ts'
import type { Attempt, Obstacle } from './attempt.ts'
import { classicObstacles } from './classic.ts'
import { rulesetFindings } from './rulesets.ts'

/** May this change land? `reasons` are GitHub's sentences; `bypassedRulesets` the ids of rulesets set aside for the actor. */
export type Judgement = { allowed: boolean; reasons: string[]; obstacles: Obstacle[]; bypassedRulesets: number[] }

export type MergeQuestion = { world: World; repository: Repository; actor: Actor }

/**
 * Judges merging a pull request now: its own state, the actor's role, classic protection and every ruleset.
 * @param method left out, it is judged whether it may be merged in some way
 */
export function judgeMerge(question: MergeQuestion, issue: PullIssue, method?: MergeMethod): Judgement {
  const { pull } = issue
  const states = [...stateObstacles(question.repository, issue), ...roleObstacle(question)]
  const tip = question.repository.branches[pull.base.ref] ?? null
  // The merge commit does not exist yet; standing in for it with the tip keeps it a fast-forward for every rule.
  const attempt = { before: tip, after: tip, checkedSha: pull.head.sha, pull: issue, viaQueue: false, method }
  const judged = judgeAttempt({ ...question, ...attempt, branch: pull.base.ref })
  return combine(states, judged)
}

/**
 * Judges a direct push: creation (no such branch yet), update or deletion (`sha` null) of a branch.
 * @param sha one the repository does not have stands for a fresh commit on top of the branch.
 */
export function judgePush(question: MergeQuestion, branch: string, sha: string | null): Judgement {
  const { branches, commits } = question.repository
  const before = branches[branch] ?? null
  const fresh = sha !== null && commits[sha] === undefined
  // A fresh commit moves the branch forward, which for every rule but the checks is as if it stayed where it is.
  const after = fresh ? (before ?? sha) : sha
  const attempt = { branch, before, after, checkedSha: fresh ? null : sha, pull: null, viaQueue: false }
  return combine(roleObstacle(question), judgeAttempt({ ...question, ...attempt }))
}

/** Judges one attempt by classic protection and rulesets alone. */
export function judgeAttempt(attempt: Attempt): Judgement {
  const classic = classicObstacles(attempt).map((reason): Obstacle => ({ kind: 'classic', reason }))
  const found = rulesetFindings(attempt)
  const obstacles = [...classic, ...found.obstacles]
  const bypassedRulesets = found.bypassed.map((ruleset) => ruleset.id)
  const reasons = obstacles.map((obstacle) => obstacle.reason)
  return { allowed: obstacles.length === 0, reasons, obstacles, bypassedRulesets }
}

function combine(first: Obstacle[], judged: Judgement): Judgement {
  const obstacles = [...first, ...judged.obstacles]
  const reasons = obstacles.map((obstacle) => obstacle.reason)
  return { ...judged, allowed: obstacles.length === 0, obstacles, reasons }
}

function stateObstacles(repository: Repository, issue: PullIssue): Obstacle[] {
  const state = (reason: string): Obstacle[] => [{ kind: 'state', reason }]
  if (issue.pull.draft) return state('Pull Request is still a draft')
  const stuck = issue.state === 'closed' || !isMergeable(repository, issue.pull)
  return stuck ? state('Pull Request is not mergeable') : []
}

function roleObstacle(question: MergeQuestion): Obstacle[] {
  const { world, repository, actor } = question
  if (repository.archived) return [{ kind: 'state', reason: 'Repository was archived so is read-only.' }]
  if (actor.appId !== null || atLeast(roleOf(world, repository, actor.login), 'write')) return []
  return [
    { kind: 'state', reason: `Permission to ${repository.owner}/${repository.name}.git denied to ${actor.login}.` },
  ]
}
