import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PlayedForecasts } from '../../src/forecast/forecasts.ts'
import { fullExample } from '../../src/policy/full-example.ts'
import { percentile, printTable, rounded } from './table.ts'

const rounds = 5
const commandLine = fileURLToPath(new URL('../../src/cli/firebreak.js', import.meta.url))

const comments = Array.from(
  { length: 100 },
  (_one, place) => `  - { at: ${place * 43}m, by: contributor, comment: Still down }`,
)
const busy = `title: Checkout is down\nuntil: 3d\nsteps:\n${comments.join('\n')}\n`

/** `firebreak simulate` from the command to its end, and a forecast in its process. The first turn of each warms up. */
export async function measureSimulations(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'firebreak-bench-'))
  const scenario = join(folder, 'busy.yml')
  writeFileSync(scenario, busy)
  const commands = [
    ['`preset:single-maintainer`: 14 hours, from the report to the resolution', ['preset:single-maintainer']],
    ['`preset:committee` for 3 days: nobody answers', ['--config', 'preset:committee', '--until', '3d']],
    ['the same, with a hundred comments', [scenario, '--config', 'preset:committee']],
  ] as const
  const rows = []
  for (const [name, args] of commands)
    rows.push([name, ...(await timed(() => promisify(execFile)(process.execPath, [commandLine, 'simulate', ...args])))])
  rmSync(folder, { recursive: true })
  printTable('Simulations', ['played, whole command', `fastest of ${rounds}, ms`, 'median, ms'], rows)
  await measureForecast()
}

const nothing = (): void => undefined

/** What the check of a proposed configuration waits for. */
async function measureForecast(): Promise<void> {
  const log = { debug: nothing, info: nothing, warn: console.warn, error: console.error }
  const forecasts = new PlayedForecasts({ log })
  const [before, memoryBefore] = [{ text: fullExample, shared: {} }, process.memoryUsage.rss()]
  let proposals = 0
  const times = await timed(async () => {
    const after = { text: `${fullExample}\n# ${++proposals}\n`, shared: {} }
    while (!(await forecasts.of(before, after))) await new Promise((resolve) => setTimeout(resolve, 5))
  })
  const more = (process.memoryUsage.rss() - memoryBefore) / 1_000_000
  await forecasts.close()
  const head = ['forecast', `fastest of ${rounds}, ms`, 'median, ms', 'RSS more than before, MB']
  printTable('Forecast', head, [['the complete example of the reference, and a change of it', ...times, rounded(more)]])
}

async function timed(task: () => Promise<unknown>): Promise<readonly string[]> {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const begin = performance.now()
    await task()
    if (round > 0) times.push(performance.now() - begin)
  }
  return [rounded(Math.min(...times)), rounded(percentile(times, 0.5))]
}
