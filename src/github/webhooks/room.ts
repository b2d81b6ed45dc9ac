/** Memory that one body occupies, and gives back when it was dealt with. */
export interface Share {
  /** @returns false when there is no room for so many bytes more; nothing was taken then */
  take(bytes: number): boolean
  /** Gives everything back. */
  release(): void
}

/** A bound on the bytes that all bodies together may occupy, whoever sends them and however many at once. */
export class Room {
  #free: number

  /** @param bytes for everybody together */
  constructor(bytes: number) {
    this.#free = bytes
  }

  share(): Share {
    let held = 0
    return {
      take: (bytes) => {
        if (bytes > this.#free) return false
        this.#free -= bytes
        held += bytes
        return true
      },
      release: () => {
        this.#free += held
        held = 0
      },
    }
  }
}
