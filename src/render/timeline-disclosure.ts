import type { DisclosureEntry } from '../incident/disclosure.ts'
import type { Sentences } from './timeline-sentences.ts'

export const disclosureSentences: Sentences<DisclosureEntry['type']> = {
  KeptConfidential: () => 'KeptConfidential',
  DetailsOpened: () => 'DetailsOpened',
  DetailsRefused: () => 'DetailsRefused',
  Disclosed: () => 'Disclosed',
}
