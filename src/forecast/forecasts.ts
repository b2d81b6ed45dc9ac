import { createHash } from 'node:crypto'
import type { Forecasts, WrittenConfiguration } from '../engine/forecasts.ts'
import { Memo } from '../engine/memo.ts'
import type { Log } from '../engine/ports.ts'
import type { Forecast } from '../incident/forecast.ts'
import type { PlayerAsked, PlayerReply } from './player-message.ts'
import { type Broken, type PlayerLimits, PlayerThread } from './player-thread.ts'

export interface ThreadForecastsParts {
  readonly log: Log
  readonly limits?: Partial<PlayerLimits>
  /** What runs in the thread, where a test has it run something else. */
  readonly file?: URL
}

/** A large play keeps some ninety megabytes; half a minute is ten times what a usual one takes. */
const usualLimits: PlayerLimits = { time: 30_000, memory: 128, idle: 60_000 }

/** A play takes seconds; whoever comes when so many wait would wait for minutes. */
const mostWaiting = 8
/** Each is some kilobytes. */
const mostKept = 64
/** Far beyond what a configuration and all that it extends may have. */
const mostCharacters = 4_000_000

interface Waiting extends PlayerAsked {
  /** A digest of both texts and of what they extend. */
  readonly key: string
}

/**
 * Forecasts that are played in a thread beside the server's own, one at a time. What they are made of comes from pull requests of
 * strangers: time and memory are bounded, and whatever goes wrong is an answer.
 */
export class ThreadForecasts implements Forecasts {
  readonly #log: Log
  readonly #thread: PlayerThread
  readonly #limits: PlayerLimits
  readonly #kept = new Memo<string, Forecast>(mostKept)
  readonly #waiting: Waiting[] = []
  #playing: Waiting | undefined
  #isClosed = false

  constructor({ log, limits, file }: ThreadForecastsParts) {
    this.#log = log
    this.#limits = { ...usualLimits, ...limits }
    this.#thread = new PlayerThread(this.#limits, file)
  }

  /** Whether there is a thread now. */
  get isUp(): boolean {
    return this.#thread.isUp
  }

  async of(before: WrittenConfiguration | undefined, after: WrittenConfiguration): Promise<Forecast | undefined> {
    const key = digestOf(before, after)
    const kept = this.#kept.get(key)
    if (kept) return kept
    // Whoever asks after the end asks again after the next start.
    if (this.#isClosed || [this.#playing, ...this.#waiting].some((one) => one?.key === key)) return undefined
    if (sizeOf(before) + sizeOf(after) > mostCharacters) return notPlayed('the configurations are too large')
    if (this.#waiting.length >= mostWaiting)
      return notPlayed('too many are asked for at once; run this check again later')
    this.#waiting.push({ key, before, after })
    if (!this.#playing) void this.#playAll()
    return undefined
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#waiting.length = 0
    await this.#thread.end()
  }

  async #playAll(): Promise<void> {
    for (;;) {
      this.#playing = this.#waiting.shift()
      if (!this.#playing) return
      const { key, before, after } = this.#playing
      const ended = await this.#thread.play({ before, after })
      if (!this.#isClosed) this.#kept.set(key, this.#forecastOf(ended))
    }
  }

  #forecastOf(ended: PlayerReply | Broken): Forecast {
    switch (ended.type) {
      case 'answered':
        for (const failure of ended.failures) this.#log.error({ failure }, 'Playing a forecast failed')
        return ended.forecast
      case 'too-long':
        this.#log.warn({ milliseconds: this.#limits.time }, 'A forecast took too long and was given up')
        return notPlayed(`it was not over after ${this.#limits.time / 1000} seconds`)
      case 'too-large':
        this.#log.warn({ megabytes: this.#limits.memory }, 'A forecast took too much memory and was given up')
        return notPlayed(`it took more than the ${this.#limits.memory} MB that it may have`)
      case 'failed':
        this.#log.error({ error: ended.error }, 'Playing a forecast failed')
        return notPlayed('it broke off, and the log of Firebreak says why')
    }
  }
}

const notPlayed = (why: string): Forecast => ({ type: 'not-played', why })

const sizeOf = (written: WrittenConfiguration | undefined): number =>
  written ? Object.values(written.shared).reduce((sum, text) => sum + text.length, written.text.length) : 0

function digestOf(...both: readonly (WrittenConfiguration | undefined)[]): string {
  const parts = both.map((one) => one && [one.text, Object.entries(one.shared).sort()])
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
