import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface ProcessOptions {
  /** The only variables that the process has, beside the path. */
  readonly env: Readonly<Record<string, string>>
  /** Its working directory, where it looks for `.env`. */
  readonly cwd: string
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[]
  /** Script and arguments, relative to the project; the server's entry when nothing is said. */
  readonly command?: readonly string[]
  /** It waits on its standard input for `begin`. */
  readonly waits?: boolean
}

/** A child process of the project as people start it: the entry, and nothing of the test in it. */
export class ServerProcess {
  readonly #child: ChildProcess
  /** Exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>
  #output = ''
  #watchers: (() => void)[] = []

  constructor({ env, cwd, nodeOptions = [], command = ['src/start.js'], waits = false }: ProcessOptions) {
    const [script = '', ...args] = command
    this.#child = spawn(process.execPath, [...nodeOptions, join(root, script), ...args], {
      cwd,
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), 'firebreak-compiled'), ...env },
      stdio: [waits ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
    this.exited = new Promise((resolve) => this.#child.once('close', resolve))
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        for (const look of [...this.#watchers]) look()
      })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** It ended, by itself or not. */
  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** All that it wrote, on both streams. */
  get output(): string {
    return this.#output
  }

  /** Resolves when what it wrote matches. Rejects when it ends before. @returns the match */
  async wrote(pattern: RegExp): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>((resolve) => {
      const look = (): void => {
        const match = pattern.exec(this.#output)
        if (!match) return
        this.#watchers = this.#watchers.filter((one) => one !== look)
        resolve(match)
      }
      this.#watchers.push(look)
      look()
    })
    const ended = this.exited.then((code) => {
      const match = pattern.exec(this.#output)
      if (match) return match
      throw new Error(`it ended with ${code} and never wrote ${pattern}:\n${this.#output}`)
    })
    return await Promise.race([found, ended])
  }

  /** Resolves when it listens. @returns its base address */
  async listening(): Promise<string> {
    const [, port] = await this.wrote(/Listening on http:\/\/[^\s:]+:(\d+)/)
    return `http://127.0.0.1:${port}`
  }

  /** Tells one that waits to start. */
  begin(): void {
    this.#child.stdin?.end('begin')
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Ends it at once, whatever it is doing. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.exited
  }
}
