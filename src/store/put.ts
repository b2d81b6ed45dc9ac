import { isDeepStrictEqual } from 'node:util'
import type { Effect, PutEffect } from '../incident/effect.ts'

export type EffectStatus = 'waiting' | 'done' | 'given-up' | 'cancelled'

/** What a store knows of an effect whose key is put again. */
export interface StoredEffect {
  readonly effect: Effect
  readonly status: EffectStatus
  readonly revision: number
  readonly tries: number
  readonly failures: number
  /** Epoch milliseconds. */
  readonly notBefore: number
}

/** How a stored effect changes because its key is put again. */
export interface Replacement {
  readonly put: PutEffect
  readonly revision: number
  readonly tries: number
  readonly failures: number
  readonly notBefore: number
  /**
   * False: it waits already and keeps its place, so that what changes often is not put off for ever. A card that stands
   * already is the exception: written after all that is said, it is written once.
   */
  readonly toTheEnd: boolean
}

/**
 * What to do with an effect whose key is known: replace it, or `undefined` to leave it alone.
 * A body that was never seen to end keeps its tries: it may have left traces, which are to be looked for.
 * A different body is tried at once, even while the one before it was waiting for another attempt.
 */
export function replacementOf(stored: StoredEffect, asked: PutEffect): Replacement | undefined {
  if (asked.keep === 'once') return undefined
  const put = stillLookedFor(stored, asked)
  const isSame = isDeepStrictEqual(stored.effect, asStored(put.effect))
  const isPending = stored.status === 'waiting' || stored.status === 'done'
  if (isSame && isPending && !isRenderedWhenPerformed(put.effect)) return undefined
  const wasSettled = stored.status === 'done' || stored.status === 'given-up'
  const startsAnew = wasSettled || !isSame
  return {
    put,
    revision: stored.revision + 1,
    tries: wasSettled ? 0 : stored.tries,
    failures: startsAnew ? 0 : stored.failures,
    notBefore: startsAnew ? 0 : stored.notBefore,
    toTheEnd: stored.status !== 'waiting' || isEditOfCard(put),
  }
}

/** What may be there already, because a database was lost, is looked for whoever asks for it next, until it was done once. */
const stillLookedFor = ({ effect, status }: StoredEffect, put: PutEffect): PutEffect =>
  effect.again && status !== 'done' ? { ...put, effect: { ...put.effect, again: true } } : put

/** The card's first appearance is urgent, whatever changes it later is not. */
const isEditOfCard = ({ effect, urgent }: PutEffect): boolean => effect.type === 'SyncCard' && !urgent

/** Equal bodies say nothing about these: what they put on GitHub is worked out from the incident's state each time. */
const isRenderedWhenPerformed = (effect: Effect): boolean => effect.type === 'SyncCard' || effect.type === 'SyncLabels'

/** As it is read back: JSON has no `undefined`. */
function asStored(effect: Effect): Effect {
  return JSON.parse(JSON.stringify(effect))
}
