export const DEPLOYMENT_STATES = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const

export type DeploymentStatus = {
  id: number
  state: (typeof DEPLOYMENT_STATES)[number]
  creator: string
  /** Where its log is; empty for none, as GitHub shows it. */
  url: string
  createdAt: string
}

export type Deployment = {
  id: number
  sha: string
  /** The branch, tag or sha that was asked for. */
  ref: string
  environment: string
  creator: string
  /** Oldest first. */
  statuses: DeploymentStatus[]
  createdAt: string
  updatedAt: string
}
