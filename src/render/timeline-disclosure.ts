import type { DisclosureEntry } from '../incident/disclosure.ts'
import type { Sentences } from './timeline-sentences.ts'
import { mixed, person } from './words.ts'

export const disclosureSentences: Sentences<DisclosureEntry['type']> = {
  KeptConfidential: ({ tracking }) => `The incident is confidential; in public it is called ${mixed(tracking)}.`,
  DetailsOpened: ({ details }) =>
    details.place === 'advisory'
      ? 'Its details are kept in a private security advisory.'
      : `Its details are kept in ${details.repository}#${details.number}.`,
  DetailsRefused: ({ reason }) => `No private place for its details could be opened: ${mixed(reason)}`,
  Disclosed: ({ by }) => `${person(by)} disclosed the incident: it is confidential no more.`,
}
