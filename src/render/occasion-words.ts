import type { Occasion } from '../incident/communication.ts'

/** What a channel is told about. */
export const occasionWords: { readonly [Each in Occasion]: string } = {
  escalation: 'by the escalation',
  deadline: 'by its deadline',
  message: 'the message that was meant for it',
  update: 'of an update',
  acknowledged: 'of the acknowledgement',
  mitigated: 'that the incident is mitigated',
  resolved: 'that the incident is resolved',
  cancelled: 'that the incident is cancelled',
  alarm: 'of an alarm',
}
