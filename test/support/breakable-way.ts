import { connect, createServer, type Socket } from 'node:net'

/** A way to a PostgreSQL on which connections can break. */
export interface BreakableWay extends AsyncDisposable {
  /** As the server's, by this way. */
  readonly url: string
  /** From now on a commit is carried out, and its connection breaks before the answer comes; so many times. */
  loseCommits(times: number): void
  /** How many commits got lost so far. */
  readonly lost: number
}

/**
 * @param url of a database that is reached without TLS
 * @param isPooler the server's connections are kept when a client goes, with whatever a session left in them
 */
export async function breakableWay(url: string, isPooler = false): Promise<BreakableWay> {
  const target = new URL(url)
  const open = new Set<Socket>()
  let [toLose, lost] = [0, 0]
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let isLost = false
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    client.on('data', (data) => {
      if (toLose > 0 && data.includes('commit\0')) {
        isLost = true
        toLose -= 1
        lost += 1
      }
      if (!(isPooler && isFarewell(data))) upstream.write(data)
    })
    upstream.on('data', (data) => (isLost ? client.destroy() : client.write(data)))
    client.on('close', () => {
      if (!isPooler) upstream.end()
    })
    upstream.on('close', () => client.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const way = new URL(url)
  way.port = String(typeof address === 'object' && address ? address.port : 0)
  return {
    url: way.href,
    loseCommits: (times) => {
      toLose = times
    },
    get lost() {
      return lost
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The message "Terminate", by itself (PostgreSQL, "Message Formats"). */
const isFarewell = (data: Buffer): boolean => data.length === 5 && data[0] === 'X'.charCodeAt(0)
