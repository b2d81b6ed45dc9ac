import type { CommunicationEntry } from '../incident/communication.ts'
import type { Sentences } from './timeline-sentences.ts'

export const communicationSentences: Sentences<CommunicationEntry['type']> = {
  UpdateAsked: () => 'UpdateAsked',
  UpdateTooThin: () => 'UpdateTooThin',
  MessagePosted: () => 'MessagePosted',
  DeadlineReached: () => 'DeadlineReached',
  ChannelAsked: () => 'ChannelAsked',
  ChannelTold: () => 'ChannelTold',
  ChannelNotTold: () => 'ChannelNotTold',
}
