import type { CommunityEntry } from '../incident/community.ts'
import type { Sentences } from './timeline-sentences.ts'

export const communitySentences: Sentences<CommunityEntry['type']> = {
  CooldownBegun: () => 'CooldownBegun',
  CooldownOver: () => 'CooldownOver',
  DraftsPosted: () => 'DraftsPosted',
}
