import type { Permission } from './policy.ts'

/** What is known of a repository that has no configuration yet, as far as one can be suggested from it. */
export interface RepositoryTraits {
  /** Login of the user or organisation that owns it. */
  readonly ownerLogin: string
  readonly owner: 'user' | 'organization'
  /** The most powerful first; only those whom GitHub tells. */
  readonly people: readonly { readonly login: string; readonly permission: Permission }[]
  /** Slugs of teams that may write here, the most powerful first. */
  readonly teams: readonly { readonly slug: string; readonly permission: Permission }[]
  readonly hasDependabot: boolean
  readonly environments: readonly string[]
  /** Those of `releasePatterns` that branches match beside the default one. */
  readonly releaseBranches: readonly string[]
}

/** How branches of releases are usually called. Nothing but these is ever suggested: a branch's name is anybody's text. */
export const releasePatterns = ['release/*', 'releases/*', 'release-*', 'stable/*', 'stable-*'] as const
