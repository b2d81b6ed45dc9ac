import type { SomeEntries, SomeMessages } from './sample-types.ts'
import { start } from './samples.ts'

const incident = '7#12'

export const communityEntries = (text: string) =>
  ({
    CooldownBegun: { type: 'CooldownBegun', thread: 12, until: start, interactions: 'contributors-only' },
    CooldownOver: { type: 'CooldownOver', thread: 12, late: 0 },
    DraftsPosted: { type: 'DraftsPosted', kind: text },
  }) satisfies SomeEntries

export const communityMessages = (text: string) =>
  ({
    CooldownBegun: [{ type: 'CooldownBegun', incident, until: start, by: text }],
    CooldownOver: [{ type: 'CooldownOver', incident, late: 7_800_000 }],
    CooldownFailed: [{ type: 'CooldownFailed', incident, reason: text }],
    Drafts: [{ type: 'Drafts', incident, drafts: [{ title: text, text }] }],
  }) satisfies SomeMessages
