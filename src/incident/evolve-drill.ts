import type { DrillRecord } from './drill.ts'
import type { Entry } from './timeline.ts'

/** The exercise after one more line of its timeline; undefined for an emergency. */
export function evolveDrill(drill: DrillRecord | undefined, entry: Entry): DrillRecord | undefined {
  if (entry.type === 'DrillBegun') return begun(entry)
  if (!drill) return undefined
  switch (entry.type) {
    case 'DrillInject':
      return {
        ...drill,
        injects: drill.injects.map((inject, index) => (index === entry.inject ? { ...inject, said: true } : inject)),
      }
    case 'FreezeRehearsed':
      return { ...drill, rehearsal: { status: entry.status, rulesetId: entry.rulesetId } }
    case 'DrillScored':
      return { ...drill, score: entry.score }
    default:
      return drill
  }
}

const begun = ({ name, scenario }: Extract<Entry, { type: 'DrillBegun' }>): DrillRecord => ({
  name,
  scenario: scenario.path,
  injects: scenario.injects.map((inject) => ({ ...inject, said: false })),
  rehearsal: undefined,
  score: undefined,
})
