import type { KeyObject } from 'node:crypto'
import { isObject, type Json } from '../json.ts'
import type { Dispatcher } from '../webhooks/dispatcher.ts'
import { botLogin, type World } from '../world.ts'
import { ApiError } from './api-error.ts'
import { authenticate, type Caller } from './authenticate.ts'
import { demandPermission, demandWritable, visibleRepository } from './authorize.ts'
import type { Budgets } from './budget.ts'
import type { Matched } from './match.ts'
import type { Answer, Call, Route } from './route.ts'

/** A request after its bytes were read. `path` is undecoded and without prefix. */
export type IncomingCall = {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
  authorization: string | undefined
  base: string
}

export type HandleContext = {
  world: World
  appKey: KeyObject
  dispatcher: Dispatcher
  maxPageSize: number
  match: (method: string, path: string) => Matched | undefined
  budgets: Budgets
}

export type Handled = { answer: Answer; caller: Caller; route: Route | undefined }

/**
 * From request to answer: who calls, which route, may they, do it. Every refusal becomes an answer.
 * @returns `route: undefined` when no route knows the request; the answer is then a loud 501.
 */
export function handleCall(context: HandleContext, incoming: IncomingCall): Handled {
  let caller: Caller = { kind: 'anonymous' }
  let matched: Matched | undefined
  try {
    const path = resolveRepositoryId(context.world, incoming.path)
    matched = context.match(incoming.method, path)
    caller = authenticate(context.world, context.appKey, incoming.authorization)
    if (matched === undefined) return { answer: unknownRequest(incoming), caller, route: undefined }
    context.budgets.demandRoom(caller, path)
    return { answer: perform(context, incoming, caller, matched), caller, route: matched.route }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const headers = redirected(error, incoming)
    return { answer: { status: error.status, body: error.body(), headers }, caller, route: matched?.route }
  }
}

function perform(context: HandleContext, incoming: IncomingCall, caller: Caller, matched: Matched): Answer {
  const { route, params } = matched
  const call: Call = {
    world: context.world,
    deliveries: context.dispatcher.deliveries,
    redeliver: context.dispatcher.redeliver,
    params,
    query: incoming.query,
    body: bodyObject(incoming.body),
    base: incoming.base,
    maxPageSize: context.maxPageSize,
    token: caller.kind === 'installation' ? caller.token : undefined,
    rate: context.budgets.headers(caller, ''),
    actor:
      caller.kind === 'person'
        ? { login: caller.login, appId: null }
        : { login: botLogin(context.world), appId: context.world.app.id },
  }
  if (route.kind === 'app') {
    if (caller.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded')
    return route.handle(call)
  }
  if (route.kind === 'plain') return route.handle(call)
  const repository = visibleRepository(context.world, caller, `${params.owner}/${params.repo}`)
  const repositoryCall = { ...call, repository }
  demandPermission(context.world, caller, repository, route.needs(repositoryCall))
  demandWritable(repository, incoming.method)
  return route.handle(repositoryCall)
}

/** Lists of labels may come as a bare array; it is handed on as `{ labels: [...] }`, which means the same. */
function bodyObject(body: unknown): Json {
  if (Array.isArray(body)) return { labels: body }
  return isObject(body) ? body : {}
}

/** GitHub serves every repository under its numeric id too; redirects after a rename point there. */
function resolveRepositoryId(world: World, path: string): string {
  const found = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  const repository = world.state.repositories.find((one) => one.id === Number(found?.[1]))
  return repository === undefined ? path : `/repos/${repository.owner}/${repository.name}${found?.[2] ?? ''}`
}

function redirected(error: ApiError, incoming: IncomingCall): Record<string, string> {
  const location = error.headers.location
  if (error.status !== 301 || location === undefined || !location.startsWith('/repositories/')) return error.headers
  const rest = incoming.path.replace(/^\/repos\/[^/]+\/[^/]+/, '')
  const query = incoming.query.size === 0 ? '' : `?${incoming.query}`
  return { ...error.headers, location: `${location}${rest}${query}` }
}

function unknownRequest(incoming: IncomingCall): Answer {
  const message = `The GitHub stand-in has no route for ${incoming.method} ${incoming.path}. Add it to src/emulator/routes.`
  return { status: 501, body: { message, documentation_url: 'https://docs.github.com/rest', status: '501' } }
}
