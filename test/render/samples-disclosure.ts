import type { SomeEntries, SomeMessages } from './sample-types.ts'

const incident = '7#12'

export const disclosureEntries = (text: string) =>
  ({
    KeptConfidential: { type: 'KeptConfidential', tracking: 'SEC-2026-12' },
    DetailsOpened: {
      type: 'DetailsOpened',
      details: { place: 'issue', repository: 'acme/vault', number: 40, url: text },
    },
    DetailsRefused: { type: 'DetailsRefused', place: 'advisory', reason: text },
    Disclosed: { type: 'Disclosed' },
  }) satisfies SomeEntries

export const disclosureMessages = (text: string) =>
  ({
    Confidential: [{ type: 'Confidential', incident }],
    DetailsPlace: [
      { type: 'DetailsPlace', incident, url: text, reason: undefined },
      { type: 'DetailsPlace', incident, url: undefined, reason: text },
    ],
    Details: [
      { type: 'Details', incident, template: undefined },
      { type: 'Details', incident, template: '{{ incident.title | raw }}' },
    ],
    Disclosed: [{ type: 'Disclosed', incident, by: text }],
    PostmortemWaits: [
      { type: 'PostmortemWaits', incident, repository: undefined, reason: undefined },
      { type: 'PostmortemWaits', incident, repository: text, reason: text },
    ],
    PostmortemDisclosed: [
      { type: 'PostmortemDisclosed', incident, number: 40, over: false },
      { type: 'PostmortemDisclosed', incident, number: 40, over: true },
    ],
    // Its text is not from outside: people whom the private repository trusts wrote it as Markdown.
    DisclosedPostmortem: [{ type: 'DisclosedPostmortem', incident, title: text, text: '## Summary\n\nA bug.' }],
  }) satisfies SomeMessages
