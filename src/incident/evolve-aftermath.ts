import type { Aftermath } from './aftermath.ts'
import type { Entry } from './timeline.ts'

export function evolveAftermath(aftermath: Aftermath, entry: Entry): Aftermath {
  switch (entry.type) {
    default:
      return aftermath
  }
}
