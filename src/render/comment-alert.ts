import type { AlertMessage } from '../incident/alert.ts'
import type { Sayings } from './saying.ts'

export const alertComments: Sayings<AlertMessage['type']> = {
  AlertIssue: () => 'AlertIssue',
  AlertClosed: () => 'AlertClosed',
  AdvisoryPublished: () => 'AdvisoryPublished',
}
