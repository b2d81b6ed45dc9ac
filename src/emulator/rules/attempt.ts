import type { PullIssue } from '../model/issue.ts'
import type { MergeMethod, Repository } from '../model/repository.ts'
import type { Actor, World } from '../world.ts'

/** Somebody is about to change a branch. The rules see all there is to see about it. */
export type Attempt = {
  world: World
  repository: Repository
  actor: Actor
  branch: string
  /** The branch's commit before (null: created) and after (null: deleted). */
  before: string | null
  after: string | null
  /** The commit whose checks count: a pull request's head, a merge group's commit, a pushed tip. */
  checkedSha: string | null
  /** Set when a pull request is merged, directly or by the queue. */
  pull: PullIssue | null
  viaQueue: boolean
  /** How the pull request is merged; undefined: by the queue, or it is only asked whether it may be. */
  method?: MergeMethod | undefined
}

/** What stands in the way, in GitHub's words; `kind` tells classic protection from rulesets. */
export type Obstacle = { kind: 'classic' | 'ruleset' | 'state'; reason: string; rulesetId?: number }
