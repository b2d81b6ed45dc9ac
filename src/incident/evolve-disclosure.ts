import type { Disclosure } from './disclosure.ts'
import type { Entry } from './timeline.ts'

export function evolveDisclosure(disclosure: Disclosure, entry: Entry): Disclosure {
  switch (entry.type) {
    case 'KeptConfidential':
      return { ...disclosure, tracking: disclosure.tracking ?? entry.tracking }
    case 'DetailsOpened':
      return { ...disclosure, details: entry.details }
    case 'Disclosed':
      return { ...disclosure, disclosedAt: disclosure.disclosedAt ?? entry.at }
    default:
      return disclosure
  }
}
