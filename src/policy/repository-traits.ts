import type { Permission } from './policy.ts'

/** What is known of a repository that has no configuration yet, as far as one can be suggested from it. */
export interface RepositoryTraits {
  /** Login of the user or organisation that owns it. */
  readonly ownerLogin: string
  readonly owner: 'user' | 'organization'
  /** Who could be called, the most powerful first; only those who may be named where the suggestion is read. */
  readonly people: readonly { readonly login: string; readonly permission: Permission }[]
  /** Slugs of teams that could be called, the most powerful first; only those that may be named. */
  readonly teams: readonly { readonly slug: string; readonly permission: Permission }[]
  /** How many people may merge, whether they may be named or not; `mostCounted` stands for more, too. */
  readonly mergers: number
  /** Anybody reads what is said here, so not everybody who may merge is among `people`. */
  readonly isPublic: boolean
  /** Somebody wrote these people and teams down: all of them have to stand in the file. Else they are candidates. */
  readonly allCalled: boolean
  readonly hasDependabot: boolean
  readonly environments: readonly string[]
  /** Those of `releasePatterns` that branches match beside the default one. */
  readonly releaseBranches: readonly string[]
}

/** GitHub's longest page: how many people are counted at most. */
export const mostCounted = 100

/** How branches of releases are usually called. Nothing but these is ever suggested: a branch's name is anybody's text. */
export const releasePatterns = ['release/*', 'releases/*', 'release-*', 'stable/*', 'stable-*'] as const
