import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../engine/redact.ts'
import type { PlayerAsked, PlayerReply } from './player-message.ts'

/** How a play ended that brought no answer. */
export type Broken =
  | { readonly type: 'failed'; readonly error: string }
  | { readonly type: 'too-long' }
  | { readonly type: 'too-large' }

export interface PlayerLimits {
  /** Milliseconds that a play may take, the start of the process included. */
  readonly time: number
  /** Megabytes that the process may have of what lives long. */
  readonly memory: number
  /** Milliseconds without a play after which the process is ended. */
  readonly idle: number
}

/** Where our own code and its packages are: all that a play may read. */
const ownCode = fileURLToPath(new URL('../..', import.meta.url))
/** They may lie elsewhere: behind a link, or in a folder further up. */
const packages = fileURLToPath(import.meta.resolve('zod')).split(/(?<=[/\\]node_modules[/\\])/u)[0] ?? ownCode
/** What a process that breaks off has to say comes last. */
const mostLastWords = 1000

/**
 * A process that plays what it is given, one at a time, and has nothing else: no variables of the environment, no settings, no
 * files but our own code, no other process. It is started when it is needed, ended when it was not needed for a while,
 * and holds nobody's process. Whatever it does to itself, it can be ended, and its memory comes back: what is played comes from
 * strangers, and the server's own memory holds the App's key.
 */
export class PlayerProcess {
  readonly #limits: PlayerLimits
  readonly #file: string
  #child: ChildProcess | undefined
  #rest: NodeJS.Timeout | undefined

  /** @param file what runs in the process; nothing of the server imports it, because it knows the stand-in of GitHub */
  constructor(limits: PlayerLimits, file = fileURLToPath(new URL('./play/player.ts', import.meta.url))) {
    this.#limits = limits
    this.#file = file
  }

  /** Whether there is a process now. */
  get isUp(): boolean {
    return this.#child !== undefined
  }

  /** Never throws: what goes wrong is an answer, and the next play has a new process. */
  async play(asked: PlayerAsked): Promise<PlayerReply | Broken> {
    clearTimeout(this.#rest)
    const ended = await this.#answer(asked)
    if (ended.type === 'answered') this.#rest = setTimeout(() => void this.end(), this.#limits.idle).unref()
    else await this.end()
    return ended
  }

  async #answer(asked: PlayerAsked): Promise<PlayerReply | Broken> {
    try {
      this.#child ??= this.#start()
      return await answerOf(this.#child, asked, this.#limits.time)
    } catch (error) {
      return { type: 'failed', error: messageOf(error) }
    }
  }

  /** Ends the process, and what it plays. */
  async end(): Promise<void> {
    clearTimeout(this.#rest)
    const child = this.#child
    this.#child = undefined
    child?.kill('SIGKILL')
  }

  #start(): ChildProcess {
    const child = fork(this.#file, [], {
      env: {},
      execArgv: [
        // https://nodejs.org/api/permissions.html: no writing, no processes, no threads, no addons.
        '--permission',
        ...[...new Set([ownCode, packages])].map((folder) => `--allow-fs-read=${folder}*`),
        `--max-old-space-size=${this.#limits.memory}`,
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const gone = (): void => {
      if (this.#child === child) this.#child = undefined
    }
    // Heard while nothing is played; without anybody to hear it, an error would end the server.
    child.on('exit', gone).on('error', gone)
    return child
  }
}

/** The first of: the answer, the end of the process, the end of its time. */
function answerOf(child: ChildProcess, asked: PlayerAsked, time: number): Promise<PlayerReply | Broken> {
  return new Promise((resolve) => {
    const words = lastWordsOf(child)
    const end = (ended: PlayerReply | Broken): void => {
      clearTimeout(timer)
      words.leave()
      child.off('message', answered).off('error', failed).off('close', closed)
      resolve(ended)
    }
    const answered = (reply: unknown): void => end(reply as PlayerReply)
    const failed = (error: Error): void => end({ type: 'failed', error: messageOf(error) })
    // Not on `exit`: its last words may come after that.
    const closed = (code: number | null, signal: NodeJS.Signals | null): void =>
      end(endOf(words.heard(), `the process ended with ${code ?? signal}`))
    const timer = setTimeout(() => end({ type: 'too-long' }), time).unref()
    child.on('message', answered).on('error', failed).on('close', closed)
    // One that could not be started (no process, no file descriptor left) has no channel, and says why as an error.
    if (child.connected) child.send(asked, (error) => error && failed(error))
    // Not earlier: whoever listens for messages holds the process.
    child.unref()
    child.channel?.unref()
  })
}

/** V8 says so, and aborts; how an operating system tells of that differs. */
const endOf = (lastWords: string, how: string): Broken =>
  lastWords.includes('heap out of memory')
    ? { type: 'too-large' }
    : { type: 'failed', error: lastWords === '' ? how : `${how}: ${lastWords}` }

/** What it writes where errors go, as far back as is kept. */
function lastWordsOf({ stderr }: ChildProcess) {
  let heard = ''
  const hear = (chunk: Buffer): void => {
    const all = heard + chunk.toString('utf8')
    // The reason stands above a stack that may be long.
    heard = all.length > 2 * mostLastWords ? all.slice(0, mostLastWords) + all.slice(-mostLastWords) : all
  }
  stderr?.on('data', hear)
  if (stderr && 'unref' in stderr && typeof stderr.unref === 'function') stderr.unref()
  return { heard: () => heard.trim(), leave: () => void stderr?.off('data', hear).resume() }
}
