import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

/** GitHub caps payloads at 25 MB and sends nothing for larger ones (docs: "Webhook events and payloads"). */
export const mostBytes = 25 * 1024 * 1024

/** What stands on a delivery, before anything of it is read. None of it is signed but the body. */
export interface Label {
  /** `X-GitHub-Delivery`: the same again when the delivery is sent again. */
  readonly guid: string
  /** `X-GitHub-Event`. */
  readonly event: string
  /** `X-Hub-Signature-256`, as the 32 bytes that it stands for. */
  readonly signature: Buffer
  /** Bytes that were announced; undefined: they end when they end. */
  readonly length: number | undefined
}

/**
 * Reads the headers of a delivery. Whatever GitHub would not send is refused here, at the cost of some headers.
 * @throws Refusal
 */
export function readLabel({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): Label {
  if (method !== 'POST') throw new Refusal('method', 'Deliveries are posted.')
  if (!isJson(headers['content-type']))
    throw new Refusal('content-type', 'Choose the content type application/json for the webhook.')
  const guid = headerOf(headers, 'x-github-delivery', /^[\w-]{1,100}$/)
  const event = headerOf(headers, 'x-github-event', /^\w{1,100}$/)
  const signature = headerOf(headers, 'x-hub-signature-256', /^sha256=[0-9a-f]{64}$/i)
  const length = headers['content-length'] === undefined ? undefined : Number(headers['content-length'])
  if (length !== undefined && length > mostBytes) throw tooLarge()
  return { guid, event, signature: Buffer.from(signature.slice('sha256='.length), 'hex'), length }
}

export const tooLarge = (): Refusal => new Refusal('too-large', 'GitHub sends no delivery of more than 25 MB.')

const isJson = (type = ''): boolean => /^application\/json(?:\s*;|$)/i.test(type)

/** A header that came twice is joined with a comma by Node, and so fits no expression. */
function headerOf(headers: IncomingMessage['headers'], name: string, shape: RegExp): string {
  const value = headers[name]
  if (typeof value === 'string' && shape.test(value)) return value
  throw new Refusal('label', `The header ${name} is missing, or is not as GitHub sends it.`)
}
