import { Socket } from 'node:net'

/**
 * Nothing in a play calls anybody. Should a mistake of ours let it, what strangers wrote must not decide whom: every connection
 * of this process is refused.
 */
export function refuseNetwork(): void {
  Socket.prototype.connect = () => {
    throw new Error('A play calls nobody')
  }
}
