import type { Account } from '../incident/account.ts'
import type { AskedFor } from '../incident/account-asked.ts'
import { accountOf, type Deliberation } from '../incident/account-of.ts'
import type { Event } from '../incident/event.ts'
import type { Decision, Situation } from '../incident/plan.ts'
import type { Asking } from '../incident/question.ts'
import type { Repository } from '../incident/repository.ts'
import { type AnswerSources, answererFor } from './answers.ts'
import { giveBack, type Insistence } from './insist.ts'
import { type DecisionOutcome, type Meter, stopwatch } from './meter.ts'
import { isNews, isNotInstalled, mayBeEmergency, nothingDecided } from './not-installed.ts'
import { backoff, eventPatience, Unforeseen } from './patience.ts'
import type { Policies } from './policies.ts'
import { type EventWork, StaleDecision, type Store, TryLater } from './ports.ts'
import type { Rebuild } from './rebuild.ts'
import { errorFields, messageOf } from './redact.ts'
import { loadSituation, type SituationSources } from './situation.ts'
import { type TextTools, withTexts } from './texts.ts'
import { deliveryOf, trailOf } from './trail.ts'

/** The procedure: reads an event in its situation, asks what it must know, and says what is to be done. */
export type Decide = (situation: Situation, event: Event) => Asking<Decision>

export interface HandleDependencies extends SituationSources, AnswerSources, TextTools, Insistence {
  /** Undefined: nothing is rebuilt. */
  readonly rebuild?: Pick<Rebuild, 'looked'> | undefined
  readonly store: Store
  readonly policies: Policies
  readonly decide: Decide
  readonly meter: Meter
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
    const { meter, clock } = this.#deps
    const { event } = work
    const elapsed = stopwatch()
    const outcome = await this.#outcomeOf(work)
    meter.decision(event.type, outcome, elapsed())
    if (event.type === 'TimerFired' && outcome === 'decided') meter.timer((clock.now() - event.dueAt) / 1000)
  }

  async #outcomeOf(work: EventWork): Promise<DecisionOutcome> {
    try {
      await this.#decideOn(work)
      this.#unforeseen.forget(keyOf(work))
      return 'decided'
    } catch (error) {
      return await this.#putOff(work, error)
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
    const { store, decide, log, meter } = this.#deps
    const situation = await loadSituation(this.#deps, work.event)
    const answer = answererFor(this.#deps, situation.repository)
    const { decision, asked } = await decided(decide(situation, work.event), answer)
    const worded = tracked(withTexts(this.#deps, decision, situation), work.event)
    const account = this.#accountOf({ situation, event: work.event, asked, decision: worded })
    const elapsed = stopwatch()
    await store.commit(work, { ...worded, account }, situation.repository)
    meter.stored('decide', elapsed())
    log.info({ ...fieldsOf(work), ...whatItMoved(decision) }, 'Decided')
    await this.#noteTold(situation)
    if (work.event.type === 'DatabaseLost') await this.#noteLooked(situation.repository, decision)
  }

  /** A freeze must not wait for its explanation. */
  #accountOf(deliberation: Deliberation): Account | undefined {
    try {
      return accountOf(deliberation)
    } catch (error) {
      this.#deps.log.error(errorFields(error), 'Why something was decided could not be written down')
      return undefined
    }
  }

  /** After the commit: a repository may be looked at twice. */
  async #noteLooked(repository: Repository, { incidents }: Decision): Promise<void> {
    const { rebuild, log } = this.#deps
    try {
      await rebuild?.looked(repository, incidents.length > 0)
    } catch (error) {
      log.warn(errorFields(error), 'That a repository was looked at could not be remembered')
    }
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

  async #putOff(work: EventWork, error: unknown): Promise<DecisionOutcome> {
    const { store, clock, log } = this.#deps
    const message = messageOf(error)
    if (error instanceof TryLater) {
      const { afterMs, isExact } = error
      const wait = backoff({ failures: work.failures, afterMs, isExact, longest: longestWait })
      log.info({ ...fieldsOf(work), wait, error: message }, 'An event has to wait')
      await giveBack(this.#deps, () => store.retryEvent(work, clock.now() + wait, message))
      return 'put-off'
    }
    // The next comparison comes within the hour, and nothing is to wait behind this one.
    const patience = work.event.type === 'CheckUpDue' ? [] : eventPatience
    const wait = patience[this.#unforeseen.add(keyOf(work))]
    // Somebody may put the App back within the hour, and an emergency may be among what waits.
    const isForNobody = isNotInstalled(error) && isNews(work.event)
    if (wait === undefined) return isForNobody ? this.#drop(work, error) : this.#putAside(work, error)
    if (isForNobody) log.info({ ...fieldsOf(work), wait, error: message }, 'An event waits for the App to be put back')
    else log.error({ ...fieldsOf(work), wait, ...errorFields(error) }, 'Handling an event failed')
    await giveBack(this.#deps, () => store.retryEvent(work, clock.now() + wait, message))
    return isForNobody ? 'put-off' : 'failed'
  }

  /** The App was not put back: only what somebody may have to look at is kept. */
  async #drop(work: EventWork, reason: unknown): Promise<DecisionOutcome> {
    const { store, clock, log, policies } = this.#deps
    const message = messageOf(reason)
    try {
      const policy = await policies.known(work.event.repository.id)
      if (mayBeEmergency(work.event, policy)) return await this.#putAside(work, reason, 'warn')
      await store.commit(work, nothingDecided(message), work.event.repository)
    } catch (error) {
      log.error({ ...fieldsOf(work), ...errorFields(error) }, 'An event could not be dropped')
      await giveBack(this.#deps, () => store.retryEvent(work, clock.now() + longestWait, message))
      return 'failed'
    }
    this.#unforeseen.forget(keyOf(work))
    log.info({ ...fieldsOf(work), error: message }, 'An event was dropped: the App was not put back')
    return 'decided'
  }

  async #putAside(work: EventWork, error: unknown, level: 'error' | 'warn' = 'error'): Promise<DecisionOutcome> {
    const { store, log } = this.#deps
    this.#unforeseen.forget(keyOf(work))
    log[level]({ ...fieldsOf(work), ...errorFields(error) }, 'AN EVENT WAS PUT ASIDE: its procedure goes on without it')
    await giveBack(this.#deps, () => store.buryEvent(work, messageOf(error)))
    return 'buried'
  }
}

interface Decided {
  readonly decision: Decision
  readonly asked: readonly AskedFor[]
}

/** Runs a decision, answering its questions as they come, and takes them down. */
async function decided(asking: Asking<Decision>, answererOf: ReturnType<typeof answererFor>): Promise<Decided> {
  const asked: AskedFor[] = []
  let step = asking.next()
  while (!step.done) {
    if (asked.length >= mostQuestions) throw new Error(`a decision asked more than ${mostQuestions} questions`)
    const answer = await answererOf(step.value)
    asked.push({ question: step.value, answer })
    step = asking.next(answer)
  }
  return { decision: step.value, asked }
}

const keyOf = ({ lane, id }: EventWork): string => `${lane}/${id}`

const fieldsOf = (work: EventWork): object => ({
  ...trailOf(work),
  id: work.id,
  lane: work.lane,
  failures: work.failures,
})

/** Before an incident is begun, no event names it. */
function whatItMoved({ incidents, effects, because }: Decision): object {
  const moved = { because, effects: effects.map(({ effect }) => effect.type) }
  return incidents.length === 0 ? moved : { ...moved, incident: incidents.map(({ id }) => id).join(' ') }
}

/** Each effect goes back to the delivery to which the event goes back. */
function tracked(decision: Decision, event: Event): Decision {
  const delivery = deliveryOf(event)
  if (delivery === undefined) return decision
  return { ...decision, effects: decision.effects.map((put) => ({ ...put, delivery })) }
}
