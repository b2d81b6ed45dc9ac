/** A map that forgets what was set longest ago once it holds too much. */
export class Memo<Key, Value> {
  readonly #values = new Map<Key, Value>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key): Value | undefined {
    return this.#values.get(key)
  }

  set(key: Key, value: Value): void {
    this.#values.delete(key)
    this.#values.set(key, value)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) return
      this.#values.delete(oldest)
    }
  }

  values(): Iterable<Value> {
    return this.#values.values()
  }

  delete(key: Key): void {
    this.#values.delete(key)
  }
}
