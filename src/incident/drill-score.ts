import type { DrillScore } from './drill.ts'
import { respondBy } from './escalation-clock.ts'
import { type Incident, severityOf, updateEveryOf } from './incident.ts'

/** How well a drill went, measured against the promises of its severity. */
export function scoreOf(incident: Incident): DrillScore {
  const { times, checklists, timeline } = incident
  const severity = severityOf(incident)
  const began = times.declared ?? times.reported
  const items = checklists.flatMap((list) => list.items)
  const since = (moment: number | undefined): number | undefined =>
    moment === undefined ? undefined : Math.max(0, moment - began)
  return {
    acknowledged: { after: since(times.responded), promised: since(respondBy(incident)) },
    checklists: { ticked: items.filter(({ ticked }) => ticked).length, total: items.length },
    updates: {
      given: timeline.filter(({ type }) => type === 'Updated').length,
      missed: timeline.filter(({ type }) => type === 'UpdateAsked').length,
      every: updateEveryOf(incident),
    },
    resolvedAfter: since(times.resolved),
    resolvePromised: severity?.resolveWithin,
  }
}
