import type { EffectOutcome, PutEffect } from '../incident/effect.ts'
import type { Incident } from '../incident/incident.ts'
import { type KeptIncident, memoriesOf, type Scrap } from '../incident/kept.ts'
import { publicView } from '../render/public-view.ts'
import { type ForecastDependencies, Foreteller } from './forecast.ts'
import { Gaps } from './gap.ts'
import { giveBack, type Insistence, insist } from './insist.ts'
import { Lookout } from './look-around.ts'
import { type EffectEnding, type Meter, stopwatch } from './meter.ts'
import { backoff, effectPatience, Unforeseen } from './patience.ts'
import { type EffectWork, type GitHub, type Memory, type PerformJob, type Store, TryLater } from './ports.ts'
import { errorFields, messageOf, redact } from './redact.ts'
import type { TextTools } from './texts.ts'
import { trailOf } from './trail.ts'

export interface PerformDependencies extends TextTools, Insistence {
  readonly store: Store
  readonly github: Pick<GitHub, 'perform'> & ForecastDependencies['github']
  readonly forecasts?: ForecastDependencies['forecasts']
  readonly meter: Meter
}

const minute = 60_000

/** Makes effects happen, and stores what came of them. */
export class Performer {
  readonly #deps: PerformDependencies
  readonly #unforeseen = new Unforeseen()
  readonly #gaps: Gaps
  readonly #foreteller: Foreteller
  readonly #lookout: Lookout

  constructor(deps: PerformDependencies) {
    this.#deps = deps
    this.#gaps = new Gaps(deps)
    this.#foreteller = new Foreteller(deps)
    this.#lookout = new Lookout(deps)
  }

  /** Performs one effect and stores its outcome or a later try. Never rejects. */
  async perform(work: EffectWork): Promise<void> {
    const elapsed = stopwatch()
    const ending = await this.#endingOf(work)
    this.#deps.meter.effect(work.put.effect.type, ending, elapsed())
  }

  async #endingOf(work: EffectWork): Promise<EffectEnding> {
    let outcome: EffectOutcome
    try {
      outcome = await this.#attempt(work)
    } catch (error) {
      return this.#failed(work, error)
    }
    this.#unforeseen.forget(keyOf(work))
    return this.#settle(work, withoutSecrets(outcome))
  }

  async #settle(work: EffectWork, outcome: EffectOutcome): Promise<EffectEnding> {
    const { store, clock, log, meter } = this.#deps
    const elapsed = stopwatch()
    await insist(this.#deps, () => store.settle(work, outcome, clock.now()))
    meter.stored('settle', elapsed())
    const ending = outcome.succeeded ? 'done' : 'given-up'
    const why = outcome.succeeded ? {} : { reason: outcome.reason }
    log.info({ ...fieldsOf(work), ending, ...why }, 'Performed')
    return ending
  }

  async #attempt(work: EffectWork): Promise<EffectOutcome> {
    const { store } = this.#deps
    const { repository, previous } = work
    const put = await this.#worded(work)
    if (!put) return { succeeded: false, reason: 'The incident of this card is not stored any more.' }
    await this.#heedCard(put)
    // After a back-up was put back, whatever is asked for may have been done in the time that it knows nothing of.
    const isDoubtful = put.effect.again || (await this.#gaps.last()) !== undefined
    const triesBefore = isDoubtful ? Math.max(work.triesBefore, 1) : work.triesBefore
    return this.#carryOut({ repository, put, triesBefore, previous, memory: memoryOf(store, put.key) })
  }

  #carryOut(job: PerformJob): Promise<EffectOutcome> {
    const { effect } = job.put
    if (effect.type === 'ForecastConfiguration') return this.#foreteller.perform(job, effect)
    if (effect.type === 'LookAround') return this.#lookout.perform(job, effect)
    return this.#deps.github.perform(job)
  }

  /**
   * An answered command is not carried out again after a loss, so what it did must be on the card before it is answered. The
   * card was asked for first, but may have been put off, or asked for anew.
   */
  async #heedCard({ effect }: PutEffect): Promise<void> {
    if (effect.type !== 'React' || effect.seals === undefined) return
    const { waiting } = await this.#deps.store.effectsAskedFor(effect.seals)
    if (waiting > 0) throw new TryLater('The card that tells of it is still to be written', 1000)
  }

  /** The card is worded when it is written, so that it never shows anything older than what is stored. */
  async #worded({ put }: EffectWork): Promise<PutEffect | undefined> {
    const { store, render } = this.#deps
    const { effect } = put
    if (effect.type !== 'SyncCard') return put
    const incident = await store.incidentById(effect.incident)
    if (!incident) return undefined
    const kept = await this.#keptOf(incident)
    return { ...put, effect: { ...effect, body: render.renderCard(publicView(incident)), kept } }
  }

  async #keptOf(incident: Incident): Promise<KeptIncident> {
    const { store, clock } = this.#deps
    const memory: Scrap[] = []
    for (const key of memoriesOf(incident)) {
      const data = await store.recall(key)
      if (data !== undefined) memory.push({ key, data })
    }
    return { incident, at: clock.now(), memory }
  }

  async #failed(work: EffectWork, error: unknown): Promise<EffectEnding> {
    const { store, clock, log } = this.#deps
    if (error instanceof TryLater) {
      const longest = work.put.urgent ? 2 * minute : 15 * minute
      const { afterMs, isExact } = error
      const wait = backoff({ failures: work.failures, afterMs, isExact, longest })
      log.info({ ...fieldsOf(work), wait, error: messageOf(error) }, 'An effect has to wait')
      await giveBack(this.#deps, () => store.retryEffect(work, clock.now() + wait, messageOf(error)))
      return 'put-off'
    }
    const tries = this.#unforeseen.add(keyOf(work)) + 1
    const wait = effectPatience[tries - 1]
    if (wait === undefined) return this.#giveUp(work, tries, error)
    log.error({ ...fieldsOf(work), wait, ...errorFields(error) }, 'Performing an effect failed')
    await giveBack(this.#deps, () => store.retryEffect(work, clock.now() + wait, messageOf(error)))
    return 'failed'
  }

  #giveUp(work: EffectWork, tries: number, error: unknown): Promise<EffectEnding> {
    const { log } = this.#deps
    log.error({ ...fieldsOf(work), tries, ...errorFields(error) }, 'AN EFFECT WAS GIVEN UP')
    this.#unforeseen.forget(keyOf(work))
    const reason = `Given up after ${tries} tries. The last one failed with: ${messageOf(error)}`
    return this.#settle(work, { succeeded: false, reason })
  }
}

const memoryOf = (store: Pick<Store, 'recall' | 'memorise'>, ownKey: string): Memory => ({
  recall: (key = ownKey) => store.recall(key),
  memorise: (data, key = ownKey) => store.memorise(key, data),
})

const withoutSecrets = (outcome: EffectOutcome): EffectOutcome =>
  outcome.succeeded ? outcome : { ...outcome, reason: redact(outcome.reason.slice(0, 2000)) }

const keyOf = ({ put, revision }: EffectWork): string => `${put.key} ${revision}`

const fieldsOf = (work: EffectWork): object => ({
  ...trailOf(work),
  lane: work.lane,
  triesBefore: work.triesBefore,
  failures: work.failures,
})
