import { Worker } from 'node:worker_threads'
import { messageOf } from '../engine/redact.ts'
import type { PlayerAsked, PlayerReply } from './player-message.ts'

/** How a play ended that brought no answer. */
export type Broken =
  | { readonly type: 'failed'; readonly error: string }
  | { readonly type: 'too-long' }
  | { readonly type: 'too-large' }

export interface PlayerLimits {
  /** Milliseconds that a play may take, the start of the thread included. */
  readonly time: number
  /** Megabytes that the thread may have of what lives long. */
  readonly memory: number
  /** Milliseconds without a play after which the thread is ended. */
  readonly idle: number
}

/**
 * A thread that plays what it is given, one at a time, and has nothing else: no variables of the environment, no settings, nothing
 * on its standard input. It is started when it is needed, ended when it was not needed for a while, and keeps no process
 * alive. The server goes on without it, unless the machine itself has no memory left: a thread shares the server's, and
 * `resourceLimits` count no buffers. Nothing that a play is given becomes one.
 */
export class PlayerThread {
  readonly #limits: PlayerLimits
  readonly #file: URL
  #worker: Worker | undefined
  #rest: NodeJS.Timeout | undefined

  /** @param file what runs in the thread; loaded by its address, so that nothing of the server knows the stand-in of GitHub */
  constructor(limits: PlayerLimits, file = new URL('./play/worker.ts', import.meta.url)) {
    this.#limits = limits
    this.#file = file
  }

  /** Whether there is a thread now. */
  get isUp(): boolean {
    return this.#worker !== undefined
  }

  /** Never throws: what goes wrong is an answer, and the next play has a new thread. */
  async play(asked: PlayerAsked): Promise<PlayerReply | Broken> {
    clearTimeout(this.#rest)
    const ended = await this.#answer(asked)
    if (ended.type === 'answered') this.#rest = setTimeout(() => void this.end(), this.#limits.idle).unref()
    else await this.end()
    return ended
  }

  async #answer(asked: PlayerAsked): Promise<PlayerReply | Broken> {
    try {
      this.#worker ??= this.#start()
      return await answerOf(this.#worker, asked, this.#limits.time)
    } catch (error) {
      // A machine that has no thread left says so by throwing.
      return { type: 'failed', error: messageOf(error) }
    }
  }

  /** Ends the thread, and what it plays. */
  async end(): Promise<void> {
    clearTimeout(this.#rest)
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #start(): Worker {
    const { memory } = this.#limits
    const worker = new Worker(this.#file, {
      name: 'forecast',
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      // Nobody reads what packages might print there: it would hold the process, and what is unread waits in the thread's own memory.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
    })
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
    })
    // Heard while nothing is played; without anybody to hear it, it would end the server.
    worker.on('error', () => undefined)
    return worker
  }
}

/** The first of: the answer, the end of the thread, the end of its time. */
function answerOf(worker: Worker, asked: PlayerAsked, time: number): Promise<PlayerReply | Broken> {
  return new Promise((resolve) => {
    const end = (ended: PlayerReply | Broken): void => {
      clearTimeout(timer)
      worker.off('message', answered).off('error', failed).off('exit', exited)
      resolve(ended)
    }
    const answered = (reply: PlayerReply): void => end(reply)
    const failed = (error: unknown): void =>
      end(isOutOfMemory(error) ? { type: 'too-large' } : { type: 'failed', error: messageOf(error) })
    const exited = (code: number): void => end({ type: 'failed', error: `the thread ended with ${code}` })
    const timer = setTimeout(() => end({ type: 'too-long' }), time).unref()
    worker.on('message', answered).on('error', failed).on('exit', exited)
    // Not earlier: whoever begins to listen for messages holds the process.
    worker.unref()
    worker.postMessage(asked)
  })
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
