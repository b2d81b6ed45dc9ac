import { TryLater } from '../../engine/ports.ts'

/** One who asks, and waits for an answer. */
interface Asked<Item, Value> {
  readonly item: Item
  readonly resolve: (value: Value) => void
  readonly reject: (reason: unknown) => void
}

interface TogetherParts<Item, Value> {
  /** Answers in the order of the items. */
  readonly carryOut: (items: readonly Item[]) => Promise<readonly Value[]>
  /** As many items as go together. */
  readonly most: number
  /** As many groups as are under way at a time: what is asked meanwhile waits, and goes together. */
  readonly groups: number
}

/**
 * Does together what is asked at the same moment, or while others are being served: in one way to the database and back, and
 * in one wait for its disk. Where a group fails, each of it is tried by itself, so that nobody fails because of another.
 */
export class Together<Item, Value> {
  readonly #parts: TogetherParts<Item, Value>
  readonly #waiting: Asked<Item, Value>[] = []
  #underWay = 0

  constructor(parts: TogetherParts<Item, Value>) {
    this.#parts = parts
  }

  ask(item: Item): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      // What comes in the same turn goes along.
      setImmediate(() => this.#next())
    })
  }

  #next(): void {
    const { most, groups } = this.#parts
    if (this.#underWay >= groups || this.#waiting.length === 0) return
    this.#underWay += 1
    void this.#serve(this.#waiting.splice(0, most)).finally(() => {
      this.#underWay -= 1
      this.#next()
    })
  }

  /** Never rejects. */
  async #serve(group: readonly Asked<Item, Value>[]): Promise<void> {
    try {
      const values = await this.#parts.carryOut(group.map(({ item }) => item))
      for (const [index, { resolve, reject }] of group.entries()) {
        const value = values[index]
        if (value === undefined) reject(new Error('a group was answered for less than all of it'))
        else resolve(value)
      }
    } catch (error) {
      // Where it is the database that has trouble, it would have the same with each of them.
      if (group.length === 1 || error instanceof TryLater) for (const { reject } of group) reject(error)
      else await Promise.all(group.map((one) => this.#serve([one])))
    }
  }
}
