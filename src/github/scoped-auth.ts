import { field } from './json.ts'

interface Call {
  readonly headers: Readonly<Record<string, unknown>>
}

/**
 * Client options that make Octokit authenticate with a token of ours.
 *
 * `token` is asked before each call, so that a client outlives its first token. A 401 means that GitHub did nothing: the
 * token is forgotten and the call is made once more with a new one.
 */
export function scopedAuth(token: () => Promise<string>, forget: (token: string) => void) {
  const hook = async (request: (call: Call) => Promise<unknown>, options: Call): Promise<unknown> => {
    const send = async (value: string) =>
      request({ ...options, headers: { ...options.headers, authorization: `token ${value}` } })
    const first = await token()
    try {
      return await send(first)
    } catch (error) {
      if (field(error, 'status') !== 401) throw error
      forget(first)
      return send(await token())
    }
  }
  return { authStrategy: () => Object.assign(async () => ({ type: 'token' }), { hook }) }
}
