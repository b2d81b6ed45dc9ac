import type { Channels } from '../engine/ports.ts'

/** Channels outside GitHub, with the addresses that the operator granted. */
export function createChannels(): Channels {
  return { notify: () => Promise.resolve({ succeeded: false, reason: 'no channel is granted to this repository' }) }
}
