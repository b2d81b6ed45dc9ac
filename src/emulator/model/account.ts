import type { InteractionLimit } from './interaction-limit.ts'

/** Roles a person or team can hold in a repository, weakest first. */
export const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

export type Plan = 'free' | 'pro' | 'team' | 'enterprise'

/** A user, an organization or a bot. Logins are unique regardless of case. */
export type Account = {
  id: number
  login: string
  type: 'User' | 'Organization' | 'Bot'
  name: string | null
  /** What the account pays for; decides whether private repositories may have protection. */
  plan: Plan
  /** Organizations only: logins of owners and of ordinary members. */
  owners: string[]
  members: string[]
  /** Holds in all of the account's public repositories, whose own limits cannot be changed then. */
  interactionLimit: InteractionLimit | null
  createdAt: string
}

export type Team = {
  id: number
  organization: string
  slug: string
  name: string
  members: { login: string; role: 'member' | 'maintainer' }[]
  /** Others cannot see it. */
  secret?: boolean
  /** Its members do not hear of mentions of the team. */
  muted?: boolean
}
