import { deserialize, serialize } from 'node:v8'
import { field, text } from './json.ts'
import type { Octokit } from './octokit.ts'

interface Kept {
  readonly etag: string
  /** Serialized: whoever gets an answer may change it. */
  readonly data: Uint8Array
  readonly headers: Readonly<Record<string, unknown>>
  readonly url: string
}

/** Bytes of all answers together, and of one. */
const mostKept = 16_000_000
const longestKept = 100_000
/** About what an answer's headers, its address and its place take besides: most answers are shorter than that. */
const besides = 4000

/**
 * What GitHub answered before, so that it need not send it again. Each read still asks; GitHub says 304 where nothing
 * changed, and that is not counted against the budget (docs.github.com, "Best practices for using the REST API").
 * Answers are kept for the kind of token that they were given to: another one may see more, or less.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, Kept>()
  #length = 0

  /**
   * Makes the reads of a client conditional. A caller that sends an ETag of its own gets its 304 itself.
   * @param view what the client may see: installation, repository and purpose of its token
   */
  serve(octokit: Octokit, view: string): void {
    octokit.hook.wrap('request', async (request, options) => {
      if (options.method !== 'GET' || options.headers['if-none-match'] !== undefined) return request(options)
      const { url, headers } = octokit.request.endpoint(options)
      const key = `${view} ${headers.accept} ${url}`
      const kept = this.#kept.get(key)
      if (!kept) return this.#keep(key, await request(options))
      // Changed in place: hooks further in were given the same options.
      options.headers['if-none-match'] = kept.etag
      try {
        return this.#keep(key, await request(options))
      } catch (error) {
        if (field(error, 'status') !== 304) throw error
        return this.#again(key, kept, field(field(error, 'response'), 'headers'))
      }
    })
  }

  /** The answer of before, with the headers of now: a 304 may leave out what has not changed, such as links to pages. */
  #again(key: string, kept: Kept, headers: unknown) {
    this.#put(key, kept)
    const data: unknown = deserialize(kept.data)
    return { status: 200, url: kept.url, data, headers: { ...kept.headers, ...Object(headers) } }
  }

  #keep<
    Response extends {
      readonly headers: Readonly<Record<string, unknown>>
      readonly url: string
      readonly data?: unknown
    },
  >(key: string, response: Response): Response {
    const etag = text(response.headers.etag)
    const data = etag !== undefined && typeof response.data === 'object' ? serialize(response.data) : undefined
    if (etag !== undefined && data && data.length <= longestKept)
      this.#put(key, { etag, data, headers: response.headers, url: response.url })
    else this.#drop(key)
    return response
  }

  /** The one that was used longest ago goes first. */
  #put(key: string, kept: Kept): void {
    this.#drop(key)
    this.#kept.set(key, kept)
    this.#length += lengthOf(kept)
    for (const oldest of this.#kept.keys()) {
      if (this.#length <= mostKept) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key)
    if (kept) this.#length -= lengthOf(kept)
    this.#kept.delete(key)
  }
}

const lengthOf = ({ data }: Kept): number => data.length + besides
