import type { DrillEntry } from '../incident/drill.ts'
import type { Sentences } from './timeline-sentences.ts'

export const drillSentences: Sentences<DrillEntry['type']> = {
  DrillBegun: () => 'DrillBegun',
  DrillInject: () => 'DrillInject',
  PageSpared: () => 'PageSpared',
  FreezeRehearsed: () => 'FreezeRehearsed',
  DrillScored: () => 'DrillScored',
}
