import type { AftermathMessage } from '../incident/aftermath.ts'
import type { Sayings } from './saying.ts'

export const aftermathComments: Sayings<AftermathMessage['type']> = {
  ReviewDue: () => 'ReviewDue',
  ActionIssue: () => 'ActionIssue',
  ActionDue: () => 'ActionDue',
  ActionsOpen: () => 'ActionsOpen',
  PublishedPostmortem: () => 'PublishedPostmortem',
  Published: () => 'Published',
  PublishFailed: () => 'PublishFailed',
}
