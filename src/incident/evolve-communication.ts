import type { Communication } from './communication.ts'
import type { Entry } from './timeline.ts'

export function evolveCommunication(communication: Communication, entry: Entry): Communication {
  switch (entry.type) {
    default:
      return communication
  }
}
