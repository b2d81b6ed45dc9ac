import type { AftermathEntry } from '../incident/aftermath.ts'
import type { Sentences } from './timeline-sentences.ts'

export const aftermathSentences: Sentences<AftermathEntry['type']> = {
  ReviewMet: () => 'ReviewMet',
  ReviewAsked: () => 'ReviewAsked',
  ActionFound: () => 'ActionFound',
  ActionOpened: () => 'ActionOpened',
  ActionClosed: () => 'ActionClosed',
  ActionReminded: () => 'ActionReminded',
  FollowUpPosted: () => 'FollowUpPosted',
  PublishRequested: () => 'PublishRequested',
  Published: () => 'Published',
}
