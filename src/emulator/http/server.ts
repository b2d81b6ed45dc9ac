import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type HandleContext, handleCall, type IncomingCall } from './handle.ts'
import { anonymousRecord, type RecordedRequest } from './log.ts'
import { type Asking, finish, type Reply, withEtag } from './reply.ts'
import type { PlannedAnswer, RequestFaultPlan } from './request-faults.ts'

export type ServerContext = HandleContext & {
  faultPlan: RequestFaultPlan
  requests: RecordedRequest[]
  unknownRequests: RecordedRequest[]
  log: (line: string) => void
}

/** @returns GitHub's HTTP face, not listening yet. */
export function createApiServer(context: ServerContext) {
  return createServer((request, response) => {
    exchange(context, request, response).catch((error: unknown) => {
      const reason = error instanceof Error ? error.stack : String(error)
      context.log(`the stand-in failed on ${request.method} ${request.url}: ${reason}`)
      send(response, { status: 500, body: { message: `The GitHub stand-in is broken: ${reason}` }, headers: {} })
    })
  })
}

async function exchange(context: ServerContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  const call = await readCall(request, address)
  const planned = context.faultPlan.take(call)
  if (planned === 'hang') return
  await context.faultPlan.runBefore(call)
  if (planned !== undefined && planned !== 'lose-reply') {
    const reply = plannedReply(planned)
    context.requests.push(anonymousRecord(call, reply, context.world.now()))
    return send(response, reply)
  }
  const asking = { method: call.method, headers: request.headers }
  const reply = answer(context, call, { address, asking, replyLost: planned === 'lose-reply' })
  await context.faultPlan.runAfter(call)
  if (planned === 'lose-reply') response.destroy()
  else send(response, reply)
}

async function readCall(request: IncomingMessage, address: URL): Promise<IncomingCall> {
  const { method = 'GET', headers } = request
  return callOf({ method, address, text: await readAll(request), authorization: headers.authorization })
}

type Sent = { method: string; address: URL; text: string; authorization: string | undefined }

/** A request in the words of the routes. */
export function callOf({ method, address, text, authorization }: Sent): IncomingCall {
  const prefix = /^\/api(\/v3)?(?=\/|$)/.exec(address.pathname)?.[0] ?? ''
  return {
    method,
    path: address.pathname.slice(prefix.length).replace(/(?<=.)\/$/, '') || '/',
    query: address.searchParams,
    body: parse(text),
    authorization,
    base: address.origin + prefix,
  }
}

type Circumstances = { address: URL; asking: Asking; replyLost: boolean }

/** Answers a call, and keeps a record of it. */
export function answer(
  context: ServerContext,
  call: IncomingCall,
  { address, asking, replyLost }: Circumstances,
): Reply {
  const { budgets } = context
  const { answer: answered, caller, route } = handleCall(context, call)
  const bare = withEtag(finish(answered, address, context), asking)
  budgets.charge(caller, call.path, bare.status)
  const reply = { ...bare, headers: { ...bare.headers, ...budgets.headers(caller, call.path) } }
  const record = anonymousRecord(call, reply, context.world.now())
  record.tokenKind = caller.kind
  record.route = route?.path ?? null
  record.replyLost = replyLost
  if (caller.kind === 'installation') {
    record.installationId = caller.token.installationId
    record.permissions = caller.token.permissions
  }
  context.requests.push(record)
  if (reply.status === 501) {
    context.unknownRequests.push(record)
    context.log(`no route for ${call.method} ${call.path}`)
  }
  return reply
}

function plannedReply(planned: PlannedAnswer): Reply {
  const message = { message: `planned answer ${planned.status}`, documentation_url: 'https://docs.github.com/rest' }
  return { status: planned.status, body: planned.body ?? message, headers: planned.headers ?? {} }
}

function send(response: ServerResponse, reply: Reply): void {
  const { text, headers } = written(reply)
  response.writeHead(reply.status, headers)
  response.end(text)
}

/** @returns a reply as it goes over the wire. */
export function written(reply: Reply): { text: string; headers: Record<string, string> } {
  // What something in front of GitHub would answer comes with a type of its own.
  const isPage = typeof reply.body === 'string' && reply.headers['content-type'] !== undefined
  const text = reply.body === undefined ? '' : isPage ? String(reply.body) : JSON.stringify(reply.body)
  const type = text === '' || isPage ? undefined : { 'content-type': 'application/json; charset=utf-8' }
  return { text, headers: { ...reply.headers, ...type, 'x-github-request-id': 'EMULATOR' } }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
