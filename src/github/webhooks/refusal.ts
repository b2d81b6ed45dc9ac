import type { OutgoingHttpHeaders } from 'node:http'

/** Why a request was not taken, as metrics and the log call it. */
export type RefusalReason =
  | 'method'
  | 'label'
  | 'content-type'
  | 'too-large'
  | 'too-slow'
  | 'truncated'
  | 'no-room'
  | 'signature'
  | 'content'

const statuses: Readonly<Record<RefusalReason, number>> = {
  method: 405,
  label: 400,
  'content-type': 415,
  'too-large': 413,
  'too-slow': 408,
  truncated: 400,
  'no-room': 503,
  signature: 400,
  content: 400,
}

const extraHeaders: Partial<Record<RefusalReason, OutgoingHttpHeaders>> = {
  method: { allow: 'POST' },
  'no-room': { 'retry-after': '60' },
}

/**
 * A request that is not taken as a delivery. Its message is for whoever set up the webhook: it says nothing of what was
 * sent, and nothing that the sender did not know.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super(message)
    this.reason = reason
  }

  get status(): number {
    return statuses[this.reason]
  }

  get headers(): OutgoingHttpHeaders {
    return extraHeaders[this.reason] ?? {}
  }
}
