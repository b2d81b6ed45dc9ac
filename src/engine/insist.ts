import type { Clock, Log } from './ports.ts'
import { errorFields } from './redact.ts'

export interface Insistence {
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the engine drains: then one failure is enough to stop. */
  readonly stopping: AbortSignal
}

const firstWait = 1000
const longestWait = 30_000

/**
 * Calls the store until it has taken the outcome of a piece of work: what was done outside must not be done again only
 * because the disk was full for a moment. Gives up when the engine drains; the work is then still leased and found again
 * at the next start.
 */
export async function insist({ clock, log, stopping }: Insistence, call: () => Promise<void>): Promise<void> {
  for (let wait = firstWait; !(await hasStored(log, call)); wait = Math.min(2 * wait, longestWait)) {
    if (stopping.aborted) return
    await waitUntil(clock, clock.now() + wait, stopping)
  }
}

/**
 * Gives work back to the store for a later try. Asked once: the store ends the lease also when it cannot note anything,
 * and somebody may have taken the work up since. The moment of rest keeps a full disk from making that a race.
 */
export async function giveBack({ clock, log, stopping }: Insistence, call: () => Promise<void>): Promise<void> {
  if (await hasStored(log, call)) return
  if (!stopping.aborted) await waitUntil(clock, clock.now() + firstWait, stopping)
}

async function hasStored(log: Log, call: () => Promise<void>): Promise<boolean> {
  try {
    await call()
    return true
  } catch (error) {
    log.error(errorFields(error), 'The outcome of a piece of work could not be stored')
    return false
  }
}

function waitUntil(clock: Clock, at: number, stopping: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = clock.wakeAt(at, resolve)
  const stop = (): void => {
    cancel()
    resolve()
  }
  stopping.addEventListener('abort', stop, { once: true })
  return promise.finally(() => stopping.removeEventListener('abort', stop))
}
