import type { Terminal } from './terminal.ts'

/** Says what is being done; each time replaces the one before. */
export type Tell = (what: string) => void

/** Who waits for less does not look for a reason. */
const patience = 1000
const betweenLooks = 100

/** Narrower than any terminal in use: a line that wraps could not be taken back. */
const longest = 76

/**
 * Does something that may take a while. From the second second on, people at a terminal see what is being done, in one line that
 * is rewritten, and is gone before anything else is printed. Elsewhere nothing is written: not in a pipe, not in CI.
 * @param task is given what tells how far it is
 * @returns what the task returns; throws what it throws
 */
export async function withProgress<T>(
  { rewrite }: Pick<Terminal, 'rewrite'>,
  task: (tell: Tell) => Promise<T>,
): Promise<T> {
  if (!rewrite) return await task(() => undefined)
  const line = new ProgressLine(rewrite)
  try {
    return await task((what) => line.tell(what))
  } finally {
    line.remove()
  }
}

/**
 * Looks both when it is told something and by the clock: what computes without a pause lets no timer through, and what waits
 * for an answer tells nothing meanwhile.
 */
class ProgressLine {
  readonly #rewrite: (line: string) => void
  readonly #begun = performance.now()
  readonly #timer = setTimeout(() => this.#show(), patience).unref()
  #what = ''
  #shown: { readonly what: string; readonly at: number } | undefined

  constructor(rewrite: (line: string) => void) {
    this.#rewrite = rewrite
  }

  tell(what: string): void {
    this.#what = what
    const now = performance.now()
    if (now - this.#begun >= patience && now - (this.#shown?.at ?? 0) >= betweenLooks) this.#show()
  }

  remove(): void {
    clearTimeout(this.#timer)
    if (this.#shown) this.#rewrite('')
  }

  #show(): void {
    if (this.#what === this.#shown?.what || this.#what === '') return
    this.#shown = { what: this.#what, at: performance.now() }
    this.#rewrite(this.#what.length > longest ? `${this.#what.slice(0, longest - 1)}…` : this.#what)
  }
}
