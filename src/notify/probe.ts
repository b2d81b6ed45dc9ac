import { TryLater } from '../engine/ports.ts'
import type { ChannelAsked, ProbedChannel, ProbeResult } from '../incident/readiness/channels.ts'
import type { ChannelAddress } from '../lib/channel-address.ts'
import { type ChannelGrant, isGranted } from '../lib/channel-grants.ts'
import { greetMailServer } from './email.ts'
import { operatorShould, Refused } from './letter.ts'
import { type Answer, advice, errorCode, exchange } from './post.ts'
import { send } from './send.ts'
import { testLetter } from './test-letter.ts'

export interface ProbeOptions {
  /** The longest time to wait for each answer, in milliseconds. */
  readonly timeout?: number
  /** A real message is sent through each channel, which says that it is a test; `page` is the address in it. */
  readonly send?: { readonly page: string }
}

/**
 * Tries the channels of one repository, all at once. Nothing is sent to anybody unless `send` says so, no redirect is
 * followed, and only what the operator granted to that repository is tried.
 * @param grants from the settings
 * @returns one result for each channel, in their order; nothing that goes wrong with a channel is thrown
 */
export async function probeChannels(
  grants: readonly ChannelGrant[],
  repository: { readonly owner: string; readonly name: string },
  asked: readonly ChannelAsked[],
  options: ProbeOptions = {},
): Promise<readonly ProbedChannel[]> {
  return await Promise.all(
    asked.map(async (channel) => {
      const grant = grants.find(({ name }) => name === channel.secret)
      if (!grant || !isGranted(grant, repository)) return { channel: channel.name, result: { state: 'not-granted' } }
      const { timeout = 10_000 } = options
      const letter = options.send && testLetter(repository, channel, { ...options.send, timeout })
      const attempt = letter
        ? sent(send(channel.kind, grant.address, letter))
        : tried(channel.kind, grant.address, timeout)
      return { channel: channel.name, result: await attempt.catch(resultOfError) }
    }),
  )
}

async function sent(receipt: Promise<string | undefined>): Promise<ProbeResult> {
  const how = await receipt
  return how === undefined ? otherKind : { state: 'answers', how: `a test message was sent, and ${how}` }
}

const otherKind: ProbeResult = { state: 'other-kind' }

function resultOfError(error: unknown): ProbeResult {
  if (error instanceof Refused) return { state: 'refuses', why: error.message }
  if (error instanceof TryLater) return { state: 'away', why: error.message }
  throw error
}

/** As far as each kind can be tried without a message. */
async function tried(kind: ChannelAsked['kind'], address: ChannelAddress, timeout: number): Promise<ProbeResult> {
  switch (kind) {
    case 'slack':
      return address.form === 'web' ? await trySlack(address.url, timeout) : otherKind
    case 'discord':
      return address.form === 'web' ? await tryDiscord(address.url, timeout) : otherKind
    case 'teams':
      return address.form === 'web' ? await tryHost('Teams', address.url, timeout) : otherKind
    case 'pagerduty':
      return address.form === 'pager' ? await tryPagerDuty(address.base, timeout) : otherKind
    case 'email':
      return address.form === 'mail' ? await tryMail(address, timeout) : otherKind
    case 'webhook':
      return address.form === 'signed' ? await tryHost('the receiver', address.url, timeout) : otherKind
  }
}

/**
 * An address of Slack's refuses a message without a text, and one that is gone answers 403, 404 or 410 with another word:
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors. That the address is looked at
 * before the message is what Slack was seen to do and nowhere promises.
 */
async function trySlack(url: string, timeout: number): Promise<ProbeResult> {
  const answer = await exchange({ service: 'Slack', method: 'POST', url, body: '{}', timeout })
  const word = errorCode.exec(answer.text.trim())?.[0]
  const isKnown = answer.status === 400 && word !== undefined && wantsText.has(word)
  // Others that speak Slack's format may take an empty message, and show nothing.
  if (isKnown || answer.text.trim() === 'ok') return { state: 'answers', how: 'Slack knows the address' }
  return refusalBy('Slack', answer) ?? unclearFrom('Slack', answer)
}

/** What Slack says of an empty message; the last is the older wording. */
const wantsText: ReadonlySet<string> = new Set([
  'no_text',
  'invalid_payload',
  'missing_text_or_fallback_or_attachments',
])

/**
 * Without its queries, a webhook's address tells what the webhook is; one that was deleted is a 404, a wrong token a 401.
 * Source: https://discord.com/developers/docs/resources/webhook#get-webhook-with-token
 */
async function tryDiscord(address: string, timeout: number): Promise<ProbeResult> {
  const url = new URL(address)
  url.search = ''
  const answer = await exchange({ service: 'Discord', method: 'GET', url: url.href, timeout })
  if (answer.status === 200 && /"channel_id"\s*:/.test(answer.text))
    return { state: 'answers', how: 'Discord knows the address' }
  return refusalBy('Discord', answer) ?? unclearFrom('Discord', answer)
}

/**
 * An event without anything in it is refused as invalid, and reaches nobody. The key is not sent: whether it is known would
 * be told of a real event alone.
 * Source: https://developer.pagerduty.com/docs/send-alert-event
 */
async function tryPagerDuty(base: string, timeout: number): Promise<ProbeResult> {
  const service = 'PagerDuty'
  const answer = await exchange({ service, method: 'POST', url: `${base}/v2/enqueue`, body: '{}', timeout })
  if (answer.status === 400 && /invalid event/.test(answer.text))
    return { state: 'unclear', why: 'PagerDuty answers, and tells only of a real alarm whether it knows the key' }
  return refusalBy(service, answer) ?? unclearFrom(service, answer)
}

async function tryMail(address: Extract<ChannelAddress, { form: 'mail' }>, timeout: number): Promise<ProbeResult> {
  await greetMailServer(address, timeout)
  const how = address.login ? 'the mail server lets this App in' : 'the mail server greets'
  return { state: 'answers', how: `${how}; whether it takes mail for each recipient shows only with a mail` }
}

/** Anything asked of the address itself might set something off, so only its host is: whether it is there and has a certificate. */
async function tryHost(service: string, address: string, timeout: number): Promise<ProbeResult> {
  await exchange({ service, method: 'HEAD', url: new URL('/', address).href, timeout })
  return { state: 'unclear', why: 'its host answers, and whether the address is right shows only with a message' }
}

/** Why it would not take a message; undefined where the answer says nothing of that. Throws `TryLater` for what passes. */
function refusalBy(service: string, { status, text }: Answer): ProbeResult | undefined {
  if (status === 429 || status === 408 || status >= 500) throw new TryLater(`${service} answered ${status}`, 0)
  if (status < 300 || status === 400 || status === 405) return undefined
  const code = errorCode.exec(text.trim())?.[0]
  return { state: 'refuses', why: `${code === undefined ? status : `${status} ${code}`}, ${advice(status, service)}` }
}

const unclearFrom = (service: string, { status }: Answer): ProbeResult => ({
  state: 'unclear',
  why: `the answer (${status}) was not ${service}'s; ${operatorShould(`look whether the address belongs to ${service}`)}`,
})
