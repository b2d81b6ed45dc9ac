import type { ForecastConfiguration, ForecastResult } from '../incident/configuration-effect.ts'
import type { EffectOutcome } from '../incident/effect.ts'
import type { Hazard } from '../incident/finding.ts'
import type { Forecast } from '../incident/forecast.ts'
import type { ReadinessAsked, ReadinessFacts } from '../incident/readiness/facts.ts'
import { hazardFactsAsked, hazardsOf } from '../incident/readiness/hazards.ts'
import type { Repository } from '../incident/repository.ts'
import { lineOfKey } from '../policy/line-of-key.ts'
import type { Policy } from '../policy/policy.ts'
import { type ConfigurationVersion, readConfiguration } from './configuration.ts'
import type { Forecasts, WrittenConfiguration } from './forecasts.ts'
import { Memo } from './memo.ts'
import { type Clock, type GitHub, type Log, type PerformJob, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

export interface ForecastDependencies {
  readonly github: Pick<GitHub, 'configuration' | 'extended' | 'answer'>
  /** Undefined: nothing is played here. */
  readonly forecasts?: Forecasts | undefined
  readonly clock: Clock
  readonly log: Log
}

type Ending = Omit<ForecastResult, 'type'>

/** What a proposal is played and judged from. It is read once, and not again each time that the play is asked after. */
interface Proposal {
  /** What it is compared with, or why it is not. */
  readonly before: WrittenConfiguration | 'no-file' | 'broken-file'
  readonly after: WrittenConfiguration
  /** Undefined: they could not be looked for. */
  readonly hazards: readonly Hazard[] | undefined
}

const askAgainAfter = 1000
/** Milliseconds for which the lane waits while the proposal is read. */
const longestHold = 300
/** A play takes seconds. Whoever waits for longer waits for something that does not come. */
const longestPlay = 15 * 60_000
/** More than can be read and played at a time: one that is forgotten is read anew. Each may be some megabytes, with all it extends. */
const mostProposals = 64

/**
 * Carries out `ForecastConfiguration`: says what a proposed configuration changes, and what would hurt. What is slow, reading and
 * playing, goes on beside the lane, so that an emergency there does not wait.
 */
export class Foreteller {
  readonly #deps: ForecastDependencies
  readonly #proposals = new Memo<string, Promise<Proposal | string>>(mostProposals)

  constructor(deps: ForecastDependencies) {
    this.#deps = deps
  }

  /** @throws TryLater while it is read and played */
  async perform({ repository }: PerformJob, effect: ForecastConfiguration): Promise<EffectOutcome> {
    const key = `${repository.id}/${effect.sha}/${effect.askedAt}`
    const reading = this.#proposals.get(key) ?? this.#read(repository, effect.sha)
    this.#proposals.set(key, reading)
    const ended = await this.#endOf(reading, effect).catch((error: unknown) => {
      this.#proposals.delete(key)
      throw error
    })
    if (!ended) throw new TryLater('The play goes on', askAgainAfter, { isExact: true })
    this.#proposals.delete(key)
    return { succeeded: true, result: { type: 'Forecast', ...ended } }
  }

  /** @returns undefined while it goes on */
  async #endOf(reading: Promise<Proposal | string>, effect: ForecastConfiguration): Promise<Ending | undefined> {
    const proposal = await this.#soon(reading)
    if (typeof proposal === 'string') return { forecast: notPlayed(proposal) }
    const forecast = (proposal && (await this.#play(proposal))) ?? this.#overdue(effect)
    return forecast && { forecast, ...(proposal?.hazards && { hazards: proposal.hazards }) }
  }

  /** @returns undefined where it takes longer than the lane can wait */
  async #soon<T>(awaited: Promise<T>): Promise<T | undefined> {
    const { clock } = this.#deps
    const { promise: patience, resolve: giveUp } = Promise.withResolvers<undefined>()
    const cancel = clock.wakeAt(clock.now() + longestHold, () => giveUp(undefined))
    try {
      return await Promise.race([awaited, patience])
    } finally {
      cancel()
    }
  }

  /** @returns why there is nothing to play, or what is to be played */
  async #read(repository: Repository, sha: string): Promise<Proposal | string> {
    const after = await this.#version(repository, { ref: sha })
    if (!after.written) return 'the file is not on that commit any more'
    if (!after.policy) return 'what it extends has changed, and now it has errors; run this check again to see them'
    const before = await this.#version(repository, {})
    const hazards = await this.#hazards(repository, after.policy, after.written.text)
    const proposal = { after: after.written, hazards }
    if (!before.written) return { ...proposal, before: 'no-file' }
    // The last valid version, which is in force, is not at hand as a text.
    return { ...proposal, before: before.policy ? before.written : 'broken-file' }
  }

  async #version(repository: Repository, options: { ref?: string }): Promise<ConfigurationVersion> {
    const version = await readConfiguration(this.#deps, repository, options)
    if (version === 'unchanged') throw new Error('a configuration asked for without an etag cannot be unchanged')
    return version
  }

  /** @returns undefined when GitHub could not be asked: without them the forecast is still worth having */
  async #hazards(repository: Repository, policy: Policy, text: string): Promise<readonly Hazard[] | undefined> {
    const occasion = { isPublic: !repository.private, now: this.#deps.clock.now() }
    const facts = await this.#facts(repository, hazardFactsAsked(policy, occasion))
    const hazards = facts && hazardsOf(policy, facts, occasion)
    return hazards?.map((finding) => {
      const line = finding.key && lineOfKey(text, finding.key)
      return line === undefined ? finding : { ...finding, line }
    })
  }

  async #facts(repository: Repository, wanted: ReadinessAsked): Promise<ReadinessFacts | undefined> {
    try {
      const answer = await this.#deps.github.answer(repository, { ask: 'readiness', wanted })
      return answer.ask === 'readiness' ? answer.value : undefined
    } catch (error) {
      if (error instanceof TryLater) throw error
      this.#deps.log.warn({ repository: repository.id, ...errorFields(error) }, 'A proposal could not be judged')
      return undefined
    }
  }

  #overdue({ askedAt }: ForecastConfiguration): Forecast | undefined {
    return this.#deps.clock.now() < askedAt + longestPlay ? undefined : notPlayed('it was not over in time')
  }

  async #play({ before, after }: Proposal): Promise<Forecast | undefined> {
    const { forecasts } = this.#deps
    if (!forecasts) return notPlayed('this server plays none')
    if (typeof before === 'string') {
      const forecast = await forecasts.of(undefined, after)
      return forecast?.type === 'played' ? { ...forecast, alone: before } : forecast
    }
    if (isSame(before, after)) return { type: 'played', cases: [], watched: 0 }
    return await forecasts.of(before, after)
  }
}

const notPlayed = (why: string): Forecast => ({ type: 'not-played', why })

const isSame = (one: WrittenConfiguration, other: WrittenConfiguration): boolean =>
  one.text === other.text && JSON.stringify(one.shared) === JSON.stringify(other.shared)
