import type { Event } from '../incident/event.ts'
import type { Decision, Situation } from '../incident/plan.ts'
import type { Asking } from '../incident/question.ts'
import { type AnswerSources, answererFor } from './answers.ts'
import { giveBack, type Insistence } from './insist.ts'
import { backoff, eventPatience, Unforeseen } from './patience.ts'
import type { Policies } from './policies.ts'
import { type EventWork, StaleDecision, type Store, TryLater } from './ports.ts'
import { errorFields, messageOf } from './redact.ts'
import { loadSituation, type SituationSources } from './situation.ts'
import { type TextTools, withTexts } from './texts.ts'

/** The procedure: reads an event in its situation, asks what it must know, and says what is to be done. */
export type Decide = (situation: Situation, event: Event) => Asking<Decision>

export interface HandleDependencies extends SituationSources, AnswerSources, TextTools, Insistence {
  readonly store: Store
  readonly policies: Policies
  readonly decide: Decide
}

/** A decision that keeps being overtaken is put behind what overtakes it. */
const mostOvertaken = 5
/** Every decision ends; one that does not is a mistake. */
const mostQuestions = 10_000
const longestWait = 5 * 60_000

/** Turns events into stored decisions. */
export class Handler {
  readonly #deps: HandleDependencies
  readonly #unforeseen = new Unforeseen()

  constructor(deps: HandleDependencies) {
    this.#deps = deps
  }

  /** Handles one event and stores what became of it: a decision, a later try, or a place aside. Never rejects. */
  async handle(work: EventWork): Promise<void> {
    try {
      await this.#decideOn(work)
      this.#unforeseen.forget(keyOf(work))
    } catch (error) {
      await this.#putOff(work, error)
    }
  }

  async #decideOn(work: EventWork): Promise<void> {
    for (let overtaken = 0; overtaken < mostOvertaken; overtaken++) {
      try {
        await this.#decideOnce(work)
        return
      } catch (error) {
        if (!(error instanceof StaleDecision)) throw error
      }
    }
    throw new TryLater('The decision was overtaken by others again and again', 1000)
  }

  async #decideOnce(work: EventWork): Promise<void> {
    const { store, decide, log } = this.#deps
    const situation = await loadSituation(this.#deps, work.event)
    const answer = answererFor(this.#deps, situation.repository)
    const decision = await decided(decide(situation, work.event), answer)
    await store.commit(work, withTexts(this.#deps, decision, situation), situation.repository)
    log.debug({ ...fieldsOf(work), because: decision.because, effects: decision.effects.length }, 'Decided')
    await this.#noteTold(situation)
  }

  /** After the commit: told twice is better than never. */
  async #noteTold({ repository, configurationNews }: Situation): Promise<void> {
    const { policies, log } = this.#deps
    try {
      if (configurationNews) await policies.told(repository.id, configurationNews)
    } catch (error) {
      log.warn(errorFields(error), 'What was told about a configuration could not be remembered')
    }
  }

  #putOff(work: EventWork, error: unknown): Promise<void> {
    const { store, clock, log } = this.#deps
    const message = messageOf(error)
    if (error instanceof TryLater) {
      const wait = backoff({ failures: work.failures, afterMs: error.afterMs, longest: longestWait })
      log.info({ ...fieldsOf(work), wait, error: message }, 'An event has to wait')
      return giveBack(this.#deps, () => store.retryEvent(work, clock.now() + wait, message))
    }
    const wait = eventPatience[this.#unforeseen.add(keyOf(work))]
    if (wait === undefined) return this.#putAside(work, error)
    log.error({ ...fieldsOf(work), wait, ...errorFields(error) }, 'Handling an event failed')
    return giveBack(this.#deps, () => store.retryEvent(work, clock.now() + wait, message))
  }

  #putAside(work: EventWork, error: unknown): Promise<void> {
    const { store, log } = this.#deps
    this.#unforeseen.forget(keyOf(work))
    log.error({ ...fieldsOf(work), ...errorFields(error) }, 'AN EVENT WAS PUT ASIDE: its procedure goes on without it')
    return giveBack(this.#deps, () => store.buryEvent(work, messageOf(error)))
  }
}

/** Runs a decision, answering its questions as they come. */
async function decided(asking: Asking<Decision>, answer: ReturnType<typeof answererFor>): Promise<Decision> {
  let step = asking.next()
  for (let asked = 0; !step.done; asked++) {
    if (asked >= mostQuestions) throw new Error(`a decision asked more than ${mostQuestions} questions`)
    step = asking.next(await answer(step.value))
  }
  return step.value
}

const keyOf = ({ lane, id }: EventWork): string => `${lane}/${id}`

const fieldsOf = ({ id, lane, event, failures }: EventWork): object => ({ id, lane, event: event.type, failures })
