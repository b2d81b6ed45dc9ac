import type { Role } from './account.ts'
import type { Advisory } from './advisory.ts'
import type { DependabotAlert } from './dependabot-alert.ts'
import type { Deployment } from './deployment.ts'
import type { Discussion, DiscussionCategory } from './discussion.ts'
import type { CheckRun, Commit, CommitStatus } from './git.ts'
import type { InteractionLimit } from './interaction-limit.ts'
import type { Comment, Issue, Label, Milestone, Review } from './issue.ts'
import type { ClassicRule, Ruleset } from './protection.ts'

export type MergeMethod = 'merge' | 'squash' | 'rebase'

export const MERGE_METHODS: readonly MergeMethod[] = ['merge', 'squash', 'rebase']

/** One pull request waiting in a merge queue, with the group commit built for it. */
export type QueueEntry = {
  id: number
  branch: string
  pullNumber: number
  baseSha: string
  groupSha: string
  groupRef: string
}

/** Why an issue number no longer answers: deleted (410), or moved elsewhere (301 to `movedTo`). */
/** `status`: what is answered where it did not move. */
export type GoneIssue = { number: number; movedTo: string | null; status?: 404 | 410 }

export type Repository = {
  id: number
  owner: string
  name: string
  description: string | null
  private: boolean
  archived: boolean
  /** Id of the repository this one was forked from. */
  forkOf: number | null
  /** Earlier `owner/name` spellings; GitHub answers 301 for them. */
  formerNames: string[]
  defaultBranch: string
  collaborators: Record<string, Role>
  teamRoles: Record<string, Role>
  nextNumber: number
  issues: Issue[]
  goneIssues: GoneIssue[]
  comments: Comment[]
  labels: Label[]
  milestones: Milestone[]
  reviews: Review[]
  /** Branch name → commit sha. */
  branches: Record<string, string>
  commits: Record<string, Commit>
  /** Files of trees that were made by hand: the tree's sha → path → content. */
  trees: Record<string, Record<string, string>>
  hasIssues: boolean
  /** Ways of merging that the settings allow. */
  mergeMethods: MergeMethod[]
  checkRuns: CheckRun[]
  statuses: CommitStatus[]
  rulesets: Ruleset[]
  classicRules: ClassicRule[]
  queue: QueueEntry[]
  deployments: Deployment[]
  advisories: Advisory[]
  dependabotAlerts: DependabotAlert[]
  /** None: Discussions are switched off. */
  discussionCategories: DiscussionCategory[]
  discussions: Discussion[]
  interactionLimit: InteractionLimit | null
  createdAt: string
  updatedAt: string
  pushedAt: string
}

/** @returns what a repository holds besides code: nothing yet. */
export function emptyCollections() {
  return {
    ...{ issues: [], goneIssues: [], comments: [], milestones: [], reviews: [], checkRuns: [], statuses: [] },
    ...{ rulesets: [], classicRules: [], queue: [], deployments: [], advisories: [] },
    ...{ dependabotAlerts: [], trees: {}, hasIssues: true, mergeMethods: [...MERGE_METHODS] },
    ...{ discussionCategories: [], discussions: [], interactionLimit: null },
  }
}
