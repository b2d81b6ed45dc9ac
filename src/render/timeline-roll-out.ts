import type { RollOutEntry } from '../incident/roll-out.ts'
import type { Sentences } from './timeline-sentences.ts'

export const rollOutSentences: Sentences<RollOutEntry['type']> = {
  RepairDecided: () => 'RepairDecided',
  RollbackRequested: () => 'RollbackRequested',
  RollbackOpened: () => 'RollbackOpened',
  RollOutBegun: () => 'RollOutBegun',
  StageChanged: () => 'StageChanged',
  RollOutFinished: () => 'RollOutFinished',
}
