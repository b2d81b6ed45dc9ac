import { Gauge, type Registry } from 'prom-client'
import type { Workload } from '../engine/ports.ts'

export interface WorkloadSource {
  workload(): Promise<Workload>
}

interface Parts {
  readonly series: Registry
  readonly source: WorkloadSource
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Counting what waits reads all of it, so several who scrape share one count. */
const sameFor = 5_000

/** Seconds since a moment; 0 where nothing waits, or only for what is to come. */
const ageOf = (moment: number | undefined, now: number): number => Math.max(now - (moment ?? now), 0) / 1000

const gauges: Readonly<Record<string, readonly [help: string, value: (load: Workload, now: number) => number]>> = {
  firebreak_events_waiting: ['Events that wait to be decided upon.', ({ events }) => events],
  firebreak_oldest_event_age_seconds: [
    'How long ago the event that waits longest happened.',
    ({ oldestEvent }, now) => ageOf(oldestEvent, now),
  ],
  firebreak_events_buried: ['Events that were put aside because they could not be handled.', ({ buried }) => buried],
  firebreak_effects_waiting: ['Effects that wait to be performed, urgent ones included.', ({ effects }) => effects],
  firebreak_urgent_effects_waiting: [
    'Freezes, thaws and escalations that wait to be performed.',
    ({ urgentEffects }) => urgentEffects,
  ],
  firebreak_oldest_effect_age_seconds: [
    'How long ago the effect that waits longest was asked for.',
    ({ oldestEffect }, now) => ageOf(oldestEffect, now),
  ],
  firebreak_timers_pending: ['Timers that are set.', ({ timers }) => timers],
  firebreak_timer_overdue_seconds: [
    'How long the next timer has been due; 0 while it is to come.',
    ({ nextTimer }, now) => ageOf(nextTimer, now),
  ],
}

/** Gauges of what waits in the store. Replicas share a store, and each shows all of it: take the maximum, not the sum. */
export function gaugeWorkload({ series, source, now }: Parts): void {
  let last: { readonly at: number; readonly load: Promise<Workload | undefined> } | undefined
  const current = (): Promise<Workload | undefined> => {
    if (!last || now() >= last.at + sameFor) last = { at: now(), load: source.workload().catch(() => undefined) }
    return last.load
  }
  const registers = [series]
  for (const [name, [help, value]] of Object.entries(gauges))
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        const load = await current()
        // What is not known is left out: a zero would look like rest.
        if (load) this.set(value(load, now()))
        else this.remove()
      },
    })
  new Gauge({
    name: 'firebreak_store_up',
    help: '1 while the store can be read, else 0.',
    registers,
    async collect() {
      this.set((await current()) ? 1 : 0)
    },
  })
}
