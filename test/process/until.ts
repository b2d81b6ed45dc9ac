import { setTimeout as wait } from 'node:timers/promises'

export interface Patience {
  /** The longest time to wait, in milliseconds. */
  readonly timeout?: number | undefined
  /** Between two looks, in milliseconds. */
  readonly interval?: number
}

/** Looks again and again until something holds, in real time. @throws what it waited for, when it never came */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { timeout = 60_000, interval = 10 }: Patience = {},
): Promise<void> {
  const end = performance.now() + timeout
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`still waiting after ${timeout} ms: ${what}`)
    await wait(interval)
  }
}
