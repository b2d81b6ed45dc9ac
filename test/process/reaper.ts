import type { RequestInfo } from '../../src/emulator/http/request-faults.ts'
import { redeliverFailed } from './redeliver.ts'
import type { ServerProcess } from './server-process.ts'
import type { ProcessWorld } from './world.ts'

export interface ReaperOptions {
  /** `before`: the call changes nothing. `after`: it changed what it should, and the answer never came. */
  readonly when: 'before' | 'after'
  /** Whether the process dies at its n-th call; the first is 1. Calls of every process since the beginning count. */
  readonly at: (call: number) => boolean
}

/** Runs the server, kills it at certain calls, starts it again, and sends again what GitHub could not deliver. */
export class Reaper {
  readonly #world: ProcessWorld
  readonly #options: ReaperOptions
  #server: ServerProcess | undefined
  #life: Promise<void> = Promise.resolve()
  #isStarting = false
  #calls = 0
  kills = 0

  constructor(world: ProcessWorld, options: ReaperOptions) {
    this.#world = world
    this.#options = options
    const { faults } = world.github
    if (options.when === 'before') faults.beforeRequest((request) => this.#meet(request))
    else faults.afterRequest((request) => this.#meet(request))
    this.#life = this.#live()
  }

  /** Calls that GitHub has seen so far. */
  get calls(): number {
    return this.#calls
  }

  /** Resolves when the server runs and GitHub has sent what it could not send before. */
  async alive(): Promise<void> {
    for (let life: Promise<void> | undefined; life !== this.#life; ) {
      life = this.#life
      await life
    }
  }

  /** Stops the server as an operator would. @returns its exit code */
  async stop(): Promise<number | null> {
    await this.alive()
    this.#server?.signal('SIGTERM')
    return (await this.#server?.exited) ?? null
  }

  async #live(): Promise<void> {
    this.#isStarting = true
    for (let address: string | undefined; address === undefined; ) {
      const kills = this.kills
      this.#server = this.#world.spawn()
      address = await this.#server.listening().catch((error: unknown) => {
        if (this.kills === kills) throw error
        return undefined
      })
      if (address !== undefined) this.#world.github.connectWebhook(`${address}/api/github/webhooks`)
    }
    this.#isStarting = false
    await redeliverFailed(this.#world)
  }

  async #meet({ path }: RequestInfo): Promise<void> {
    if (path.startsWith('/app/hook/')) return
    this.#calls += 1
    if (!this.#options.at(this.#calls)) return
    this.kills += 1
    await this.#server?.kill()
    if (!this.#isStarting) this.#life = this.#live()
    if (this.#options.when === 'before') throw new Error('nobody is left who asks')
  }
}
