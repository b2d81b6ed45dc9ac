/** What the App knows of a repository from the deliveries themselves; refreshed with each of them. */
export interface Repository {
  /** GitHub's numeric id: survives renames and transfers, so records are keyed by it. */
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly installationId: number
  readonly defaultBranch: string
  readonly private: boolean
}

/** `OWNER/NAME`, for addresses and messages. */
export const fullName = (repository: Pick<Repository, 'owner' | 'name'>): string =>
  `${repository.owner}/${repository.name}`

/** Who did something, as GitHub's `sender` tells. */
export interface Actor {
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
  /** This App itself; other bots count as anybody else does. */
  readonly isSelf: boolean
}

/** An issue, or what an issue and a pull request have in common. */
export interface Thread {
  readonly number: number
  readonly type: 'issue' | 'pull-request'
  readonly title: string
  readonly body: string
  readonly author: string
  readonly authorType: Actor['type']
  readonly labels: readonly string[]
  readonly state: 'open' | 'closed'
  readonly url: string
  /** When it was opened, in epoch milliseconds; told where it was asked for. */
  readonly createdAt?: number
  /** Epoch milliseconds, in whole seconds: of two descriptions the one with the later moment is the newer. */
  readonly updatedAt?: number
  /** When it was closed, as `updatedAt`; and by whom, which webhooks do not tell. */
  readonly closedAt?: number
  readonly closedBy?: Pick<Actor, 'login' | 'type'>
}

export interface PullRequest extends Thread {
  readonly type: 'pull-request'
  /** `repository` is the head's full name; undefined when the fork was deleted. */
  readonly head: { readonly ref: string; readonly sha: string; readonly repository: string | undefined }
  readonly base: { readonly ref: string; readonly sha: string }
  readonly draft: boolean
  readonly merged: boolean
  readonly mergedBy: string | undefined
  /** The commit that landed on the base, for every way of merging. */
  readonly mergeCommitSha: string | undefined
}

/** A reviewer's latest opinion. */
export interface Review {
  readonly author: string
  readonly state: 'approved' | 'changes-requested' | 'commented' | 'dismissed'
  /** The head that was reviewed. */
  readonly sha: string
}
