import { VirtualClock as Clock } from '../../../src/cli/virtual-clock.ts'

/** Time that passes only when a test says so. */
export class VirtualClock extends Clock {
  constructor(now = Date.parse('2026-03-02T09:00:00Z')) {
    super(now)
  }

  /** Lets time pass from alarm to alarm; after each, waits until whatever it started has come to rest. */
  pass(milliseconds: number, rest: () => Promise<void>): Promise<void> {
    return this.advance(milliseconds, rest)
  }
}
