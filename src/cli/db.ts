import { messageOf } from '../engine/redact.ts'
import { type Copied, copyDatabase } from '../store/copy/copy-database.ts'
import { backUp, markDatabaseRestored, markDirectoryRestored } from '../store/restored/backup.ts'
import type { Terminal } from './terminal.ts'

/** Flag → its value. */
type Flags = ReadonlyMap<string, string>
type Environment = Readonly<Record<string, string | undefined>>

interface Tool {
  readonly flags: readonly string[]
  run(flags: Flags, terminal: Terminal, environment: Environment): Promise<number>
}

const tools: ReadonlyMap<string, Tool> = new Map([
  ['copy', { flags: ['--from', '--to'], run: copy }],
  ['backup', { flags: ['--from', '--to'], run: backup }],
  ['restored', { flags: ['--data'], run: restored }],
])

/**
 * `firebreak db …`: works on the data of a server.
 * @param args behind `db`
 * @returns the exit code; undefined: not understood
 */
export async function runDb(
  args: readonly string[],
  terminal: Terminal,
  environment: Environment,
): Promise<number | undefined> {
  const [name = '', ...rest] = args
  const tool = tools.get(name)
  const flags = tool && flagsIn(rest, tool.flags)
  if (!tool || !flags) return undefined
  try {
    return await tool.run(flags, terminal, environment)
  } catch (error) {
    terminal.printError(`firebreak db ${name}: ${messageOf(error)}`)
    return 1
  }
}

/** `--flag value …`; undefined: there is something else in it. */
function flagsIn(args: readonly string[], known: readonly string[]): Flags | undefined {
  const flags = new Map<string, string>()
  for (let place = 0; place < args.length; place += 2) {
    const [flag = '', value] = args.slice(place)
    if (!known.includes(flag) || flags.has(flag) || value === undefined) return undefined
    flags.set(flag, value)
  }
  return flags
}

async function copy(flags: Flags, terminal: Terminal, environment: Environment): Promise<number> {
  const from = flags.get('--from') ?? environment.DATA_DIR
  const to = flags.get('--to') ?? environment.DATABASE_URL
  if (!from || !to) {
    terminal.printError(
      'firebreak db copy needs --from DATA_DIR (or the variable DATA_DIR) and --to DATABASE_URL (or the variable, so that ' +
        'the password stands in no list of processes).',
    )
    return 2
  }
  printCopied(await copyDatabase(from, to), terminal)
  terminal.print('')
  terminal.print('Every row was read back and is equal. Start the server with DATABASE_URL; what waits goes on there.')
  terminal.print(`Start none on ${from} any more: two that act for the same repositories do everything twice.`)
  return 0
}

function printCopied(copied: readonly Copied[], terminal: Terminal): void {
  const width = Math.max(...copied.map(({ table }) => table.length))
  const digits = Math.max(...copied.map(({ rows }) => String(rows).length))
  for (const { table, rows } of copied) terminal.print(`${table.padEnd(width)}  ${String(rows).padStart(digits)}`)
}

async function backup(flags: Flags, terminal: Terminal, environment: Environment): Promise<number> {
  const from = flags.get('--from') ?? environment.DATA_DIR
  const to = flags.get('--to')
  if (!from || !to) {
    terminal.printError('firebreak db backup needs --to FILE and --from DATA_DIR (or the variable DATA_DIR).')
    return 2
  }
  await backUp(from, to)
  terminal.print(`${to} holds all of ${from}. To put it back: stop the server, and make it the firebreak.sqlite of an`)
  terminal.print('otherwise empty data directory.')
  return 0
}

async function restored(flags: Flags, terminal: Terminal, environment: Environment): Promise<number> {
  const { DATABASE_URL: url, DATA_DIR: directory } = environment
  const data = flags.get('--data') ?? (url ? undefined : directory)
  if (data === undefined && !url) {
    terminal.printError('firebreak db restored needs --data DATA_DIR, or the variable DATABASE_URL or DATA_DIR.')
    return 2
  }
  const from = data === undefined ? await markDatabaseRestored(url ?? '') : await markDirectoryRestored(data)
  terminal.print(
    `Noted: nothing is known of what happened since ${new Date(from).toISOString()}. Start the server now.`,
  )
  return 0
}
