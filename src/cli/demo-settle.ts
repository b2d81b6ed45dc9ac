import type { Emulator } from '../emulator/emulator.ts'

/** Lets deliveries and effects come to their end: nothing is under way on either side, and nothing new has come of it. */
export async function settleBoth(github: Emulator, engine: { idle(): Promise<void> }): Promise<void> {
  const traffic = (): number => github.deliveries.length + github.requests.length
  for (let quiet = 0; quiet < 2; ) {
    const before = traffic()
    await github.settle()
    await engine.idle()
    quiet = traffic() === before ? quiet + 1 : 0
  }
}
