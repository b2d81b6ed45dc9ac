import type { Permission } from '../policy/policy.ts'

/** What was found in a repository on which this App was installed, to suggest how it could be configured. */
export interface Survey {
  readonly owner: 'user' | 'organization'
  /** The most powerful first; only those whom GitHub tells. */
  readonly people: readonly { readonly login: string; readonly permission: Permission }[]
  /** Slugs of teams that may write here, the most powerful first. */
  readonly teams: readonly { readonly slug: string; readonly permission: Permission }[]
  readonly hasDependabot: boolean
  readonly environments: readonly string[]
  /** Branches beside the default one that look like releases, as a pattern: `release/*`. */
  readonly releaseBranches: readonly string[]
  readonly hasCodeOwners: boolean
  readonly hasIssueForms: boolean
  readonly archived: boolean
  readonly fork: boolean
  readonly hasIssues: boolean
  /** The installation was granted `contents: write`. */
  readonly mayWriteContents: boolean
}
