import type { DrillRecord } from './drill.ts'
import type { Entry } from './timeline.ts'

export function evolveDrill(drill: DrillRecord | undefined, entry: Entry): DrillRecord | undefined {
  switch (entry.type) {
    default:
      return drill
  }
}
