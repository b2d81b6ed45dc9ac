import { ProcessWorld } from '../process/world.ts'
import { contenders } from './contenders.ts'
import { percentile, printTable, rounded } from './table.ts'
import { Target } from './target.ts'

const rounds = 5

/** From the command to the first connection taken, and the memory held then. */
export async function measureStart(): Promise<void> {
  const world = await ProcessWorld.open()
  const rows: (string | number)[][] = []
  for (const [name, script, level] of contenders.filter(([, , one]) => one === 'info')) {
    const times: number[] = []
    const memory: number[] = []
    for (let round = 0; round < rounds; round++) {
      const begin = performance.now()
      const target = await Target.start(script, { ...world.env, LOG_LEVEL: level })
      times.push(performance.now() - begin)
      memory.push(target.residentMegabytes)
      await target.stop()
    }
    rows.push([name, rounded(Math.min(...times)), rounded(percentile(times, 0.5)), percentile(memory, 0.5)])
  }
  await world.close()
  printTable('Start', ['server', 'fastest of five, ms', 'median, ms', 'RSS, MB'], rows)
}
