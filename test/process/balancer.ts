import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { listening } from './listening.ts'

/** What stands in front of the replicas: spreads requests over them in turn, and answers 502 where nobody is. */
export class Balancer {
  readonly #server: Server
  /** Base address of each replica, by its place; undefined: it does not run. */
  readonly #targets: (string | undefined)[] = []
  #turn = 0
  url = ''

  private constructor() {
    this.#server = createServer((incoming, answer) => this.#pass(incoming, answer))
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer()
    balancer.url = await listening(balancer.#server)
    return balancer
  }

  /** From now on requests go there too; undefined: not any more. */
  lead(place: number, target: string | undefined): void {
    this.#targets[place] = target
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const running = this.#targets.filter((target) => target !== undefined)
    const target = running[this.#turn++ % Math.max(running.length, 1)]
    const broken = (): void => void (answer.headersSent ? answer.destroy() : answer.writeHead(502).end())
    if (target === undefined) return void incoming.resume().on('end', broken)
    const options = { method: incoming.method ?? 'GET', headers: incoming.headers }
    const onward = request(`${target}${incoming.url}`, options, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.on('error', broken).pipe(answer)
    })
    incoming.pipe(onward.on('error', broken))
  }
}
