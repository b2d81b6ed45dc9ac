import { setTimeout as sleep } from 'node:timers/promises'
import { isUnanswered } from './errors.ts'
import type { Octokit } from './octokit.ts'

/**
 * Makes a call once more, at once, that got no answer or a server's error, where doing it twice is harmless: reading, and
 * asking for a token. The engine does the rest of the waiting. A lost reply to any other call may hide that it was carried
 * out: the engine looks before it tries again.
 */
export function repeatOnce(octokit: Octokit, afterMs: number): void {
  octokit.hook.wrap('request', async (request, options) => {
    try {
      return await request(options)
    } catch (error) {
      if (!isHarmless(options) || !isUnanswered(error)) throw error
      await sleep(afterMs)
      return request(options)
    }
  })
}

const isHarmless = ({ method, url }: { readonly method: string; readonly url: string }): boolean =>
  method === 'GET' || url.endsWith('/access_tokens')
