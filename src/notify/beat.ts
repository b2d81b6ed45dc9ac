import { TryLater } from '../engine/ports.ts'
import { unreached } from './post.ts'

const receiver = 'The receiver of the heartbeat'
const timeout = 10_000

/**
 * Beats at the address in HEARTBEAT_URL, with a GET: healthchecks.io, Uptime Kuma, Better Stack and Grafana OnCall all
 * take one. No redirect is followed, and the address is in no error: it holds the password of the check.
 * @returns what throws `TryLater` unless the answer is one of success
 */
export function createBeat(address: string): () => Promise<void> {
  return async () => {
    const status = await statusOf(address)
    if (status < 200 || status >= 300) throw new TryLater(`${receiver} answered ${status}`, 0)
  }
}

async function statusOf(address: string): Promise<number> {
  const signal = AbortSignal.timeout(timeout)
  try {
    const { status, body } = await fetch(address, {
      redirect: 'manual',
      signal,
      headers: { 'user-agent': 'Firebreak' },
    })
    // Unread, it would hold the connection.
    await body?.cancel()
    return status
  } catch (error) {
    throw unreached(receiver, error, timeout)
  }
}
