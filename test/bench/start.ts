import { ProcessWorld } from '../process/world.ts'
import { percentile, printTable, rounded } from './table.ts'
import { Target } from './target.ts'

const rounds = 5

/** Name, script, and what is set beside the usual. The second start of the first kind finds what the first one compiled. */
const kinds: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['Firebreak, compiled at an earlier start', 'src/start.js', {}],
  ['Firebreak, compiling (NODE_DISABLE_COMPILE_CACHE=1)', 'src/start.js', { NODE_DISABLE_COMPILE_CACHE: '1' }],
  ['Firebreak with metrics', 'src/start.js', { METRICS_TOKEN: 'long-enough-for-a-bench' }],
  ['Probot with an empty App', 'test/bench/bare-probot.ts', {}],
]

/** From the command to the first connection taken, and the memory held then. They take turns; the first turn warms up. */
export async function measureStart(): Promise<void> {
  const world = await ProcessWorld.open()
  const found = new Map<string, { readonly time: number; readonly memory: number }[]>()
  for (let round = 0; round <= rounds; round++)
    for (const [name, script, env] of kinds) {
      const begin = performance.now()
      const target = await Target.start(script, { ...world.env, LOG_LEVEL: 'info', ...env })
      const time = performance.now() - begin
      if (round > 0) found.set(name, [...(found.get(name) ?? []), { time, memory: target.residentMegabytes }])
      // Until what was compiled is written.
      await target.isWell()
      await target.stop()
    }
  await world.close()
  const rows = [...found].map(([name, starts]) => {
    const times = starts.map(({ time }) => time)
    const memory = starts.map((start) => start.memory)
    return [name, rounded(Math.min(...times)), rounded(percentile(times, 0.5)), percentile(memory, 0.5)]
  })
  printTable('Start', ['server', `fastest of ${rounds}, ms`, 'median, ms', 'RSS, MB'], rows)
}
