export type Level = 'read' | 'write' | 'admin'
export type Permissions = Record<string, Level>

export type Installation = {
  id: number
  /** Login of the user or organization that installed the App. */
  account: string
  permissions: Permissions
  events: string[]
  /** `null`: every repository of the account; otherwise the chosen ones. */
  repositoryIds: number[] | null
  suspendedAt: string | null
  suspendedBy: string | null
  createdAt: string
  updatedAt: string
}

/** An installation access token as issued; the secret itself never leaves `state.tokens`. */
export type InstallationToken = {
  secret: string
  installationId: number
  permissions: Permissions
  repositoryIds: number[] | null
  expiresAt: number
}
