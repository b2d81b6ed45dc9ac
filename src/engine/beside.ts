import { Memo } from './memo.ts'
import { type Clock, TryLater } from './ports.ts'

/** Milliseconds for which the lane waits for what is just beginning: most of it is over by then. */
export const longestHold = 300
/** Each time is a line of the log and a row that is written; nobody waits for the second. */
const askAgainAfter = 3000
/** After a limit a thousand may be due at one moment, and each is calls of GitHub's. */
const mostAtOnce = 16
/** More than go on, or are over and not yet asked after: one that is forgotten begins anew. */
const most = 8 * mostAtOnce

/** What takes long and must hold no lane: it begins once, goes on beside, and is asked after until it is over. */
export class Beside<Result> {
  readonly #clock: Clock
  readonly #begun = new Memo<string, Promise<Result>>(most)
  #goingOn = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * @param key what makes it the same one when it is asked after
   * @throws TryLater while it goes on; what it throws itself, once: asked again, it begins anew
   */
  async resultOf(key: string, begin: () => Promise<Result>): Promise<Result> {
    const before = this.#begun.get(key)
    const going = before ?? this.#begin(begin)
    this.#begun.set(key, going)
    const ended = await soon(
      this.#clock,
      going.then((result) => ({ result })),
      before === undefined ? longestHold : 0,
    ).catch((error: unknown) => {
      this.#begun.delete(key)
      throw error
    })
    if (!ended) throw new TryLater('It goes on beside other work', askAgainAfter, { isExact: true })
    this.#begun.delete(key)
    return ended.result
  }

  #begin(begin: () => Promise<Result>): Promise<Result> {
    if (this.#goingOn >= mostAtOnce) throw new TryLater('Others go first', askAgainAfter, { isExact: true })
    this.#goingOn += 1
    return begin().finally(() => {
      this.#goingOn -= 1
    })
  }
}

/** @param longest milliseconds. @returns undefined where it takes longer; it goes on all the same */
export async function soon<T>(clock: Clock, awaited: Promise<T>, longest: number): Promise<T | undefined> {
  const { promise: patience, resolve: giveUp } = Promise.withResolvers<undefined>()
  const cancel = clock.wakeAt(clock.now() + longest, () => giveUp(undefined))
  try {
    return await Promise.race([awaited, patience])
  } finally {
    cancel()
  }
}
