import { noAftermath } from './aftermath.ts'
import { noCommunication } from './communication.ts'
import { noSecret } from './disclosure.ts'
import type { Incident } from './incident.ts'

/** The parts of an incident that nothing has happened to yet. An incident stored by an earlier version lacks them. */
export const untouchedParts: Pick<
  Incident,
  'alert' | 'decision' | 'communication' | 'rollOut' | 'rollbacks' | 'cooldowns' | 'disclosure' | 'aftermath' | 'drill'
> = {
  alert: undefined,
  decision: undefined,
  communication: noCommunication,
  rollOut: undefined,
  rollbacks: [],
  cooldowns: [],
  disclosure: noSecret,
  aftermath: noAftermath,
  drill: undefined,
}
