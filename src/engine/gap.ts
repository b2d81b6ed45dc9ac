import { z } from 'zod'
import type { Clock, Store } from './ports.ts'

/** Where a database that was put back from a back-up says so. Written by `firebreak db backup` and `firebreak db restored`. */
export const gapKey = 'restored'

const shape = z.object({
  /** When the back-up was made. */
  from: z.number(),
  /** When the first server was started on it; undefined: none was yet. */
  until: z.number().optional(),
})

/** What a database is told that was put back. @param from epoch milliseconds; everything up to then is in it */
export const gapSince = (from: number): z.infer<typeof shape> => ({ from })

/** The time that a database knows nothing of: from a back-up to the start on it. Epoch milliseconds. */
export interface Gap {
  readonly from: number
  readonly until: number
}

/** GitHub keeps deliveries for three days; what they lead to may take another. */
const doubtedFor = 4 * 86_400_000

/** Asks the database once whether it was put back from a back-up, and when. */
export class Gaps {
  readonly #store: Pick<Store, 'recall' | 'memorise'>
  readonly #clock: Clock
  #last: Promise<Gap | undefined> | undefined

  constructor({ store, clock }: { readonly store: Pick<Store, 'recall' | 'memorise'>; readonly clock: Clock }) {
    this.#store = store
    this.#clock = clock
  }

  /** The gap whose deliveries GitHub may still have; undefined: there is none. */
  async last(): Promise<Gap | undefined> {
    this.#last ??= this.#read().catch((error: unknown) => {
      this.#last = undefined
      throw error
    })
    const gap = await this.#last
    return gap && this.#clock.now() < gap.until + doubtedFor ? gap : undefined
  }

  async #read(): Promise<Gap | undefined> {
    const { data } = shape.safeParse(await this.#store.recall(gapKey))
    if (!data) return undefined
    const gap = { from: data.from, until: data.until ?? this.#clock.now() }
    if (data.until === undefined) await this.#store.memorise(gapKey, gap)
    return gap
  }
}
