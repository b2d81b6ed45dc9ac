import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

export interface Load {
  readonly url: string
  readonly secret: string
  readonly event: string
  readonly payload: object
  readonly connections: number
  readonly seconds: number
}

let guid = 0

/** Posts one signed delivery after another over each connection. @returns how many a second were answered with success */
export async function deliveriesPerSecond({
  url,
  secret,
  event,
  payload,
  connections,
  seconds,
}: Load): Promise<number> {
  const body = Buffer.from(JSON.stringify(payload))
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const headers = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'x-github-event': event,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
  const post = (): Promise<number> =>
    new Promise((resolve, reject) => {
      guid += 1
      const options = { method: 'POST', agent, headers: { ...headers, 'x-github-delivery': `bench-${guid}` } }
      request(url, options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0))
      })
        .on('error', reject)
        .end(body)
    })
  const end = performance.now() + seconds * 1000
  let answered = 0
  const begin = performance.now()
  const connection = async (): Promise<void> => {
    while (performance.now() < end) {
      const status = await post()
      if (status !== 200) throw new Error(`answered ${status}`)
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  agent.destroy()
  return answered / ((performance.now() - begin) / 1000)
}
