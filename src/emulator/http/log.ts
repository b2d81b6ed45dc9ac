import type { Permissions } from '../model/installation.ts'
import type { IncomingCall } from './handle.ts'
import type { Reply } from './reply.ts'

/** One API exchange, for tests that ask what was called. Secrets are masked. */
export type RecordedRequest = {
  at: number
  method: string
  /** Without the `/api/v3` prefix and without the query. */
  path: string
  query: Record<string, string>
  requestBody: unknown
  status: number
  responseBody: unknown
  responseHeaders: Record<string, string>
  /** The route that answered, such as `/repos/:owner/:repo/issues`; null for unknown requests and planned faults. */
  route: string | null
  tokenKind: 'app' | 'installation' | 'person' | 'anonymous'
  installationId: number | null
  permissions: Permissions | null
  /** True when the change was made but the connection was cut before the answer. */
  replyLost: boolean
}

/** @returns a deep copy in which every `token` value is masked. */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'token' ? '[masked]' : maskSecrets(inner)]),
  )
}

/** @returns the record of an exchange whose caller is not (yet) known. */
export function anonymousRecord(call: IncomingCall, reply: Reply, at: number): RecordedRequest {
  return {
    at,
    method: call.method,
    path: call.path,
    query: Object.fromEntries(call.query),
    requestBody: maskSecrets(call.body),
    status: reply.status,
    responseBody: maskSecrets(reply.body),
    responseHeaders: reply.headers,
    route: null,
    tokenKind: 'anonymous',
    installationId: null,
    permissions: null,
    replyLost: false,
  }
}
