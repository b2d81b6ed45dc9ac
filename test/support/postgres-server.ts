import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Account, findPostgres, type PostgresBinaries } from './postgres-binaries.ts'

/** A PostgreSQL of our own, for as long as this process lives. */
export interface PostgresServer {
  /** Of the database `postgres`, as a superuser. */
  readonly url: string
  /** Ends it without warning; `restart` brings it back. */
  pause(): Promise<void>
  /** Kills it without warning and starts it again, as a failover looks to those who are connected. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** True: commits wait for the disk, as in production. Tests do without, benches do not. */
  readonly durable?: boolean
}

/**
 * Starts PostgreSQL in a temporary folder on a free port of this machine; takes about a second. Where
 * FIREBREAK_TEST_DATABASE_URL names a server (its user must be allowed to create databases), that one is used.
 *
 * The shell that starts it waits until its input is closed, which happens when this process ends in whatever way, and
 * then stops the server and removes the folder. So nothing is left behind, not even after Ctrl-C or a kill.
 */
export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<PostgresServer> {
  const given = process.env.FIREBREAK_TEST_DATABASE_URL
  if (given) return { url: given, pause: refuseRestart, restart: refuseRestart, stop: async () => undefined }
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined
  const home = mkdtempSync(join(tmpdir(), 'firebreak-postgres-'))
  chmodSync(home, 0o755)
  const binaries = findPostgres(home, account)
  if (account) chownSync(home, account.uid, account.gid)
  const port = await freePort()
  const run: Run = { home, binaries, account, settings: settingsFor(port, durable) }
  const guard = await startGuarded(run)
  return {
    url: `postgres://firebreak@127.0.0.1:${port}/postgres`,
    pause: () => control(run, 'stop'),
    restart: () => control(run, 'restart'),
    stop: () => stop(guard),
  }
}

interface Run {
  readonly home: string
  readonly binaries: PostgresBinaries
  readonly account: Account | undefined
  readonly settings: string
}

const refuseRestart = (): Promise<void> =>
  Promise.reject(new Error('A server that FIREBREAK_TEST_DATABASE_URL names is not restarted.'))

function settingsFor(port: number, durable: boolean): string {
  const careless = durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    log_min_messages: 'fatal',
    ...careless,
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

const guardScript = `
"$INITDB" -D "$HOME/data" -U firebreak -A trust --no-sync --locale=C -E UTF8 >"$HOME/initdb.log" 2>&1 &&
"$PG_CTL" -D "$HOME/data" -l "$HOME/server.log" -o "$SETTINGS" -w start >"$HOME/start.log" 2>&1 &&
echo ready || { cat "$HOME"/*.log; rm -rf "$HOME"; exit 1; }
cat >/dev/null
exec >/dev/null 2>&1
"$PG_CTL" -D "$HOME/data" -m immediate -w stop
rm -rf "$HOME"
`

/** Resolves when the server answers. */
function startGuarded(run: Run): Promise<ChildProcess> {
  // A group of its own: Ctrl-C is for us, and the guard hears of it when we have ended.
  const guard = spawn('/bin/sh', ['-c', guardScript], {
    ...spawnOptions(run),
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    guard.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.startsWith('ready')) resolve(guard)
    })
    guard.once('error', reject)
    guard.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)))
  })
}

const spawnOptions = ({ home, binaries, account, settings }: Run) => ({
  cwd: home,
  ...account,
  env: {
    ...{ PATH: process.env.PATH, LC_ALL: 'C', HOME: home, SETTINGS: settings },
    ...{ INITDB: binaries.initdb, PG_CTL: binaries.pgCtl, ...binaries.environment },
  },
})

async function control(run: Run, action: 'stop' | 'restart'): Promise<void> {
  const { home, binaries, settings } = run
  const flags = ['-D', join(home, 'data'), '-l', join(home, 'server.log'), '-o', settings]
  await promisify(execFile)(binaries.pgCtl, [...flags, '-m', 'immediate', '-w', action], spawnOptions(run))
}

function stop(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    guard.once('exit', () => resolve())
    guard.stdin?.end()
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
