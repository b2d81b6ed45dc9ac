import type { Octokit } from '../client.ts'
import { isRefusal, type RefusalKind } from '../errors.ts'

/** A repository, and a client that may read it. */
export interface Place {
  readonly octokit: Octokit
  readonly owner: string
  readonly repo: string
}

/** What a call gives, or `fallback` when GitHub refuses it for one of these reasons. */
export async function unlessRefused<Value, Fallback>(
  call: Promise<Value>,
  fallback: Fallback,
  ...kinds: readonly [RefusalKind, ...RefusalKind[]]
): Promise<Value | Fallback> {
  try {
    return await call
  } catch (error) {
    if (isRefusal(error, ...kinds)) return fallback
    throw error
  }
}
