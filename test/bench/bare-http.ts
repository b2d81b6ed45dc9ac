import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

/** The least that a receiver of webhooks must do: read, verify, parse, answer. */
const { WEBHOOK_SECRET: secret = '', PORT } = process.env

createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
    const given = Buffer.from(String(request.headers['x-hub-signature-256']))
    const isGenuine = given.length === expected.length && timingSafeEqual(given, expected)
    if (isGenuine) JSON.parse(body.toString())
    response.writeHead(isGenuine ? 200 : 400).end('ok\n')
  })
}).listen(Number(PORT), '127.0.0.1')
