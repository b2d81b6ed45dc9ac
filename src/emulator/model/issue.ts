/** An issue or, when `pull` is set, a pull request: GitHub numbers both in one row. */
export type Issue = {
  id: number
  number: number
  title: string
  body: string | null
  author: string
  state: 'open' | 'closed'
  stateReason: 'completed' | 'not_planned' | 'reopened' | null
  /** Ids of the repository's labels, so that a renamed label stays on. */
  labelIds: number[]
  assignees: string[]
  milestone: number | null
  locked: boolean
  lockReason: string | null
  reactions: Reaction[]
  /** True when the App wrote it. */
  byApp: boolean
  createdAt: string
  updatedAt: string
  closedAt: string | null
  closedBy: string | null
  pull: Pull | null
}

export type Pull = {
  id: number
  /** `repositoryId` differs from the base repository's for forks; null when the fork was deleted. */
  head: { repositoryId: number | null; ref: string; sha: string }
  base: { ref: string; sha: string }
  draft: boolean
  merged: boolean
  mergedAt: string | null
  mergedBy: string | null
  mergeCommitSha: string | null
  requestedReviewers: string[]
  requestedTeams: string[]
}

export type PullIssue = Issue & { pull: Pull }

export type Comment = {
  id: number
  issueNumber: number
  author: string
  body: string
  byApp: boolean
  reactions: Reaction[]
  createdAt: string
  updatedAt: string
}

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const
export type Reaction = { id: number; author: string; content: (typeof REACTIONS)[number]; createdAt: string }

export type Label = { id: number; name: string; color: string; description: string | null }

export type Milestone = { id: number; number: number; title: string; description: string | null; createdAt: string }

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'
export type Review = {
  id: number
  pullNumber: number
  author: string
  state: ReviewState
  body: string
  commitSha: string
  submittedAt: string
}
