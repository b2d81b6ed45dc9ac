import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Acceptance } from '../../engine/accept.ts'
import type { Delivery, Log } from '../../engine/ports.ts'
import { errorFields } from '../../engine/redact.ts'
import type { GitHubEvent } from '../../incident/event.ts'
import type { Self } from '../../incident/plan.ts'
import { at, isRecord } from '../json.ts'
import { isRead, toEvents } from '../normalize/normalize.ts'
import { readName } from '../pull-request.ts'
import { type Label, mostBytes, readLabel } from './label.ts'
import { readBody } from './read-body.ts'
import { Refusal, type RefusalReason } from './refusal.ts'
import { Room } from './room.ts'
import { Seldom } from './seldom.ts'
import { createVerifier } from './signature.ts'

/** What became of a request. `ignored`: GitHub's, and of no concern to anybody here. `not-stored`: ours to repair. */
export type DeliveryOutcome = Acceptance | 'ignored' | 'not-stored' | RefusalReason

export interface FrontDoorOptions {
  /** Where GitHub posts, as `WEBHOOK_PATH` says. */
  readonly path: string
  readonly secret: string
  readonly self: Self
  readonly log: Log
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Makes the events durable. GitHub is answered when it has, with success only if it could. */
  readonly onDelivery: (delivery: Delivery, events: readonly GitHubEvent[]) => Promise<Acceptance>
  /** Told of every request, for whoever counts. @param event GitHub's name; `other` for one that is never read or was not signed */
  readonly onOutcome?: (outcome: DeliveryOutcome, event: string) => void
  /** Milliseconds for a whole body; GitHub itself waits for ten seconds. */
  readonly patience?: number
  /** Bytes that bodies may occupy together: those of up to a megabyte, and larger ones. */
  readonly room?: { readonly small: number; readonly large: number }
}

/** @returns false when the request is no delivery, and somebody else's to answer */
export type FrontDoor = (request: IncomingMessage, response: ServerResponse) => boolean

interface Desk extends FrontDoorOptions {
  readonly verify: ReturnType<typeof createVerifier>
  readonly rooms: { readonly small: Room; readonly large: Room }
  readonly refusals: Seldom
}

const megabyte = 1024 * 1024
const usualPatience = 10_000
/** Anybody can fill it, and memory is given back some time after it was let go of: several times this much is occupied then. */
const usualRoom = { small: 24 * megabyte, large: mostBytes + megabyte }

/**
 * Takes deliveries in the place of Probot's middleware, which reads bodies of any size before it looks at anything, and
 * builds a client for each delivery. Here the headers are looked at first, bodies are bounded one by one and together, and
 * nothing is parsed that GitHub did not sign. What does not concern us is answered with success and forgotten.
 */
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  const { secret, now, room = usualRoom, path } = options
  const desk: Desk = {
    ...options,
    verify: createVerifier(secret),
    rooms: { small: new Room(room.small), large: new Room(room.large) },
    refusals: new Seldom(now, 60_000),
  }
  return (request, response) => {
    if (request.url?.split('?', 1)[0] !== path) return false
    void attend(desk, request, response)
    return true
  }
}

/** With its length: all of it leaves in one piece, and not in chunks. */
const taken = { 'content-type': 'text/plain', 'content-length': '3' }

async function attend(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await take(desk, request)
    response.writeHead(200, taken).end('ok\n')
  } catch (error) {
    const refusal = error instanceof Refusal ? error : undefined
    if (refusal) tellRefused(desk, refusal)
    response.writeHead(refusal?.status ?? 503, {
      'content-type': 'application/json',
      ...refusal?.headers,
      // The rest of a body that nobody reads must not be taken for the next request.
      ...(!request.complete && { connection: 'close' }),
    })
    response.end(
      JSON.stringify({ error: refusal?.message ?? 'The delivery could not be stored. It can be redelivered.' }),
    )
  }
}

/** @throws Refusal for what is no delivery of GitHub's; anything else when it could not be stored */
async function take(desk: Desk, request: IncomingMessage): Promise<void> {
  const label = readLabel(request)
  const isSmall = label.length !== undefined && label.length <= megabyte
  const share = (isSmall ? desk.rooms.small : desk.rooms.large).share()
  try {
    const body = await readBody(request, share, desk.patience ?? usualPatience)
    if (!desk.verify(body, label.signature))
      throw new Refusal('signature', 'The signature does not fit. Is it the same secret on both sides?')
    await store(desk, label, Buffer.concat(body))
  } finally {
    share.release()
  }
}

async function store(desk: Desk, { guid, event }: Label, body: Buffer): Promise<void> {
  if (!isRead(event)) return tell(desk, 'ignored', { delivery: guid, event })
  const payload = parse(body)
  const about = { delivery: guid, event, repository: readName(at(payload, 'repository', 'full_name')) }
  try {
    const receivedAt = desk.now()
    const events = toEvents(event, payload, { ...desk.self, at: receivedAt })
    const delivery = { guid, name: event, receivedAt }
    tell(desk, events && events.length > 0 ? await desk.onDelivery(delivery, events) : 'ignored', about)
  } catch (error) {
    desk.log.error({ ...about, ...errorFields(error) }, 'A delivery was not stored')
    tell(desk, 'not-stored', about)
    throw error
  }
}

interface About {
  readonly delivery: string
  readonly event: string
  readonly repository?: string
}

/** The one line for each delivery, and what is counted. */
function tell({ log, onOutcome }: Desk, outcome: DeliveryOutcome, about: About): void {
  log.debug({ ...about, outcome }, 'Delivery')
  onOutcome?.(outcome, isRead(about.event) ? about.event : 'other')
}

/** Anybody can post here: one line a minute tells of it, without what they sent. */
function tellRefused({ log, refusals, onOutcome }: Desk, { reason, status, message }: Refusal): void {
  onOutcome?.(reason, 'other')
  const heldBack = refusals.pass()
  if (heldBack === undefined) return
  log.warn({ reason, status, alsoRefused: heldBack }, `A request was refused as no delivery of GitHub's: ${message}`)
}

/** Every payload of GitHub's is an object. */
function parse(body: Buffer): Readonly<Record<string, unknown>> {
  const payload = parsed(body)
  if (!isRecord(payload) || Array.isArray(payload)) throw new Refusal('content', 'The body is no JSON object.')
  return payload
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
