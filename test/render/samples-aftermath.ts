import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

export const aftermathEntries = (text: string) => {
  const row = { key: '1', text, owner: text, due: { written: text, at: start } }
  return {
    ReviewAsked: { type: 'ReviewAsked', step: 'scheduled', late: 0 },
    ActionFound: { type: 'ActionFound', ...row },
    ActionChanged: { type: 'ActionChanged', ...row },
    ActionsLeftOut: { type: 'ActionsLeftOut', followed: 30 },
    ActionsRead: { type: 'ActionsRead', table: ['1'] },
    ActionOpened: { type: 'ActionOpened', key: '1', number: 20 },
    ActionRefused: { type: 'ActionRefused', key: '1', reason: text },
    ActionClosed: { type: 'ActionClosed', key: '1', how: 'closed' },
    ActionReopened: { type: 'ActionReopened', key: '1' },
    ActionReminded: { type: 'ActionReminded', key: '1', late: 0 },
    PostmortemReopened: { type: 'PostmortemReopened' },
    FollowUpDue: { type: 'FollowUpDue', place: 0, after: 86_400_000, late: 0 },
    FollowUpsOver: { type: 'FollowUpsOver' },
    PublishRequested: { type: 'PublishRequested', category: text },
    Published: { type: 'Published', number: 60, url: text },
    PublishRefused: { type: 'PublishRefused', reason: text },
  } satisfies SomeEntries
}

export const aftermathMessages = (text: string) => {
  const due = { written: text, at: undefined }
  return {
    ReviewDue: [
      { type: 'ReviewDue', incident, step: 'held', within: 604_800_000, members: ['@dana'], late: 7_800_000 },
    ],
    ActionIssue: [{ type: 'ActionIssue', incident, key: '1', text, owner: text, due }],
    ActionDue: [{ type: 'ActionDue', incident, key: '1', members: ['@dana'], late: 0 }],
    ActionsOpen: [{ type: 'ActionsOpen', incident, by: text }],
    ActionsLeftOut: [{ type: 'ActionsLeftOut', incident, followed: 30 }],
    PublishedPostmortem: [{ type: 'PublishedPostmortem', incident, title: text, text }],
    Published: [{ type: 'Published', incident, url: text }],
    PublishedBefore: [{ type: 'PublishedBefore', incident, url: text }],
    PublishRefused: [
      { type: 'PublishRefused', incident, category: text, reason: text, isLast: false },
      { type: 'PublishRefused', incident, category: text, reason: text, isLast: true },
    ],
  } satisfies SomeMessages
}
