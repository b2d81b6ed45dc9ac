import { createHmac, randomUUID } from 'node:crypto'
import { webhookSecret } from '../harness/firebreak.ts'

export interface Forgery {
  readonly event: string
  readonly body: string
  readonly guid?: string
  /** What it is signed with: what GitHub has, unless given. */
  readonly secret?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Posts what claims to be a delivery. @returns the answer's status */
export async function post(url: string, { event, body, guid, secret, headers }: Forgery): Promise<number> {
  const signature = createHmac('sha256', secret ?? webhookSecret)
    .update(body)
    .digest('hex')
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': guid ?? randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
      ...headers,
    },
  })
  await response.arrayBuffer()
  return response.status
}
