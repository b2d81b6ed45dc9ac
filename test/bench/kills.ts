import { isAtRest, isAtRestIn } from '../process/outcome.ts'
import { type FireOptions, type FireReport, playUnderFire, playUndisturbed } from '../process/under-fire.ts'
import { createDatabase } from '../support/postgres-database.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { printTable, rounded } from './table.ts'

/** A round begins with an empty GitHub and an empty database, so that what piles up in the stand-in costs no time. */
const killsInRound = 50
const workers = 12

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)

/**
 * Where the servers keep their state: embedded, or `REPLICAS` of them in a database of the round's own on the PostgreSQL
 * that FIREBREAK_TEST_DATABASE_URL names, or on one that is started here.
 */
async function playRound(options: Omit<FireOptions, 'isAtRest'>, server: string | undefined): Promise<FireReport> {
  if (server === undefined) return await playUnderFire({ ...options, isAtRest })
  const { url, destroy } = await createDatabase(server)
  const report = await playUnderFire({ ...options, env: { DATABASE_URL: url }, isAtRest: () => isAtRestIn(url) })
  await destroy()
  return report
}

/**
 * Servers that are killed at random moments under load: a thousand times, or as `KILLS` says. `SEED` repeats a run: the
 * stories and the moments are the same, as far as two runs on a real machine can be.
 */
export async function measureKills(): Promise<void> {
  const kills = setting('KILLS', 1000)
  const seed = setting('SEED', 1)
  const replicas = setting('REPLICAS', 1)
  const postgres = replicas > 1 ? await startPostgres() : undefined
  const begin = performance.now()
  const undisturbed = await playUndisturbed()
  const reports: FireReport[] = []
  for (let done = 0; done < kills; done += killsInRound) {
    const round = { kills: Math.min(killsInRound, kills - done), seed: seed + done, workers, replicas }
    const report = await playRound({ ...round, undisturbed }, postgres?.url)
    reports.push(report)
    const minutes = (performance.now() - begin) / 60_000
    console.error(`${done + round.kills} kills after ${rounded(minutes)} minutes`)
    for (const difference of report.differences) console.error(JSON.stringify({ seed: round.seed, ...difference }))
  }
  await postgres?.stop()
  print(reports, seed, (performance.now() - begin) / 60_000)
}

function print(reports: readonly FireReport[], seed: number, minutes: number): void {
  const sum = (count: (report: FireReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0)
  const differing = (of: 'lost' | 'twice' | 'other' | 'leftBehind'): number =>
    sum(({ differences }) => differences.reduce((total, difference) => total + difference[of].length, 0))
  printTable(
    `Killed at random moments, seed ${seed}`,
    ['what', 'how many'],
    [
      ['kills while the server started', sum(({ kills }) => kills.starting)],
      ['kills at any time', sum(({ kills }) => kills['any time'])],
      ['kills before a call to GitHub was carried out', sum(({ kills }) => kills['before a call'])],
      ['kills after it was, before the answer', sum(({ kills }) => kills['after a call'])],
      ['incidents, each compared with an undisturbed one', sum(({ incidents }) => incidents)],
      ['changes on GitHub', sum(({ changes }) => changes)],
      ['deliveries that GitHub could not hand over at first', sum(({ missedDeliveries }) => missedDeliveries)],
      ['**lost**', differing('lost')],
      ['**twice**', differing('twice')],
      ['there with another content', differing('other')],
      ['rulesets left behind', differing('leftBehind')],
      ['minutes', rounded(minutes)],
    ],
  )
}
