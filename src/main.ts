import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { run } from 'probot'
import { SmeeClient } from 'smee-client'
import { messageOf } from './engine/redact.ts'
import { systemClock } from './engine/system-clock.ts'
import { readSettings, type Settings, setupWanted } from './env.ts'
import { PlayedForecasts } from './forecast/forecasts.ts'
import { createLog } from './log.ts'
import { openStore } from './open-store.ts'
import { type Running, serve } from './serve.ts'
import { serveSetup } from './setup.ts'

/** Starts the server, or the set-up page. Every problem of the settings is printed at once, and ends the process. */
export async function main(): Promise<void> {
  loadEnvFile()
  const setup = setupWanted(process.env)
  if (setup) return await serveSetup(setup, { run, env: process.env, SmeeClient })
  const settings = readSettings(process.env, (path) => readFileSync(path, 'utf8'))
  if (settings.ok) return await start(settings.value)
  console.error(`Firebreak cannot start. Its settings need this:\n`)
  for (const problem of settings.error) console.error(`  - ${problem}`)
  console.error('\nEvery setting is described in docs/operations.md.')
  process.exitCode = 1
}

/** What the set-up page wrote, for those who keep their settings in a file. The process's own variables win. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

async function start(settings: Settings): Promise<void> {
  const log = createLog({ level: settings.logLevel, format: settings.logFormat, out: process.stdout })
  try {
    const store = await openStore(settings, log)
    const forecasts = new PlayedForecasts({ log })
    stopOnSignal(await serve({ settings, store, clock: systemClock, log, forecasts }), log)
  } catch (error) {
    console.error(`Firebreak cannot start: ${messageOf(error)}`)
    process.exit(1)
  }
}

/** How long a drain may take before the process ends all the same; what is left over is found again at the next start. */
const longestDrain = 25_000

/** SIGTERM and SIGINT: takes no more deliveries, finishes what is under way, and ends. */
function stopOnSignal(running: Running, log: Logger): void {
  const stop = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'Stopping: finishing what is under way')
    setTimeout(() => process.exit(1), longestDrain).unref()
    running.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ error: messageOf(error) }, 'Stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
