import type { DrillMessage } from '../incident/drill.ts'
import type { Sayings } from './saying.ts'

export const drillComments: Sayings<DrillMessage['type']> = {
  DrillIssue: () => 'DrillIssue',
  DrillInject: () => 'DrillInject',
  DrillScore: () => 'DrillScore',
  DrillFailed: () => 'DrillFailed',
}
