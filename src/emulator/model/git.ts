/** A commit carries its whole tree: repositories here are small, and any ref can be read at once. */
export type Commit = {
  sha: string
  message: string
  author: string
  parents: string[]
  files: Record<string, string>
  createdAt: string
}

export type CheckStatus = 'queued' | 'in_progress' | 'completed'
export const CONCLUSIONS = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
] as const
export type Conclusion = (typeof CONCLUSIONS)[number]

export type CheckAction = { label: string; description: string; identifier: string }
export type CheckOutput = { title: string | null; summary: string | null; text: string | null; annotations: number }

export type CheckRun = {
  id: number
  name: string
  headSha: string
  appId: number
  status: CheckStatus
  conclusion: Conclusion | null
  externalId: string
  detailsUrl: string
  startedAt: string
  completedAt: string | null
  output: CheckOutput
  actions: CheckAction[]
}

export type CommitStatus = {
  id: number
  sha: string
  context: string
  state: 'success' | 'failure' | 'error' | 'pending'
  description: string | null
  targetUrl: string | null
  /** The App that reported it, or null for a person's token. */
  appId: number | null
  createdAt: string
}
