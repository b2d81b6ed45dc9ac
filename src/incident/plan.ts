import type { OnboardingScope } from '../lib/onboarding-scope.ts'
import type { Policy } from '../policy/policy.ts'
import type { Account } from './account.ts'
import type { ConfigurationReport } from './configuration-report.ts'
import type { Effect, PutEffect } from './effect.ts'
import type { CheckRerunRequested } from './event.ts'
import { evolve, type NewIncident, newIncident } from './evolve.ts'
import { type Holder, isPlanned } from './holder.ts'
import { type Incident, isActive, isAnchoredAt, isPostmortemAt, placeOf } from './incident.ts'
import { PlannedDraft } from './planned-draft.ts'
import { evolvePlanned, type PlannedFreezes } from './planned-freeze.ts'
import { type Reason, reason } from './reason.ts'
import type { Repository } from './repository.ts'
import { isAtHand } from './still-to-do.ts'
import type { Entry, EntryBody } from './timeline.ts'
import type { Timer } from './timer.ts'
import { timersOf } from './timers.ts'

/** Who this App is on GitHub. */
export interface Self {
  readonly appId: number
  /** Of mentions and of its own comments: `SLUG[bot]`. */
  readonly slug: string
}

/** What a decision starts from. */
export interface Situation {
  readonly repository: Repository
  /** The repository's policy now. */
  readonly policy: Policy
  /** Every incident of the repository that is at hand, and the one the event names whatever its status. */
  readonly incidents: readonly Incident[]
  /** The repository's freezes by the calendar. */
  readonly planned: PlannedFreezes
  /** Epoch milliseconds of the event. */
  readonly now: number
  readonly self: Self
  /** Set when the configuration on the default branch is not the one the maintainers were last told about. */
  readonly configurationNews: ConfigurationReport | undefined
  /** Where a first configuration is suggested, as the operator wants it; undefined: nowhere. */
  readonly onboarding?: OnboardingScope | undefined
}

/** What is to be stored, in one transaction, because of one event. */
export interface Decision {
  readonly incidents: readonly Incident[]
  readonly entries: readonly { readonly incident: string; readonly entry: Entry }[]
  /** All planned freezes of the repository as they are from now on; undefined: as they were. */
  readonly planned?: PlannedFreezes | undefined
  readonly effects: readonly PutEffect[]
  /** Keys of effects that must not be tried any more if they are still waiting. */
  readonly cancelled: readonly string[]
  /** For every incident above: all the timers it wants from now on. */
  readonly timers: readonly { readonly incident: string; readonly timers: readonly Timer[] }[]
  readonly because: readonly Reason[]
  /** What is kept of all this for people who ask later; the engine fills it in when the decision is stored. */
  readonly account?: Account | undefined
}

interface PutOptions {
  readonly key?: string
  readonly keep?: PutEffect['keep']
  readonly urgent?: boolean
}

/** What a repository's own timers have in place of an incident. */
export const repositoryTimers = (repositoryId: number): string => `${repositoryId}/calendar`

/** The same for what its planned freezes wait for. */
export const windowTimers = (repositoryId: number): string => `${repositoryId}/windows`

/** A decision while it is being made: entries move the incidents at once, effects are collected. Nothing of it leaves `decide`. */
export class Plan {
  readonly situation: Situation
  readonly #incidents = new Map<string, Incident>()
  readonly #changed = new Set<string>()
  readonly #adopted = new Set<string>()
  #looksFirst = false
  readonly #last: Parameters<Plan['put']>[] = []
  readonly #entries: { incident: string; entry: Entry }[] = []
  readonly #effects: PutEffect[] = []
  readonly #cancelled: string[] = []
  readonly #because: Reason[] = []
  /** The planned freezes. */
  readonly windows: PlannedDraft
  #repositoryTimers: readonly Timer[] | undefined
  #restoresTimers = false
  #rerun: Pick<CheckRerunRequested, 'name' | 'sha'> | undefined

  constructor(situation: Situation) {
    this.situation = situation
    for (const incident of situation.incidents) this.#incidents.set(incident.id, incident)
    this.windows = new PlannedDraft(situation.planned)
  }

  get now(): number {
    return this.situation.now
  }

  /** Incidents as they stand after what was recorded so far. */
  get active(): readonly Incident[] {
    return [...this.#incidents.values()].filter(isActive)
  }

  /** The same, and those that are closed and still followed up. */
  get atHand(): readonly Incident[] {
    return [...this.#incidents.values()].filter(isAtHand)
  }

  /** Whatever may have a freeze that is on. */
  get holders(): readonly Holder[] {
    return [...this.active, ...this.windows.all]
  }

  find(id: string): Incident | undefined {
    return this.#incidents.get(id)
  }

  at(number: number): Incident | undefined {
    return [...this.#incidents.values()].find((incident) => isAnchoredAt(incident, number))
  }

  /** The incident whose post-mortem was published from a number, whatever its status. */
  publishedFrom(number: number): Incident | undefined {
    return [...this.#incidents.values()].find(
      (incident) => incident.aftermath.publishing === 'done' && isPostmortemAt(incident, number),
    )
  }

  /** Takes up an incident that was begun before the database was lost, as it stood. */
  adopt(incident: Incident): Incident {
    this.#incidents.set(incident.id, incident)
    this.#changed.add(incident.id)
    this.#adopted.add(incident.id)
    return incident
  }

  /** Whether the incident comes from elsewhere, and nothing has happened to it here. */
  isAsAdopted(incident: Incident): boolean {
    return this.#adopted.has(incident.id) && !this.#entries.some((each) => each.incident === incident.id)
  }

  /** From now on, whatever has a key that does not come from a version may have been carried out before. */
  looksFirst(): void {
    this.#looksFirst = true
  }

  begin(start: NewIncident): Incident {
    const incident = newIncident(start)
    this.#incidents.set(incident.id, incident)
    this.#changed.add(incident.id)
    return incident
  }

  /** Writes a line on the timeline and returns the incident as it is then; of a planned freeze the line itself is not kept. */
  record<Kind extends Holder>(holder: Kind, body: EntryBody, by?: string): Kind
  record(holder: Holder, body: EntryBody, by?: string): Holder {
    const entry: Entry = { ...body, at: this.now, by }
    if (isPlanned(holder)) return this.windows.keep(evolvePlanned(this.windows.find(holder.id) ?? holder, entry))
    const current = this.#incidents.get(holder.id) ?? holder
    const next = evolve(current, entry)
    this.#incidents.set(next.id, next)
    this.#changed.add(next.id)
    this.#entries.push({ incident: next.id, entry })
    return next
  }

  /**
   * Asks for an effect; without a key it is this decision's own and happens once. What belongs to no incident has no
   * version to tell decisions apart by, so it must bring its key. Returns the key.
   */
  put(holder: Holder | undefined, effect: Effect, options: PutOptions = {}): string {
    const key = options.key ?? this.#ownKey(holder, effect)
    const incident = holder && !isPlanned(holder) ? holder : undefined
    if (holder && isPlanned(holder)) this.windows.touch()
    this.#effects.push({
      key,
      keep: options.keep ?? 'once',
      urgent: options.urgent ?? false,
      incident: incident?.id,
      effect: this.#lookedFor(
        incident,
        options.key,
        this.#stamped(incident ? this.#inPlace(incident.id, effect) : effect),
      ),
    })
    if (incident) this.#changed.add(incident.id)
    return key
  }

  /** Asks for an effect after all others of this decision, card and labels too. */
  putLast(...asked: Parameters<Plan['put']>): void {
    this.#last.push(asked)
  }

  /** Asks for what was to come last. */
  end(): void {
    for (const asked of this.#last.splice(0)) this.put(...asked)
  }

  /** What a database that was lost may have asked for under the same key is looked for. */
  #lookedFor(incident: Incident | undefined, key: string | undefined, effect: Effect): Effect {
    const isRebuilt = incident?.rebuilt !== undefined
    // A thaw that was lost with the database leaves nothing to lift, and nobody is to be blamed for that.
    const mayBeThere = key === undefined ? isRebuilt && effect.type === 'LiftFreeze' : isRebuilt || this.#looksFirst
    return mayBeThere ? { ...effect, again: true } : effect
  }

  /** What is said on an anchor that is lost is said on the issue that stands in its place. */
  #inPlace(id: string, effect: Effect): Effect {
    const incident = this.#incidents.get(id)
    if (effect.type !== 'PostComment' || effect.repository !== undefined) return effect
    if (effect.thread !== incident?.anchor.number) return effect
    return { ...effect, thread: placeOf(incident) }
  }

  /** Somebody pressed "Re-run": this check is published even where its verdict is on record already. */
  askAgain({ name, sha }: CheckRerunRequested): void {
    this.#rerun = { name, sha }
  }

  /** Whether a check was asked for again, and was not given since. */
  isAwaited(name: string, sha: string): boolean {
    return this.#isRerun({ name, sha }) && !this.#effects.some(({ effect }) => this.#isRerun(effect))
  }

  #isRerun(of: object): boolean {
    const rerun = this.#rerun
    return rerun !== undefined && 'name' in of && of.name === rerun.name && 'sha' in of && of.sha === rerun.sha
  }

  #stamped(effect: Effect): Effect {
    return effect.type === 'PublishCheck' && this.#isRerun(effect) ? { ...effect, rerun: this.now } : effect
  }

  /** The key the next effect of this type would get. */
  #ownKey(holder: Holder | undefined, effect: Effect): string {
    if (!holder) throw new Error(`${effect.type} belongs to no incident and has no key`)
    const version = isPlanned(holder) ? this.windows.version : (this.#incidents.get(holder.id)?.version ?? 0) + 1
    // Counted for each incident, so that one that is declared anew after a loss comes by the keys that it had.
    const before = isPlanned(holder) ? this.#effects : this.#effects.filter(({ incident }) => incident === holder.id)
    return `${holder.id}/${version}.${before.length}/${effect.type}`
  }

  /** From now on the repository itself waits for these, and for nothing else; see `repositoryTimers`. */
  schedule(timers: readonly Timer[]): void {
    this.#repositoryTimers = timers
  }

  /** An incident or a planned freeze as it stands after what was recorded so far. */
  current<Kind extends Holder>(holder: Kind): Kind
  current(holder: Holder): Holder {
    return (isPlanned(holder) ? this.windows.find(holder.id) : this.#incidents.get(holder.id)) ?? holder
  }

  /** Sets the timers of everything at hand, also of what did not change: some may have been lost with a back-up. */
  restoreTimers(): void {
    this.#restoresTimers = true
  }

  cancel(key: string): void {
    this.#cancelled.push(key)
  }

  because(what: string | Reason, holds = true, because: readonly Reason[] = []): void {
    this.#because.push(typeof what === 'string' ? reason(what, holds, because) : what)
  }

  changed(): readonly Incident[] {
    return [...this.#changed].flatMap((id) => this.#incidents.get(id) ?? [])
  }

  /** One that is overdue already, because a rule changed, is due now and not late. */
  #timers(incident: Incident): readonly Timer[] {
    return timersOf(incident).map(({ name, at }) => ({ name, at: Math.max(at, this.now) }))
  }

  decision(): Decision {
    const changed = this.changed()
    const timed = this.#restoresTimers ? [...new Set([...changed, ...this.atHand])] : changed
    return {
      incidents: changed.map((incident) => ({ ...incident, version: incident.version + 1 })),
      timers: [
        ...timed.map((incident) => ({ incident: incident.id, timers: this.#timers(incident) })),
        ...(this.#repositoryTimers
          ? [{ incident: repositoryTimers(this.situation.repository.id), timers: this.#repositoryTimers }]
          : []),
        ...(this.windows.timers
          ? [{ incident: windowTimers(this.situation.repository.id), timers: this.windows.timers }]
          : []),
      ],
      planned: this.windows.changed,
      entries: this.#entries,
      effects: this.#effects,
      cancelled: this.#cancelled,
      because: this.#because,
    }
  }
}
