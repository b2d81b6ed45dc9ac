import type { DisclosureMessage } from '../incident/disclosure.ts'
import type { Sayings } from './saying.ts'

export const disclosureComments: Sayings<DisclosureMessage['type']> = {
  Confidential: () => 'Confidential',
  DetailsPlace: () => 'DetailsPlace',
  Details: () => 'Details',
  Disclosed: () => 'Disclosed',
}
