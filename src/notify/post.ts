import { TryLater } from '../engine/ports.ts'
import { operatorShould, Refused } from './letter.ts'

/** What came back from an address, as far as it is of use. */
export interface Answer {
  readonly status: number
  /** The beginning of the body. */
  readonly text: string
}

interface Inquiry {
  /** Who is at the other end, for people. */
  readonly service: string
  readonly method: 'POST' | 'GET' | 'HEAD'
  readonly url: string
  /** JSON. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeout: number
}

type Request = Omit<Inquiry, 'method' | 'body'> & { readonly body: string }

/** No service answers with more that we would read. */
const longestAnswer = 64_000

/**
 * Posts JSON and returns the answer if it is one of success. No redirect is followed: a message leaves for no address
 * that anybody but the operator chose. Throws `TryLater` for what passes by itself and `Refused` for what does not.
 */
export async function post(request: Request): Promise<Answer> {
  const { service } = request
  const { status, headers, text } = await exchange({ ...request, method: 'POST' })
  if (status >= 200 && status < 300) return { status, text }
  if (status === 429 || status === 408 || status >= 500)
    throw new TryLater(`${service} answered ${status}`, retryAfter(headers) ?? (status === 429 ? 60_000 : 5_000))
  const code = errorCode.exec(text)?.[0]
  throw new Refused(
    `${service} refused it (${code === undefined ? status : `${status} ${code}`}): ${advice(status, service)}`,
  )
}

/** Asks once and returns whatever was answered, redirects too: none is followed. Throws `TryLater` where nothing answered. */
export async function exchange({
  service,
  method,
  url,
  body,
  headers,
  timeout,
}: Inquiry): Promise<Answer & { readonly headers: Headers }> {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      headers: {
        'user-agent': 'Firebreak',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
    return { status: response.status, headers: response.headers, text: await beginningOf(response) }
  } catch (error) {
    throw unreached(service, error, timeout)
  }
}

/** What was thrown is not attached: it may hold the address. */
export const unreached = (service: string, error: unknown, timeout: number): TryLater =>
  new TryLater(`${service} could not be reached: ${troubleWords(error, timeout)}`, 5_000)

async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length >= longestAnswer) break
  }
  return text.slice(0, longestAnswer)
}

/** Services such as Slack say what is wrong in one word. Anything else might repeat what was sent. */
export const errorCode = /^[a-z]{2,20}(?:_[a-z]{1,20}){1,5}$/

export function advice(status: number, service: string): string {
  if (status < 400)
    return `the address leads on to another one, which is not followed; ${operatorShould('set the final address')}`
  if (status === 404 || status === 410) return `the address is gone; ${operatorShould('set a new one')}`
  if (status === 401 || status === 403) return operatorShould('look whether the address is still allowed to post')
  return operatorShould(`look whether the address belongs to ${service}`)
}

/** Milliseconds. Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  const wait = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now()
  return Number.isFinite(wait) ? Math.max(wait, 1_000) : undefined
}

const troubles: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'there is no host of that name',
  EABORT: 'it took too long',
  EAI_AGAIN: 'there is no host of that name at the moment',
}

/** What went wrong with a connection, without anything that was sent or where to. */
function troubleWords(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return 'the connection broke off'
  const late = `no answer came within ${timeout / 1_000} s`
  if (error.name === 'TimeoutError') return late
  const code = [error, error.cause].map(codeOf).find((found) => found !== undefined)
  if (code === 'ETIMEDOUT') return late
  return code === undefined ? 'the connection broke off' : (troubles[code] ?? `the connection broke off (${code})`)
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[A-Z][A-Z0-9_]{2,60}$/.test(error.code)
    ? error.code
    : undefined
