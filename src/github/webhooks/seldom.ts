/** Lets something through once in a while, and counts what it held back meanwhile: strangers must not fill our log. */
export class Seldom {
  readonly #now: () => number
  readonly #pause: number
  #nextAt = Number.NEGATIVE_INFINITY
  #heldBack = 0

  /** @param pause milliseconds between two that are let through */
  constructor(now: () => number, pause: number) {
    this.#now = now
    this.#pause = pause
  }

  /** @returns how many were held back since the last one; undefined when this one is to be held back too */
  pass(): number | undefined {
    const now = this.#now()
    if (now < this.#nextAt) {
      this.#heldBack += 1
      return undefined
    }
    const heldBack = this.#heldBack
    this.#nextAt = now + this.#pause
    this.#heldBack = 0
    return heldBack
  }
}
