import type { Ids } from './ids.ts'
import type { Account } from './model/account.ts'
import type { Repository } from './model/repository.ts'
import type { State } from './model/state.ts'
import type { WebhookEvent } from './webhooks/event.ts'

/**
 * What an App may do in a locked conversation: nothing, edit its own comments, or comment as well.
 * New comments are refused (probot/stale#25, renovatebot/renovate#6215); whether edits are, nobody has reported.
 */
export type AppsOnLocked = 'nothing' | 'edit' | 'comment'

/** The App under test as GitHub registered it. */
export type AppIdentity = { id: number; slug: string; owner: string }

/** What every operation works on: the data, a clock, counters, and the way out for webhooks. */
export type World = {
  readonly state: State
  readonly app: AppIdentity
  readonly ids: Ids
  readonly appsOnLocked: AppsOnLocked
  readonly now: () => number
  /** The present as GitHub prints it: `2026-01-02T03:04:05Z`. */
  readonly timestamp: () => string
  /** Queues an event for every installation that may hear it. Never throws, never waits. */
  readonly publish: (event: WebhookEvent) => void
}

/** Who performs an operation. `appId` is set when it is an App and not a person. */
export type Actor = { login: string; appId: number | null }

/** @returns the time in milliseconds as GitHub prints it, without fractions of a second. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** @returns the login of the App's own bot user. */
export function botLogin(world: World): string {
  return `${world.app.slug}[bot]`
}

/** @returns the account, whatever the case of the login. */
export function findAccount(world: World, login: string): Account | undefined {
  const wanted = login.toLowerCase()
  return world.state.accounts.find((account) => account.login.toLowerCase() === wanted)
}

/**
 * @returns the account; for a login nobody registered, GitHub's "ghost", as for deleted users.
 */
export function accountOrGhost(world: World, login: string): Account {
  const ghost: Account = {
    id: 10137,
    login: 'ghost',
    type: 'User',
    name: 'Deleted user',
    plan: 'free',
    owners: [],
    members: [],
    interactionLimit: null,
    createdAt: '2012-02-28T00:00:00Z',
  }
  return findAccount(world, login) ?? ghost
}

/** @returns the repository called `owner/name`, whatever the case. */
export function findRepository(world: World, fullName: string): Repository | undefined {
  const wanted = fullName.toLowerCase()
  return world.state.repositories.find((one) => fullNameOf(one).toLowerCase() === wanted)
}

/** @returns `owner/name`. */
export function fullNameOf(repository: Repository): string {
  return `${repository.owner}/${repository.name}`
}
