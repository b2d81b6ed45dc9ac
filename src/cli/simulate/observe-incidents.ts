import type { Store } from '../../engine/ports.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Entry } from '../../incident/timeline.ts'
import { entrySentence } from '../../render/timeline.ts'
import { FreezeObserver } from './observe-freezes.ts'
import type { FreezeSpan, Line } from './transcript.ts'

/** Reads from the record of each incident what its threads do not show by themselves: where it stands, and what was missed. */
export class IncidentObserver {
  readonly #store: Store
  readonly #repositoryId: number
  /** Id → entries that were seen, and the status then. */
  readonly #known = new Map<string, { readonly entries: number; readonly status: string }>()
  readonly #freezes = new FreezeObserver()

  constructor(store: Store, repositoryId: number) {
    this.#store = store
    this.#repositoryId = repositoryId
  }

  /** Every freeze until now, of incidents and by the calendar. */
  get freezes(): readonly FreezeSpan[] {
    return this.#freezes.spans
  }

  /** What is new since it was last looked at. @param at epoch milliseconds */
  async look(at: number): Promise<readonly Line[]> {
    const incidents = await this.#incidents()
    const { freezes: planned } = await this.#store.plannedFreezes(this.#repositoryId)
    this.#freezes.look([...incidents, ...planned], at)
    return incidents.flatMap((incident) => this.#newOf(incident))
  }

  async #incidents(): Promise<readonly Incident[]> {
    const active = await this.#store.activeIncidents(this.#repositoryId)
    const others = [...this.#known.keys()].filter((id) => !active.some((incident) => incident.id === id))
    const ended = await Promise.all(others.map((id) => this.#store.incidentById(id)))
    return [...active, ...ended.filter((incident) => incident !== undefined)]
  }

  #newOf(incident: Incident): readonly Line[] {
    const before = this.#known.get(incident.id) ?? { entries: 0, status: '' }
    const { timeline, status, severity, anchor } = incident
    this.#known.set(incident.id, { entries: timeline.length, status })
    const missed = timeline.slice(before.entries).filter(isMissed)
    const about = `incident #${anchor.number} (${severity})`
    return [
      ...(status === before.status ? [] : [{ kind: 'status', text: `${about} is ${status}` } as const]),
      ...missed.map((entry): Line => ({ kind: 'missed', text: entrySentence(entry, incident) })),
    ]
  }
}

/** Something that should have happened and has not, or somebody who should have been told and cannot be. */
function isMissed(entry: Entry): boolean {
  switch (entry.type) {
    case 'ResponsePromiseBroken':
    case 'ResolutionPromiseBroken':
    case 'UpdateAsked':
    case 'ReviewAsked':
    case 'ActionReminded':
    case 'FreezeDurationAsked':
    case 'FreezeIsAdvisory':
    case 'FreezeFailed':
    case 'ThawFailed':
    case 'Bypassed':
    case 'ChannelNotTold':
      return true
    case 'ChecklistDue':
      return entry.open > 0
    case 'StepReached':
      return entry.members.length === 0 && entry.channels.length === 0
    case 'DeadlineReached':
      return entry.nobody === true
    default:
      return false
  }
}
