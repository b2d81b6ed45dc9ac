import { Webhook } from 'standardwebhooks'
import type { ChannelAddress } from '../lib/channel-address.ts'
import type { Letter } from './letter.ts'
import { post } from './post.ts'

type SignedAddress = Extract<ChannelAddress, { form: 'signed' }>

/**
 * Posts JSON to a receiver of the operator's own, signed as Standard Webhooks has it, and returns the receipt. A repeat has
 * the same `webhook-id`. The body is described in docs/channels.md.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function sendSigned({ url, key }: SignedAddress, letter: Letter): Promise<string> {
  const { incident, repository, occasion, words, timeout } = letter
  const facts = words.facts.map(([name, value]) => ({ name, value }))
  const body = JSON.stringify({ type: `incident.${occasion}`, data: { incident, repository, ...words, facts } })
  const id = `msg_${letter.id}`
  // The receiver compares this with its own clock, so it is the moment of this very try.
  const sentAt = new Date()
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': new Webhook(key).sign(id, sentAt, body),
  }
  const { status } = await post({ service: 'the receiver', url, body, headers, timeout })
  return `the receiver answered ${status}`
}
