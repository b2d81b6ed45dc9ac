import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

const asked = { thread: 12, until: start, interactions: 'contributors-only', lockKey: 'one', firstKey: 'one' } as const

export const communityEntries = (text: string) =>
  ({
    CooldownAsked: { type: 'CooldownAsked', ...asked },
    CooldownBegun: { type: 'CooldownBegun', thread: 12, until: start },
    CooldownEnding: { type: 'CooldownEnding', thread: 12, key: 'two', late: 0 },
    CooldownOver: { type: 'CooldownOver', thread: 12, late: 0, stillLocked: false },
    CooldownFailed: { type: 'CooldownFailed', thread: 12, what: 'unlock', reason: text },
    InteractionsLimited: { type: 'InteractionsLimited', limit: 'collaborators-only', ours: true },
    DraftsPosted: { type: 'DraftsPosted', kind: text },
  }) satisfies SomeEntries

const begun = {
  type: 'CooldownBegun',
  incident,
  until: start,
  moved: false,
  wasLocked: false,
  cannotLimit: false,
} as const
const failed = { type: 'CooldownFailed', incident, thread: 12 } as const

export const communityMessages = (text: string) =>
  ({
    CooldownBegun: [
      { ...begun, by: text },
      { ...begun, by: text, moved: true, wasLocked: true },
      { ...begun, by: undefined, cannotLimit: true },
      { ...begun, by: text, wasLocked: true },
    ],
    InteractionsLimited: [
      { type: 'InteractionsLimited', incident, limit: 'contributors-only', ours: true },
      { type: 'InteractionsLimited', incident, limit: 'contributors-only', ours: false },
    ],
    CooldownOver: [
      { type: 'CooldownOver', incident, late: 7_800_000, stillLocked: false },
      { type: 'CooldownOver', incident, late: 0, stillLocked: true },
    ],
    CooldownFailed: [
      { ...failed, what: 'lock', reason: text },
      { ...failed, what: 'unlock', reason: text },
      { ...failed, what: 'limit', reason: text },
      { ...failed, what: 'unlimit', reason: text },
    ],
    Drafts: [{ type: 'Drafts', incident, kind: text, drafts: [{ title: text, text }] }],
  }) satisfies SomeMessages
