import type { Freeze } from '../../incident/incident.ts'
import type { FreezeSpan } from './transcript.ts'

/** An incident or a planned freeze. */
interface Holder {
  readonly id: string
  readonly freeze: Freeze | undefined
}

/** Notes from when until when each freeze was seen to hold. Another mode, or other branches, make another one. */
export class FreezeObserver {
  readonly #spans: FreezeSpan[] = []
  /** Key of the holder and of how it freezes → place of its span. */
  #standing: ReadonlyMap<string, number> = new Map()

  /** Every freeze until now, in the order in which they began. */
  get spans(): readonly FreezeSpan[] {
    return this.#spans
  }

  /** @param at epoch milliseconds */
  look(holders: readonly Holder[], at: number): void {
    const before = this.#standing
    const now = new Map<string, number>()
    for (const { id, freeze } of holders) {
      if (freeze?.seen === undefined) continue
      const { mode, branches } = freeze.seen
      const key = JSON.stringify([id, mode, branches])
      now.set(key, before.get(key) ?? this.#spans.push({ mode, branches, from: at, until: undefined }) - 1)
    }
    for (const [key, place] of before) if (!now.has(key)) this.#end(place, at)
    this.#standing = now
  }

  #end(place: number, at: number): void {
    const span = this.#spans[place]
    if (span) this.#spans[place] = { ...span, until: at }
  }
}
