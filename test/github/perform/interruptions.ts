import type { Workbench } from './workbench.ts'

export interface Interruption {
  /** For messages: what happens to which request. */
  readonly name: string
  /** From now on requests are counted, and one of them is interrupted. */
  begins(): void
}

/** The request is carried out and its reply lost, or it is not carried out. */
const kinds = ['lost', 'failed'] as const
type Kind = (typeof kinds)[number]

/**
 * Plays a round with a fresh GitHub for every request that it makes, each time with another request interrupted, and at
 * last one in which nothing is. Returns how many rounds that were for each kind of interruption.
 */
export function createInterruptions(bench: () => Workbench | undefined) {
  return async <World>(
    start: () => Promise<World>,
    play: (world: World, interruption: Interruption) => Promise<void>,
  ) => {
    const rounds: number[] = []
    for (const kind of kinds) {
      for (let number = 0, interrupted = true; interrupted; number++) {
        await bench()?.close()
        const world = await start()
        await play(world, { name: `request ${number} is ${kind}`, begins: () => interrupt(bench(), number, kind) })
        interrupted = bench()?.github.requests.some(({ replyLost, status }) => replyLost || status === 502) === true
        rounds[number] = number + 1
      }
    }
    return rounds.length
  }
}

function interrupt(bench: Workbench | undefined, number: number, kind: Kind): void {
  if (!bench) return
  const { faults } = bench.github
  const plan = () => (kind === 'lost' ? faults.loseReply({}) : faults.answer({}, { status: 502 }))
  let seen = 0
  if (number === 0) plan()
  faults.beforeRequest(() => {
    seen++
    if (seen === number) plan()
  })
}
