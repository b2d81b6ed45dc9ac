import type { ForecastConfiguration, ForecastResult } from '../incident/configuration-effect.ts'
import type { EffectOutcome } from '../incident/effect.ts'
import type { Hazard } from '../incident/finding.ts'
import type { Forecast } from '../incident/forecast.ts'
import { nothingKnown, type ReadinessAsked, type ReadinessFacts } from '../incident/readiness/facts.ts'
import { hazardFactsAsked, hazardsOf } from '../incident/readiness/hazards.ts'
import type { Repository } from '../incident/repository.ts'
import { lineOfKey } from '../policy/line-of-key.ts'
import type { Policy } from '../policy/policy.ts'
import { Allowance } from './allowance.ts'
import { longestHold, soon } from './beside.ts'
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
/** A play takes seconds. Whoever waits for longer waits for something that does not come. */
const longestPlay = 15 * 60_000
/** More than can be read and played at a time: one that is forgotten is read anew. Each may be some megabytes, with all it extends. */
const mostProposals = 64
/** Of strangers, in a repository and an hour. Each is some reads of GitHub and up to half a minute of play. */
const mostOfStrangers = 10

interface Judged {
  readonly policy: Policy
  readonly text: string
  /** Whether the repository is looked at, too. What it would cost is taken from everybody else, so strangers in public get what follows from the file. */
  readonly looks: boolean
}

interface Reading {
  /** Of what it is: `nameOf` the effect. */
  readonly name: string
  readonly proposal: Promise<Proposal | string>
}

/**
 * Carries out `ForecastConfiguration`: says what a proposed configuration changes, and what would hurt. What is slow, reading and
 * playing, goes on beside the lane, so that an emergency there does not wait.
 */
export class Foreteller {
  readonly #deps: ForecastDependencies
  /** By the effect's key: what a newer commit takes the place of is forgotten. */
  readonly #readings = new Memo<string, Reading>(mostProposals)
  readonly #strangers = new Allowance(mostOfStrangers)

  constructor(deps: ForecastDependencies) {
    this.#deps = deps
  }

  /** @throws TryLater while it is read and played */
  async perform({ repository, put: { key } }: PerformJob, effect: ForecastConfiguration): Promise<EffectOutcome> {
    if (!this.#mayBeHad(key, repository, effect)) return succeeded({ forecast: notPlayed(tooManyOfStrangers) })
    const ended = await this.#endOf(this.#readingOf(key, repository, effect), effect).catch((error: unknown) => {
      this.#readings.delete(key)
      throw error
    })
    if (!ended) throw new TryLater('The play goes on', askAgainAfter, { isExact: true })
    this.#readings.delete(key)
    return succeeded(ended)
  }

  /** Whoever may write here has no limit, and can have a stranger's played as well, by "Re-run". */
  #mayBeHad(key: string, { id }: Repository, effect: ForecastConfiguration): boolean {
    return !effect.fromStranger || this.#strangers.take(id, `${key}/${nameOf(effect)}`, this.#deps.clock.now())
  }

  #readingOf(key: string, repository: Repository, effect: ForecastConfiguration): Promise<Proposal | string> {
    const known = this.#readings.get(key)
    const name = nameOf(effect)
    if (known?.name === name) return known.proposal
    const proposal = this.#read(repository, effect)
    this.#readings.set(key, { name, proposal })
    return proposal
  }

  /** @returns undefined while it goes on */
  async #endOf(reading: Promise<Proposal | string>, effect: ForecastConfiguration): Promise<Ending | undefined> {
    const proposal = await soon(this.#deps.clock, reading, longestHold)
    if (typeof proposal === 'string') return { forecast: notPlayed(proposal) }
    const forecast = (proposal && (await this.#play(proposal))) ?? this.#overdue(effect)
    return forecast && { forecast, ...(proposal?.hazards && { hazards: proposal.hazards }) }
  }

  /** @returns why there is nothing to play, or what is to be played */
  async #read(repository: Repository, effect: ForecastConfiguration): Promise<Proposal | string> {
    const after = await this.#version(repository, { ref: effect.sha })
    if (!after.written) return 'the file is not on that commit any more'
    if (!after.policy) return 'what it extends has changed, and now it has errors; run this check again to see them'
    const before = await this.#version(repository, {})
    const looks = !effect.fromStranger || repository.private
    const hazards = await this.#hazards(repository, { policy: after.policy, text: after.written.text, looks })
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
  async #hazards(repository: Repository, { policy, text, looks }: Judged): Promise<readonly Hazard[] | undefined> {
    const occasion = { isPublic: !repository.private, now: this.#deps.clock.now() }
    const facts = looks
      ? await this.#facts(repository, hazardFactsAsked(policy, occasion))
      : nothingKnown('a stranger proposed it, in public')
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

/** Asked for again, it has another one. */
const nameOf = ({ sha, askedAt }: ForecastConfiguration): string => `${sha}/${askedAt}`

const succeeded = (ending: Ending): EffectOutcome => ({ succeeded: true, result: { type: 'Forecast', ...ending } })

const tooManyOfStrangers = `from forks, ${mostOfStrangers} an hour are played here; somebody who may write here can run this check again`

const notPlayed = (why: string): Forecast => ({ type: 'not-played', why })

const isSame = (one: WrittenConfiguration, other: WrittenConfiguration): boolean =>
  one.text === other.text && JSON.stringify(one.shared) === JSON.stringify(other.shared)
