import type { Interruption } from '../incident/check-up.ts'
import type { EffectOutcome, EffectResult, PutEffect } from '../incident/effect.ts'
import type { Event } from '../incident/event.ts'
import type { Incident } from '../incident/incident.ts'
import type { KeptState } from '../incident/kept.ts'
import type { Decision } from '../incident/plan.ts'
import type { PlannedFreezes } from '../incident/planned-freeze.ts'
import type { Answer, EffectCount, Question } from '../incident/question.ts'
import type { ChannelAsked, ProbedChannel } from '../incident/readiness/channels.ts'
import type { Repository } from '../incident/repository.ts'
import type { FileReference } from '../policy/extends.ts'
import type { FreezeMechanism, Policy } from '../policy/policy.ts'

/** What the engine needs from the world. Adapters fill these; nothing here speaks of a vendor. */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls back once at or after `at`; returns what cancels it. */
  wakeAt(at: number, callback: () => void): () => void
}

/** One webhook delivery: its GUID makes it the same one when it comes again. */
export interface Delivery {
  readonly guid: string
  readonly name: string
  readonly receivedAt: number
}

export interface EventWork {
  readonly type: 'event'
  readonly id: number
  readonly lane: number
  readonly event: Event
  /** How often it was tried before. */
  readonly failures: number
}

export interface EffectWork {
  readonly type: 'effect'
  readonly lane: number
  readonly repository: Repository
  readonly put: PutEffect
  /** Fences a settlement: the body may be replaced while it is being performed. */
  readonly revision: number
  /** Tries of this body begun before this one, whether or not their end was seen. More than 0: look on GitHub first. */
  readonly triesBefore: number
  readonly failures: number
  /** What the last completed performance of this key gave. */
  readonly previous: EffectResult | undefined
}

export type Work = EventWork | EffectWork

/** What of a repository's deliveries can matter at all, known without reading incidents. */
export interface Interest {
  /** Anchors of active incidents, and of ended ones that a command may still reopen. */
  readonly anchors: ReadonlySet<number>
  /** Open hotfixes, post-mortem issues and whatever else an active incident follows. */
  readonly followed: ReadonlySet<number>
  /**
   * Threads that accepted and not yet decided events are about (`threadOf` in `thread.ts`): what will have become an
   * anchor when the next delivery about it is decided on. Without it, whatever follows an emergency while its first
   * event waits would be taken for irrelevant and lost.
   */
  readonly waiting?: ReadonlySet<number>
  readonly active: number
  /**
   * Freezes are on, of incidents or planned, or were taken away and may be switched on again: any pull request and any
   * change of rules may matter to them.
   */
  readonly frozen: boolean
  /**
   * Of the stored policy, where several processes share a store: another number is another policy, and 0 is none. Without it
   * no other process can have stored one.
   */
  readonly policyVersion?: number
}

/** Last valid policy of a repository, kept for the day the file is broken. */
export interface PolicyRecord {
  /** The last valid one; what a repository without a file gets when there never was one. */
  readonly policy: Policy
  /** Identity of the newest version, valid or not: its blob, and a digest of what it extends; undefined: there is no file. */
  readonly blob: string | undefined
  readonly etag: string | undefined
  /** Other repositories' files take part, so that an unchanged root file does not prove an unchanged policy. */
  readonly extended?: boolean
  /** Blob whose problems were last told to the maintainers. */
  readonly reportedBlob: string | undefined
  readonly checkedAt: number
}

/** What waits in the store at a moment, for whoever watches the server. Moments are epoch milliseconds. */
export interface Workload {
  /** Events that wait to be decided upon. */
  readonly events: number
  /** When the one that waits longest happened. */
  readonly oldestEvent: number | undefined
  /** Events that were put aside because they could not be handled. */
  readonly buried: number
  /** Effects that wait to be performed; urgent ones are counted here too. */
  readonly effects: number
  readonly urgentEffects: number
  /** When the one that waits longest was last asked for. */
  readonly oldestEffect: number | undefined
  readonly timers: number
  /** When the next timer is due; in the past when it waits to be fired. */
  readonly nextTimer: number | undefined
}

/** Durable state. Each method is one transaction; what it returns has been made durable. */
export interface Store {
  /** False: this GUID was accepted before, and nothing was stored. Events keep their order within a lane. */
  accept(delivery: Delivery, events: readonly Event[]): Promise<boolean>
  /** Whether a delivery of this GUID was accepted; those of more than a month ago may be forgotten. */
  wasAccepted(guid: string): Promise<boolean>
  /** An event that no delivery brought (the command line, a sweep). */
  enqueue(event: Event): Promise<void>

  interest(repositoryId: number): Promise<Interest>
  activeIncidents(repositoryId: number): Promise<readonly Incident[]>
  /** The incident whose anchor it is, or the issue in place of a lost one, or the post-mortem that was published. */
  incidentAt(repositoryId: number, number: number): Promise<Incident | undefined>
  incidentById(id: string): Promise<Incident | undefined>

  /** A repository's planned freezes, as the last decision left them (`Decision.planned`); `noPlannedFreezes` before the first. */
  plannedFreezes(repositoryId: number): Promise<PlannedFreezes>

  /** Counts effects whose keys begin so; those that ended long ago may be forgotten. */
  effectsAskedFor(prefix: string): Promise<EffectCount>

  repository(id: number): Promise<Repository | undefined>
  rememberRepository(repository: Repository): Promise<void>
  policyRecord(repositoryId: number): Promise<PolicyRecord | undefined>
  rememberPolicy(repositoryId: number, record: PolicyRecord): Promise<void>

  /** Turns timers due at `now` into events, each in one transaction with its own removal. Returns how many. */
  fireTimers(now: number): Promise<number>
  /** The earliest moment after which there is something to do that is not to be done yet; undefined: nothing waits. */
  nextDue(now: number): Promise<number | undefined>

  /**
   * Leases a lane's next piece of work: events first, in order; then effects, urgent ones first. The lane stays leased until one of the
   * five calls below. Where one of them rejects, nothing was stored: after `commit` and `settle` the lease goes on, and
   * the call may be made again; the other three end it all the same.
   */
  claim(now: number): Promise<Work | undefined>
  /** Stores a decision and removes the event it came from. Throws `StaleDecision` when an incident, or the planned freezes, moved meanwhile. */
  commit(work: EventWork, decision: Decision, repository: Repository): Promise<void>
  retryEvent(work: EventWork, notBefore: number, error: string): Promise<void>
  /** Puts an event aside that cannot be handled, so that its lane goes on; it stays readable for the operator. */
  buryEvent(work: EventWork, error: string): Promise<void>
  /** Marks the effect done or given up and stores its outcome as an event, unless its body was replaced meanwhile. */
  settle(work: EffectWork, outcome: EffectOutcome, now: number): Promise<void>
  retryEffect(work: EffectWork, notBefore: number, error: string): Promise<void>
  /**
   * Whether the lease of a piece of work still holds, so that nobody else can have its lane: known without asking, and false
   * rather too early. Without it, leases never end.
   */
  mayAct?(work: Work): boolean
  /** Calls back when there may be work that this process did not store itself. */
  onWork?(wake: () => void): void

  /** Repositories that have an incident or a planned freeze at hand (`isAnyAtHand`), in the order of their numbers. */
  repositoriesAtHand(): Promise<readonly Repository[]>
  /**
   * Takes an office that one process of all may hold at a time, such as looking into GitHub's log. Whoever holds it may
   * take it again, to keep it for longer or, with `until` in the past, to give it up.
   * @returns false while another process holds it
   */
  takeOffice(office: string, until: number, now: number): Promise<boolean>
  workload(): Promise<Workload>

  /** A durable scrap of data beside an effect: snapshots taken before something is changed. */
  recall(key: string): Promise<unknown>
  memorise(key: string, data: unknown): Promise<void>

  /** Throws when the state cannot be written to. */
  ping(): Promise<void>
  close(): Promise<void>
}

export class StaleDecision extends Error {
  override readonly name = 'StaleDecision'
}

/** Something passing went wrong outside: the same work is to be tried again, not before `afterMs`. */
export class TryLater extends Error {
  override readonly name = 'TryLater'
  readonly afterMs: number
  /** The moment is known, and nothing of this work's own failed: what failed before makes it no later. */
  readonly isExact: boolean

  constructor(message: string, afterMs: number, options?: ErrorOptions & { readonly isExact?: boolean }) {
    super(message, options)
    this.afterMs = afterMs
    this.isExact = options?.isExact ?? false
  }
}

export interface PerformJob {
  readonly repository: Repository
  readonly put: PutEffect
  /** Look for its traces before acting when more than 0. */
  readonly triesBefore: number
  readonly previous: EffectResult | undefined
  readonly memory: Memory
}

/** Durable memory: of the effect's own key, or of one that several effects share. */
export interface Memory {
  recall(key?: string): Promise<unknown>
  memorise(data: unknown, key?: string): Promise<void>
}

export type ConfigurationFile =
  | { readonly found: true; readonly text: string; readonly blob: string; readonly etag: string | undefined }
  | { readonly found: false }
  | { readonly found: 'unchanged' }

export interface GitHub {
  /** Throws `TryLater` for whatever passes by itself. */
  answer(repository: Repository, question: Question): Promise<Answer>
  /** Safe to run twice, also after a lost reply. Throws `TryLater` for whatever passes by itself. */
  perform(job: PerformJob): Promise<EffectOutcome>
  /**
   * `.github/incident.yml` at a ref (default branch without one); an etag makes the answer `unchanged` possible.
   * Throws `TryLater` for whatever passes by itself; anything else it throws is taken for lasting.
   */
  configuration(
    repository: Repository,
    options: { ref?: string; etag?: string | undefined },
  ): Promise<ConfigurationFile>
  /** What is kept there of incidents, for a lost database; `mechanism` says where freezes may be. Throws like `configuration`. */
  kept(repository: Repository, mechanism: FreezeMechanism): Promise<KeptState>
  /** Whether this App reacted to a comment, which is how it answers each command. Throws like `configuration`. */
  isAnswered(repository: Repository, commentId: number): Promise<boolean>
  /** A shared file on its default branch; undefined when it is not there or not to be seen. Throws like `configuration`. */
  extended(repository: Repository, reference: FileReference): Promise<string | undefined>
}

/** Where this App is installed. */
export interface Installations {
  /** Every repository that is reached, but archived ones. Throws `TryLater` for whatever passes by itself. */
  repositories(): Promise<readonly Repository[]>
}

/** One try of GitHub to hand a delivery over. Several have the same GUID when it was sent again. */
export interface DeliveryAttempt {
  readonly guid: string
  /** Of this attempt alone. As text: such numbers can be larger than a JavaScript number holds. */
  readonly id: string
  /** GitHub's name of the webhook event. */
  readonly event: string
  /** Epoch milliseconds, by GitHub's clock. */
  readonly deliveredAt: number
  /** It was answered with 2xx. */
  readonly succeeded: boolean
}

/** GitHub's log of what it sent to this App. */
export interface Deliveries {
  /**
   * All attempts since a moment (epoch milliseconds), newest first, of events that concern us; one may be listed twice.
   * Throws `TryLater` for whatever passes by itself; anything else it throws is taken for lasting.
   */
  since(moment: number): Promise<readonly DeliveryAttempt[]>
  /** Asks for another attempt at the delivery that this attempt was made at. It comes later. Throws like `since`. */
  redeliver(id: string): Promise<void>
}

/** A repository as GitHub describes it now, where it does; else as it was known. */
export interface RepositoryStanding {
  readonly repository: Repository
  /** Why nothing can be done there; undefined: it can. */
  readonly interruption: Interruption | undefined
}

export interface RepositoryStandings {
  /** Throws `TryLater` for whatever passes by itself. */
  of(repository: Repository): Promise<RepositoryStanding>
}

/** Channels outside GitHub. */
export interface Channels {
  /** At least once: most cannot be asked what they got. Throws `TryLater` for what passes; what is refused is an outcome. */
  notify(job: PerformJob): Promise<EffectOutcome>
  /** Tries channels without telling anybody anything. What goes wrong is a result. */
  probe(repository: Repository, asked: readonly ChannelAsked[]): Promise<readonly ProbedChannel[]>
}

/** pino's shape, narrowed to what is used. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
