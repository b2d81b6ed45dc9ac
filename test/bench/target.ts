import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { listening } from '../process/listening.ts'

const root = join(import.meta.dirname, '../..')

async function freePort(): Promise<string> {
  const holder = createServer()
  const { port } = new URL(await listening(holder))
  await new Promise((resolve) => holder.close(resolve))
  return port
}

/** A server in a process of its own, whose log goes to a file: reading it would cost the one who measures. */
export class Target {
  readonly #child: ChildProcess
  readonly #directory: string
  readonly #port: string

  private constructor(script: string, env: Readonly<Record<string, string>>, port: string) {
    this.#port = port
    this.#directory = mkdtempSync(join(tmpdir(), 'firebreak-bench-'))
    const log = openSync(this.#log, 'w')
    this.#child = spawn(process.execPath, [join(root, script)], {
      cwd: this.#directory,
      env: { PATH: process.env.PATH, ...env, DATA_DIR: join(this.#directory, 'data'), PORT: port },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
  }

  /** Starts a script and waits until it takes connections. */
  static async start(script: string, env: Readonly<Record<string, string>>): Promise<Target> {
    const target = new Target(script, env, await freePort())
    while (!(await target.#takesConnections())) await wait(2)
    return target
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/api/github/webhooks`
  }

  /**
   * Firebreak begins on an empty database here, and takes everything for relevant until it has looked at GitHub for what
   * that database may have held. Resolves when it has; at once for a server without a database of ours.
   */
  async knowsItsRepositories(): Promise<void> {
    const file = join(this.#directory, 'data/firebreak.sqlite')
    if (!existsSync(file)) return
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
    while (!database.prepare("select 1 from memory where key = 'rebuild/over'").get()) await wait(50)
    database.close()
  }

  /**
   * Microseconds of the processor that it has used so far, on all threads: what others do on the machine at the same time
   * hardly shows in it. Linux alone tells, in hundredths of a second.
   */
  get processorTime(): number {
    const [, ...fields] = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')
    const [user = 0, system = 0] = fields.join(') ').split(' ').slice(11, 13).map(Number)
    return (user + system) * 10_000
  }

  /** Megabytes of memory that the process holds. Linux alone tells. */
  get residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
  }

  /** Waits until it says that it is ready, where it says so. */
  async isWell(): Promise<boolean> {
    const { ok } = await fetch(new URL('/readyz', this.url))
    return ok
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.kill('SIGKILL')
    await ended
    rmSync(this.#directory, { recursive: true, force: true })
  }

  get #log(): string {
    return join(this.#directory, 'log')
  }

  async #takesConnections(): Promise<boolean> {
    if (this.#child.exitCode !== null) throw new Error(readFileSync(this.#log, 'utf8'))
    return await new Promise((resolve) => {
      const socket = connect(Number(this.#port), '127.0.0.1')
      socket.once('connect', () => resolve(socket.end() !== undefined)).once('error', () => resolve(false))
    })
  }
}
