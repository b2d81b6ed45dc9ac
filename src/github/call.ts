import { demandLease } from '../engine/lease.ts'
import { TryLater } from '../engine/ports.ts'
import { isPageType } from './errors.ts'
import { text } from './json.ts'
import type { Octokit } from './octokit.ts'

/**
 * Milliseconds. GitHub ends what takes it longer than ten seconds (docs.github.com, "Troubleshooting the REST API",
 * "Timeouts"): who has not answered by then will not.
 */
export const usualTimeoutMs = 15_000

/** What every call has in common, whoever makes it: its version, its time, and an answer that is one. */
export function prepareCalls(octokit: Octokit, timeoutMs: number): void {
  octokit.hook.before('request', (options) => {
    // The default of github.com, pinned: the next version drops fields.
    options.headers['x-github-api-version'] ??= '2022-11-28'
    const send = options.request?.fetch ?? fetch
    options.request = {
      ...options.request,
      // The time begins when the call is sent, not while it waits for its turn; it ends with the last byte.
      fetch: (url: string, init: RequestInit) => {
        if (init.method !== 'GET') demandLease()
        return send(url, { ...init, signal: AbortSignal.timeout(timeoutMs) })
      },
    }
  })
  octokit.hook.after('request', (response, { method, url }) => {
    const type = response.headers['content-type']
    if (isPageType(type)) throw new TryLater(`A page came instead of GitHub's answer to ${method} ${url}`, 30_000)
    // Octokit hands over what it got when a body breaks off or is not the JSON it says it is.
    const isJson = text(type)?.startsWith('application/json') === true
    // A proxy may say of an empty answer that it is JSON.
    if (isJson && response.status !== 204 && typeof response.data === 'string') {
      throw new TryLater(`GitHub's answer to ${method} ${url} broke off`, 1000)
    }
  })
}
