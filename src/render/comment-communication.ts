import type { CommunicationMessage } from '../incident/communication.ts'
import type { Sayings } from './saying.ts'

export const communicationComments: Sayings<CommunicationMessage['type']> = {
  UpdateDue: () => 'UpdateDue',
  Announcement: () => 'Announcement',
  DeadlineReached: () => 'DeadlineReached',
}
