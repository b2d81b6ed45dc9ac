import type { Json } from '../json.ts'
import type { InstallationToken, Level } from '../model/installation.ts'
import type { Repository } from '../model/repository.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import type { Actor, World } from '../world.ts'

/** A permission an installation token needs, for example `{ issues: 'write' }`. */
export type Need = { permission: string; level: Level }

export type Answer = {
  status: number
  body?: unknown
  headers?: Record<string, string>
  /** Set for lists: the server cuts the page and adds Link headers. */
  list?: { items: unknown[]; wrap?: (page: unknown[], total: number) => Json }
}

/** What a handler gets to work with. */
export type Call = {
  world: World
  deliveries: Delivery[]
  redeliver: (attemptId: number) => boolean
  params: Record<string, string>
  query: URLSearchParams
  body: Json
  /** The token used; undefined when the App spoke with its JWT or nobody signed in. */
  token: InstallationToken | undefined
  /** The address the caller used, without path: for Link headers. */
  base: string
  maxPageSize: number
  /** The caller's rate-limit headers. */
  rate: Record<string, string>
  /** The App's bot, in whose name changes are made. */
  actor: Actor
}

export type RepositoryCall = Call & { repository: Repository }

type Common = { method: string; path: string }
export type AppRoute = Common & { kind: 'app'; handle: (call: Call) => Answer }
export type PlainRoute = Common & { kind: 'plain'; handle: (call: Call) => Answer }
export type RepositoryRoute = Common & {
  kind: 'repository'
  needs: (call: RepositoryCall) => Need
  handle: (call: RepositoryCall) => Answer
}
export type Route = AppRoute | PlainRoute | RepositoryRoute

type Needs = `${string}:${Level}` | ((call: RepositoryCall) => Need)

/**
 * A route under `/repos/{owner}/{repo}` for installation tokens.
 * @param signature method and path, for example `GET /issues/:number`; `:name*` also takes slashes.
 * @param needs the permission, for example `issues:write`, or a function when it depends on the target.
 */
export function repositoryRoute(
  signature: string,
  needs: Needs,
  handle: (call: RepositoryCall) => Answer,
): RepositoryRoute {
  const { method, path } = split(signature)
  const resolved = typeof needs === 'string' ? () => parseNeed(needs) : needs
  return { kind: 'repository', method, path: `/repos/:owner/:repo${path}`, needs: resolved, handle }
}

/** A route for the App itself, signed in with its JWT. */
export function appRoute(signature: string, handle: (call: Call) => Answer): AppRoute {
  return { kind: 'app', ...split(signature), handle }
}

/** A route outside repositories that any signed-in caller may use. */
export function plainRoute(signature: string, handle: (call: Call) => Answer): PlainRoute {
  return { kind: 'plain', ...split(signature), handle }
}

/** @returns the need written as `issues:write`. */
export function parseNeed(text: string): Need {
  const [permission = '', level] = text.split(':')
  return { permission, level: level === 'write' || level === 'admin' ? level : 'read' }
}

function split(signature: string): Common {
  const [method = '', path = ''] = signature.split(' ')
  return { method, path }
}
