import { Balancer } from './balancer.ts'
import { redeliverFailed } from './redeliver.ts'
import type { ServerProcess } from './server-process.ts'
import type { ProcessWorld } from './world.ts'

export interface FleetOptions {
  /** How many servers run at the same time. More than one need a database that they can share. */
  readonly replicas: number
  /** Added to the operator's settings. */
  readonly env?: Readonly<Record<string, string>>
}

/** One server from its start to its death. */
export interface Life {
  readonly server: ServerProcess
  /** Resolves when it listens and takes deliveries; also when it ended before. */
  readonly listens: Promise<void>
}

/**
 * Servers behind a balancer that are killed and replaced, and have redelivered to them what they missed. One that is
 * loaded already always stands by, so that a restart takes no longer than a start has to.
 */
export class Fleet {
  readonly #world: ProcessWorld
  readonly #options: FleetOptions
  readonly #balancer: Balancer
  readonly #lives: Life[] = []
  readonly #killed = new WeakSet<ServerProcess>()
  #standby: ServerProcess
  #redelivery: Promise<void> = Promise.resolve()
  #isRedeliveryAsked = false

  private constructor(world: ProcessWorld, options: FleetOptions, balancer: Balancer) {
    this.#world = world
    this.#options = options
    this.#balancer = balancer
    this.#standby = this.#load()
  }

  /** Starts all of them at the same time, and connects GitHub's webhooks. */
  static async start(world: ProcessWorld, options: FleetOptions): Promise<Fleet> {
    const balancer = await Balancer.start()
    world.github.connectWebhook(`${balancer.url}/api/github/webhooks`)
    const fleet = new Fleet(world, options, balancer)
    for (let place = 0; place < options.replicas; place++) fleet.begin(place)
    await fleet.allListen()
    return fleet
  }

  get size(): number {
    return this.#options.replicas
  }

  life(place: number): Life {
    const life = this.#lives[place]
    if (!life) throw new Error(`nobody was started at place ${place}`)
    return life
  }

  /** Starts a server at a place where none is. */
  begin(place: number): void {
    const server = this.#standby
    server.begin()
    this.#standby = this.#load()
    const listens = server.listening().then(
      (address) => this.#welcome(place, server, address),
      (error: unknown) => {
        if (!this.#killed.has(server)) throw error
      },
    )
    // Whoever waits for it hears of it; nobody may be waiting yet.
    listens.catch(() => undefined)
    this.#lives[place] = { server, listens }
  }

  /** SIGKILL. Resolves when the process is gone. @throws when it had ended by itself before */
  async kill(place: number): Promise<void> {
    const { server } = this.life(place)
    if (server.hasEnded) throw new Error(`a server ended by itself:\n${server.output.slice(-2000)}`)
    this.#killed.add(server)
    this.#balancer.lead(place, undefined)
    await server.kill()
  }

  /** SIGSTOP: it stands still, as on a machine that is out of memory or asleep. */
  pause(place: number): void {
    this.#balancer.lead(place, undefined)
    this.life(place).server.signal('SIGSTOP')
  }

  resume(place: number): void {
    this.life(place).server.signal('SIGCONT')
  }

  /** Stops one as an operator does, and starts another in its place. @returns the exit code of the first */
  async replace(place: number): Promise<number | null> {
    const { server } = this.life(place)
    this.#balancer.lead(place, undefined)
    server.signal('SIGTERM')
    const code = await server.exited
    this.begin(place)
    return code
  }

  async allListen(): Promise<void> {
    await Promise.all(this.#lives.map(({ listens }) => listens))
  }

  /** Resolves when everything that failed before this call was sent again. */
  async redeliver(): Promise<void> {
    if (!this.#isRedeliveryAsked) {
      this.#isRedeliveryAsked = true
      this.#redelivery = this.#redelivery.then(() => {
        this.#isRedeliveryAsked = false
        return redeliverFailed(this.#world)
      })
    }
    await this.#redelivery
  }

  /** Stops all of them as an operator would. @returns their exit codes */
  async stop(): Promise<readonly (number | null)[]> {
    await this.allListen()
    await this.#redelivery
    for (const { server } of this.#lives) server.signal('SIGTERM')
    const codes = await Promise.all(this.#lives.map(({ server }) => server.exited))
    await this.close()
    return codes
  }

  async close(): Promise<void> {
    await this.#standby.kill()
    await this.#balancer.close()
  }

  #load(): ServerProcess {
    return this.#world.spawn({ command: ['test/process/standby.ts'], waits: true, env: this.#options.env ?? {} })
  }

  #welcome(place: number, server: ServerProcess, address: string): void {
    if (this.#killed.has(server)) return
    this.#balancer.lead(place, address)
    this.redeliver().catch(() => undefined)
  }
}
