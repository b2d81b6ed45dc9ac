import type { DisclosureEntry } from '../incident/disclosure.ts'
import type { Sentences } from './timeline-sentences.ts'
import { mixed, person } from './words.ts'

export const disclosureSentences: Sentences<DisclosureEntry['type']> = {
  KeptConfidential: ({ tracking }) => `The incident is confidential; in public it is called ${mixed(tracking)}.`,
  DetailsOpened: ({ details }) =>
    details.place === 'advisory'
      ? 'Its details are kept in a private security advisory.'
      : `Its details are kept in ${details.repository}#${details.number}.`,
  DetailsRefused: ({ place, reason }) =>
    `${place === 'advisory' ? 'No draft security advisory' : 'No issue in the private repository'} could be opened for its details: ${mixed(reason)}`,
  Disclosed: ({ by }) => `${person(by)} disclosed the incident: it is confidential no more.`,
}
