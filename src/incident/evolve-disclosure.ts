import type { Disclosure } from './disclosure.ts'
import type { Entry } from './timeline.ts'

export function evolveDisclosure(disclosure: Disclosure, entry: Entry): Disclosure {
  switch (entry.type) {
    default:
      return disclosure
  }
}
