import { messageOf } from '../engine/redact.ts'
import { type Copied, copyDatabase } from '../store/copy/copy-database.ts'
import { backUp, markDatabaseRestored, markDirectoryRestored } from '../store/restored/backup.ts'
import type { Ending } from './command.ts'
import { withProgress } from './progress.ts'
import type { Environment, Terminal } from './terminal.ts'

/** From where to where, as it was written. */
interface Way {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** `firebreak db copy`: moves the data of a stopped server into an empty PostgreSQL. */
export async function runDbCopy(way: Way, terminal: Terminal, environment: Environment): Promise<Ending> {
  const from = way.from ?? environment.DATA_DIR
  const to = way.to ?? environment.DATABASE_URL
  if (!from) return { notUnderstood: 'it is not said from where: --from DATA_DIR, or the variable DATA_DIR.' }
  if (!to)
    return {
      notUnderstood:
        'it is not said to where: --to DATABASE_URL, or the variable, so that the password stands in no list of processes.',
    }
  return await orWhy('copy', terminal, async () => {
    const copied = await withProgress(terminal, (tell) =>
      copyDatabase(from, to, ({ step, table, rows, all }) => tell(`${table}: ${rows} of ${all} rows ${step}`)),
    )
    printCopied(copied, terminal)
    terminal.print('')
    terminal.print(
      'Every row was read back and is equal. Start the server with DATABASE_URL; what waits goes on there.',
    )
    terminal.print(`Start none on ${from} any more: two that act for the same repositories do everything twice.`)
  })
}

function printCopied(copied: readonly Copied[], terminal: Terminal): void {
  const width = Math.max(...copied.map(({ table }) => table.length))
  const digits = Math.max(...copied.map(({ rows }) => String(rows).length))
  for (const { table, rows } of copied) terminal.print(`${table.padEnd(width)}  ${String(rows).padStart(digits)}`)
}

/** `firebreak db backup`: writes a back-up, also while the server runs. */
export async function runDbBackup(way: Way, terminal: Terminal, environment: Environment): Promise<Ending> {
  const from = way.from ?? environment.DATA_DIR
  const { to } = way
  if (!from) return { notUnderstood: 'it is not said from where: --from DATA_DIR, or the variable DATA_DIR.' }
  if (!to) return { notUnderstood: 'it is not said to where: --to FILE.' }
  return await orWhy('backup', terminal, async () => {
    // SQLite writes it in one go, in which no timer is due: so this is said before, however short it will be.
    terminal.rewrite?.(`Writing ${to} …`)
    await backUp(from, to).finally(() => terminal.rewrite?.(''))
    terminal.print(
      `${to} holds all of ${from}. To put it back: stop the server, and make it the firebreak.sqlite of an`,
    )
    terminal.print('otherwise empty data directory.')
  })
}

/** `firebreak db restored`: tells data of a stopped server that it was put back from a back-up of another kind. */
export async function runDbRestored(
  { data: named }: { readonly data?: string | undefined },
  terminal: Terminal,
  environment: Environment,
): Promise<Ending> {
  const { DATABASE_URL: url, DATA_DIR: directory } = environment
  const data = named ?? (url ? undefined : directory)
  if (data === undefined && !url)
    return { notUnderstood: 'it is not said which data: --data DATA_DIR, or the variable DATABASE_URL or DATA_DIR.' }
  return await orWhy('restored', terminal, async () => {
    const from = data === undefined ? await markDatabaseRestored(url ?? '') : await markDirectoryRestored(data)
    terminal.print(
      `Noted: nothing is known of what happened since ${new Date(from).toISOString()}. Start the server now.`,
    )
  })
}

/** @returns 0 when it was done, 1 when it failed; then the reason was printed */
async function orWhy(name: string, terminal: Terminal, work: () => Promise<void>): Promise<number> {
  try {
    await work()
    return 0
  } catch (error) {
    terminal.printError(`firebreak db ${name}: ${messageOf(error)}`)
    return 1
  }
}
