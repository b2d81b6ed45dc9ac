import type { CommunityMessage } from '../incident/community.ts'
import type { Sayings } from './saying.ts'

export const communityComments: Sayings<CommunityMessage['type']> = {
  CooldownBegun: () => 'CooldownBegun',
  CooldownOver: () => 'CooldownOver',
  CooldownFailed: () => 'CooldownFailed',
  Drafts: () => 'Drafts',
}
