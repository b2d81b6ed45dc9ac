/** Where a channel outside GitHub is reached, as the operator set it. All of it is secret. */
export type ChannelAddress =
  /** The address is its own password: Slack, Discord, Teams. */
  | { readonly form: 'web'; readonly url: string }
  /** A receiver that checks signatures; `key` begins with `whsec_`. */
  | { readonly form: 'signed'; readonly url: string; readonly key: string }
  /** PagerDuty; `base` is where its Events API begins. */
  | { readonly form: 'pager'; readonly key: string; readonly base: string }
  | MailAddress

export interface MailAddress {
  readonly form: 'mail'
  readonly host: string
  readonly port: number
  /** TLS from the first byte on; otherwise by STARTTLS. */
  readonly tls: boolean
  /** On this machine itself encryption is not insisted on. */
  readonly local: boolean
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly from: string
  readonly to: readonly string[]
}

/**
 * Reads what an operator set for a channel:
 * - `https://…`: an address to post to;
 * - `https://… whsec_…`: the same with the secret that signs (Standard Webhooks);
 * - 32 letters and digits, perhaps with the base of another region: a routing key of PagerDuty;
 * - `smtps://USER:PASSWORD@HOST?from=…&to=…`, or `smtp://`: a mail server.
 *
 * Without TLS it has to be this machine: whoever reads the traffic would have the password.
 * @returns undefined when it has none of these forms
 */
export function readChannelAddress(text: string): ChannelAddress | undefined {
  const [first = '', second, ...more] = text.trim().split(/\s+/)
  if (more.length > 0) return undefined
  if (/^[A-Za-z0-9]{32}$/.test(first)) return pagerAddress(first, second)
  if (/^smtps?:/.test(first)) return second === undefined ? mailAddress(first) : undefined
  const url = webUrl(first)
  if (!url) return undefined
  if (second === undefined) return { form: 'web', url: url.href }
  return signingKey.test(second) ? { form: 'signed', url: url.href, key: second } : undefined
}

/** 24 to 64 bytes in base64, as https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md asks for. */
const signingKey =
  /^whsec_(?=[A-Za-z0-9+/]{32,86}={0,2}$)(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const pagerDuty = 'https://events.pagerduty.com'

function pagerAddress(key: string, region = pagerDuty): ChannelAddress | undefined {
  const url = webUrl(region)
  return url?.pathname === '/' && url.search === '' ? { form: 'pager', key, base: url.origin } : undefined
}

/** A user in the address is refused: `fetch` takes none. */
function webUrl(text: string): URL | undefined {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url.hostname)) ? url : undefined
}

const isLocal = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/.test(hostname)

function mailAddress(text: string): MailAddress | undefined {
  const url = URL.parse(text)
  if (!url || url.hostname === '' || !/^\/?$/.test(url.pathname)) return undefined
  const login = loginOf(url)
  const from = url.searchParams.get('from') ?? ''
  const to = (url.searchParams.get('to') ?? '').split(',').map((address) => address.trim())
  if (login === 'unreadable' || ![from, ...to].every((address) => mailbox.test(address))) return undefined
  const tls = url.protocol === 'smtps:'
  return {
    form: 'mail',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (tls ? 465 : 587) : Number(url.port),
    tls,
    local: isLocal(url.hostname),
    login,
    from,
    to,
  }
}

/** No name, no quotes, nothing that could end a header. */
const mailbox = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/

function loginOf({ username, password }: URL): MailAddress['login'] | 'unreadable' {
  if (username === '' && password === '') return undefined
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    return 'unreadable'
  }
}
