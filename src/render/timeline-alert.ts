import type { AlertEntry } from '../incident/alert.ts'
import type { Sentences } from './timeline-sentences.ts'

export const alertSentences: Sentences<AlertEntry['type']> = {
  AlertRaised: () => 'AlertRaised',
  AlertClosed: () => 'AlertClosed',
  AdvisoryPublished: () => 'AdvisoryPublished',
}
