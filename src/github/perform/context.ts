import type { Log, PerformJob } from '../../engine/ports.ts'
import type { Effect, EffectResult } from '../../incident/effect.ts'
import type { Self } from '../../incident/plan.ts'
import type { Clients } from '../client.ts'
import type { Sealer } from '../sealed/sealer.ts'

/** What every performer works with. */
export interface PerformContext {
  readonly clients: Pick<Clients, 'forRepository' | 'administration' | 'special' | 'issuesOf'>
  readonly self: Self
  readonly log: Log
  readonly sealer: Sealer
  /** Epoch milliseconds. */
  readonly now: () => number
}

/**
 * Carries out one type of effect. Safe to run twice and after a lost reply.
 * Throws `TryLater` for what passes by itself, `GitHubRefusal` or `GivenUp` for what does not.
 */
export type Performer<Type extends Effect['type']> = (
  effect: Extract<Effect, { type: Type }>,
  job: PerformJob,
  context: PerformContext,
) => Promise<EffectResult>

/** It will not work by trying again; the message is for people and holds no secret. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
}
