import { z } from 'zod'
import type { Gap } from './gap.ts'
import type { DeliveryAttempt } from './ports.ts'

const minute = 60_000
const hour = 60 * minute

/** GitHub keeps its log for three days, and takes redeliveries for as long (docs: "Redelivering webhooks"). */
export const loggedFor = 72 * hour
/**
 * How much of the log is read again: an attempt is listed when it has ended, and GitHub's clock is not ours.
 */
const overlap = 10 * minute
/** A redelivery comes some time after it was asked for. */
const underWay = 5 * minute

/**
 * The wait before each try, in milliseconds after the one before; after the last of them, the one that was not stored is
 * given up. The first two follow each other closely, because a restart may cut off the first; the third comes when
 * somebody has had the time to mend something.
 */
const waits = [0, 0, 12 * hour]

const attempted = z.object({
  /** How often a redelivery was asked for. */
  tries: z.number(),
  lastTry: z.number(),
  /** When GitHub first tried to deliver it. */
  deliveredAt: z.number(),
  givenUp: z.boolean(),
})
const shape = z.object({
  /** Everything in the log before this moment has been dealt with, but for what is in `tried`; undefined: never swept. */
  sweptUntil: z.number().optional(),
  /** By GUID. */
  tried: z.record(z.string(), attempted),
})

/** What a sweep leaves for the next one. Moments are epoch milliseconds. */
export type SweepMemory = Readonly<z.infer<typeof shape>>

/** @param stored what was memorised; anything else makes a memory of nothing */
export const readMemory = (stored: unknown): SweepMemory => shape.safeParse(stored).data ?? { tried: {} }

/** A delivery of which no attempt succeeded. */
export interface Missed {
  readonly guid: string
  readonly event: string
  /** When GitHub first tried. */
  readonly deliveredAt: number
  /** The newest attempt. */
  readonly attempt: string
}

/** The moment from which on the log has to be read: never more than GitHub keeps. */
export function readFrom({ sweptUntil, tried }: SweepMemory, now: number): number {
  const waiting = Object.values(tried).filter(({ givenUp }) => !givenUp)
  const oldest = Math.min(sweptUntil ?? 0, ...waiting.map(({ deliveredAt }) => deliveredAt))
  return Math.max(oldest - overlap, now - loggedFor)
}

/**
 * Groups attempts by GUID.
 * @param attempts newest first
 * @param gap what succeeded in it is in no database any more
 * @returns what never succeeded, oldest first
 */
export function missedIn(attempts: readonly DeliveryAttempt[], gap?: Gap): readonly Missed[] {
  const isKept = ({ deliveredAt }: DeliveryAttempt): boolean =>
    gap === undefined || deliveredAt < gap.from - overlap || deliveredAt >= gap.until
  const succeeded = new Set(attempts.filter((one) => one.succeeded && isKept(one)).map(({ guid }) => guid))
  const missed = new Map<string, Missed>()
  for (const { guid, event, deliveredAt, id } of attempts) {
    if (succeeded.has(guid)) continue
    const attempt = missed.get(guid)?.attempt ?? id
    // To the end: its oldest attempt tells its place.
    missed.delete(guid)
    missed.set(guid, { guid, event, deliveredAt, attempt })
  }
  // Moments are whole seconds: within one, the log's own order counts.
  return [...missed.values()].toReversed().sort((one, other) => one.deliveredAt - other.deliveredAt)
}

/** How long before a database was lost something may have been taken in and not have come to anything. */
const beforeLoss = 5 * minute
const declaring: ReadonlySet<string> = new Set(['issues', 'issue_comment', 'pull_request'])

/**
 * What was delivered last, as if it had been missed: a database that is gone may have taken it in without deciding on it. What
 * came of the rest is to be seen on GitHub, so that it does nothing twice.
 */
export function withTheLast(attempts: readonly DeliveryAttempt[]): readonly DeliveryAttempt[] {
  const moments = attempts.filter(({ succeeded }) => succeeded).map(({ deliveredAt }) => deliveredAt)
  const from = Math.max(...moments) - beforeLoss
  return attempts.map((attempt) =>
    declaring.has(attempt.event) && attempt.deliveredAt >= from ? { ...attempt, succeeded: false } : attempt,
  )
}

export interface Outlook {
  /** To be asked for now, oldest first. */
  readonly due: readonly Missed[]
  /** Tried as often as it makes sense; told once. */
  readonly givenUp: readonly Missed[]
  /** Without what has arrived meanwhile, and with what is given up. */
  readonly memory: SweepMemory
}

/** What is to be done about missed deliveries. Pure: asks for nothing and stores nothing. */
export function outlook(missed: readonly Missed[], memory: SweepMemory, now: number): Outlook {
  const stillMissed = new Set(missed.map(({ guid }) => guid))
  const entries = Object.entries(memory.tried).filter(
    ([guid, { givenUp, deliveredAt }]) => stillMissed.has(guid) || (givenUp && deliveredAt > now - loggedFor - overlap),
  )
  const tried = new Map(entries)
  const due = missed.filter(({ guid }) => isDue(tried.get(guid), now))
  const givenUp = missed.filter(({ guid }) => isHopeless(tried.get(guid), now))
  for (const { guid } of givenUp) {
    const before = tried.get(guid)
    if (before) tried.set(guid, { ...before, givenUp: true })
  }
  return { due, givenUp, memory: { ...memory, tried: Object.fromEntries(tried) } }
}

type Attempted = SweepMemory['tried'][string]

function isDue(attempt: Attempted | undefined, now: number): boolean {
  if (!attempt) return true
  const wait = waits[attempt.tries]
  return wait !== undefined && now >= attempt.lastTry + wait
}

const isHopeless = (attempt: Attempted | undefined, now: number): boolean =>
  attempt !== undefined && !attempt.givenUp && attempt.tries >= waits.length && now >= attempt.lastTry + underWay

/** The memory with one more try at a delivery. */
export function withTry(memory: SweepMemory, { guid, deliveredAt }: Missed, now: number): SweepMemory {
  const before = memory.tried[guid]
  const next: Attempted = {
    tries: (before?.tries ?? 0) + 1,
    lastTry: now,
    deliveredAt: before?.deliveredAt ?? deliveredAt,
    givenUp: false,
  }
  return { ...memory, tried: { ...memory.tried, [guid]: next } }
}
