import { createHash } from 'node:crypto'
import type { Forecasts, WrittenConfiguration } from '../engine/forecasts.ts'
import { Memo } from '../engine/memo.ts'
import type { Log } from '../engine/ports.ts'
import type { Forecast } from '../incident/forecast.ts'
import type { PlayerAsked, PlayerReply } from './player-message.ts'
import { type Broken, type PlayerLimits, PlayerProcess } from './player-process.ts'

export interface PlayedForecastsParts {
  readonly log: Log
  readonly limits?: Partial<PlayerLimits>
  /** What runs in the process, where a test has it run something else. */
  readonly file?: string
  /** Milliseconds that only go forward. */
  readonly now?: () => number
}

/** With half of that, a large play spends its time collecting garbage; half a minute is ten times what it takes. */
const usualLimits: PlayerLimits = { time: 30_000, memory: 256, idle: 60_000 }

/** A play takes seconds; whoever comes when so many wait would wait for minutes. */
const mostWaiting = 8
/** Each is some kilobytes. */
const mostKept = 64
/** Milliseconds for which somebody is told why a play failed. Later there may be no reason for it any more. */
const failureHolds = 5 * 60_000
/** Milliseconds. Whoever has not asked for so long has a newer commit in the meantime, or has given up. */
const longestSilence = 60_000
/** Far beyond what a configuration and all that it extends may have. */
const mostCharacters = 4_000_000

interface Waiting extends PlayerAsked {
  /** A digest of both texts and of what they extend. */
  readonly key: string
  lastAsked: number
}

interface Failure {
  readonly forecast: Forecast
  readonly at: number
}

/**
 * Forecasts that are played in a process beside the server's own, one at a time. What they are made of comes from pull requests of
 * strangers: time and memory are bounded, and whatever goes wrong is an answer.
 */
export class PlayedForecasts implements Forecasts {
  readonly #log: Log
  readonly #player: PlayerProcess
  readonly #limits: PlayerLimits
  readonly #now: () => number
  /** The same texts are played alike each time. */
  readonly #kept = new Memo<string, Forecast>(mostKept)
  readonly #failed = new Memo<string, Failure>(mostKept)
  #waiting: Waiting[] = []
  #playing: Waiting | undefined
  #isClosed = false

  constructor({ log, limits, file, now = () => performance.now() }: PlayedForecastsParts) {
    this.#log = log
    this.#now = now
    this.#limits = { ...usualLimits, ...limits }
    this.#player = new PlayerProcess(this.#limits, file)
  }

  /** Whether there is a process now. */
  get isUp(): boolean {
    return this.#player.isUp
  }

  async of(before: WrittenConfiguration | undefined, after: WrittenConfiguration): Promise<Forecast | undefined> {
    const key = digestOf(before, after)
    const known = this.#kept.get(key) ?? this.#takeFailure(key)
    if (known) return known
    // Whoever asks after the end asks again after the next start.
    if (this.#isClosed || this.#isUnderWay(key)) return undefined
    if (sizeOf(before) + sizeOf(after) > mostCharacters) return notPlayed('the configurations are too large')
    this.#forgetTheSilent()
    if (this.#waiting.length >= mostWaiting)
      return notPlayed('too many are asked for at once; run this check again later')
    this.#waiting.push({ key, before, after, lastAsked: this.#now() })
    if (!this.#playing) void this.#playAll()
    return undefined
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#waiting = []
    await this.#player.end()
  }

  /** It is told once: what failed may go well the next time, and whoever asks anew ("Re-run") wants it tried. */
  #takeFailure(key: string): Forecast | undefined {
    const failure = this.#failed.get(key)
    this.#failed.delete(key)
    return failure && this.#now() < failure.at + failureHolds ? failure.forecast : undefined
  }

  #isUnderWay(key: string): boolean {
    if (this.#playing?.key === key) return true
    const waiting = this.#waiting.find((one) => one.key === key)
    if (waiting) waiting.lastAsked = this.#now()
    return waiting !== undefined
  }

  #forgetTheSilent(): void {
    const now = this.#now()
    this.#waiting = this.#waiting.filter(({ lastAsked }) => now < lastAsked + longestSilence)
  }

  async #playAll(): Promise<void> {
    for (;;) {
      this.#forgetTheSilent()
      this.#playing = this.#waiting.shift()
      if (!this.#playing) return
      const { key, before, after } = this.#playing
      const ended = await this.#player.play({ before, after })
      if (this.#isClosed) continue
      const forecast = this.#forecastOf(ended)
      if (ended.type === 'answered') this.#kept.set(key, forecast)
      else this.#failed.set(key, { forecast, at: this.#now() })
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
