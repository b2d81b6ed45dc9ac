import type { Effect } from '../incident/effect.ts'
import type { Event } from '../incident/event.ts'

/** What became of a delivery: all but `failed`, which could not be stored, are answered with success. */
export type DeliveryOutcome = 'stored' | 'known' | 'irrelevant' | 'failed'

/** `put-off`: for something that passes by itself. `failed`: for something nobody foresaw. `buried`: put aside for good. */
export type DecisionOutcome = 'decided' | 'put-off' | 'failed' | 'buried'

/** `given-up` is also what GitHub or a channel refused; `put-off` and `failed` as for decisions. */
export type EffectEnding = 'done' | 'given-up' | 'put-off' | 'failed'

/** What goes round by itself and should be seen to do so. */
export type Round = 'sweep' | 'reconciliation' | 'heartbeat'

/** What whoever watches the server is told of the engine's work. Durations are in seconds. */
export interface Meter {
  /** @param event GitHub's name of a webhook event that is read here, or `other` */
  delivery(event: string, outcome: DeliveryOutcome): void
  /** Something was posted that is no delivery of GitHub's. @param reason one of a few words */
  refused(reason: string): void
  /** @param seconds from when it was claimed until it was stored */
  decision(event: Event['type'], outcome: DecisionOutcome, seconds: number): void
  effect(effect: Effect['type'], ending: EffectEnding, seconds: number): void
  /** A timer's event was decided upon, so long after it was due. */
  timer(lag: number): void
  /** One of the three transactions of which `docs/architecture.md` speaks. */
  stored(transaction: 'accept' | 'decide' | 'settle', seconds: number): void
  /** @param at epoch milliseconds at which a round came to a good end */
  round(round: Round, at: number): void
}

/** One request as it went over the wire. */
export interface Call {
  /** What the token was minted for; `app` is the App itself. */
  readonly purpose: string
  readonly outcome: CallOutcome
  readonly seconds: number
  /** What GitHub says is left, where it says so. */
  readonly budget?: Budget
}

/** `refused` is a 4xx, `broken` a 5xx, `unreached` no answer at all. */
export type CallOutcome = 'ok' | 'unchanged' | 'refused' | 'limited' | 'broken' | 'unreached'

export interface Budget {
  /** An installation's number, or `app` for the App itself. */
  readonly account: string
  /** GitHub's own word: `core`, `graphql`, … */
  readonly resource: string
  readonly remaining: number
  readonly limit: number
  /** Epoch milliseconds at which it is full again. */
  readonly resetsAt: number
}

/** What whoever watches the server is told of the calls to GitHub. */
export interface CallMeter {
  call(call: Call): void
  /** GitHub asked an installation, or the App, to be quiet. */
  limit(kind: 'primary' | 'secondary'): void
}

const nothing = (): void => undefined

/** Nobody watches. */
export const noMeter: Meter & CallMeter = {
  delivery: nothing,
  refused: nothing,
  decision: nothing,
  effect: nothing,
  timer: nothing,
  stored: nothing,
  round: nothing,
  call: nothing,
  limit: nothing,
}

/**
 * Begins to take the time. By the machine's own clock, also where the engine's time is virtual: what is measured is
 * how long the machine takes.
 * @returns what tells the seconds since
 */
export function stopwatch(): () => number {
  const begin = performance.now()
  return () => (performance.now() - begin) / 1000
}
