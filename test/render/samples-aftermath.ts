import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

export const aftermathEntries = (text: string) =>
  ({
    ReviewMet: { type: 'ReviewMet', step: 'held' },
    ReviewAsked: { type: 'ReviewAsked', step: 'scheduled', late: 0 },
    ActionFound: { type: 'ActionFound', key: 'a', text, owner: text, due: start },
    ActionOpened: { type: 'ActionOpened', key: 'a', number: 50 },
    ActionClosed: { type: 'ActionClosed', key: 'a', reopened: false },
    ActionReminded: { type: 'ActionReminded', key: 'a', late: 0 },
    FollowUpPosted: { type: 'FollowUpPosted', followUp: 0, late: 0 },
    PublishRequested: { type: 'PublishRequested', category: text, effect: 'publish' },
    Published: { type: 'Published', number: 60, url: text },
  }) satisfies SomeEntries

export const aftermathMessages = (text: string) =>
  ({
    ReviewDue: [{ type: 'ReviewDue', incident, step: 'held', members: ['@dana'], late: 7_800_000 }],
    ActionIssue: [{ type: 'ActionIssue', incident, text, owner: text, due: start }],
    ActionDue: [{ type: 'ActionDue', incident, key: 'a', late: 0 }],
    ActionsOpen: [{ type: 'ActionsOpen', incident, by: text }],
    PublishedPostmortem: [{ type: 'PublishedPostmortem', incident, text }],
    Published: [{ type: 'Published', incident, url: text }],
    PublishFailed: [{ type: 'PublishFailed', incident, reason: text }],
  }) satisfies SomeMessages
