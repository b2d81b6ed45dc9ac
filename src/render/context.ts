import type { Incident } from '../incident/incident.ts'
import type { Self } from '../incident/plan.ts'
import type { Repository } from '../incident/repository.ts'

/** What a sentence may draw on besides the message itself. */
export interface RenderContext {
  readonly repository: Repository
  readonly self: Self
  /** By id, as they stand after the decision whose words these are. */
  readonly incidents: ReadonlyMap<string, Incident>
  /** Epoch milliseconds. */
  readonly now: number
}
