import type { Detection, Severity } from '../policy/policy.ts'
import { hasLabel } from './detect.ts'
import type { LabelSpec } from './effect.ts'
import { type Incident, severityOf } from './incident.ts'
import type { Status } from './timeline.ts'

const statusLabels: { readonly [K in Status]: { readonly color: string; readonly description: string } } = {
  reported: { color: 'fbca04', description: 'Incident: reported, waits for somebody to confirm it' },
  declared: { color: 'b60205', description: 'Incident: declared, nobody has acknowledged it yet' },
  acknowledged: { color: 'd93f0b', description: 'Incident: somebody is on it' },
  mitigated: { color: '1d76db', description: 'Incident: a hotfix is merged' },
  resolved: { color: '0e8a16', description: 'Incident: over, the post-mortem is to be written' },
  closed: { color: 'c2e0c6', description: 'Incident: over and done' },
  cancelled: { color: 'd4c5f9', description: 'Incident: a false alarm' },
}

/** Whether labels tell of an incident, over or not. */
export const tellOfIncident = (labels: readonly string[]): boolean =>
  Object.keys(statusLabels).some((status) => hasLabel(labels, `incident/${status}`))

/** The label that marks an emergency, and that is added where the title alone marks it; undefined where none is configured. */
export function markLabel({ labels: [name] }: Detection): LabelSpec | undefined {
  return name === undefined
    ? undefined
    : { name, color: 'b60205', description: 'An emergency: Firebreak runs the procedure' }
}

/** Marks an exercise, and stands on it in place of everything that figures are counted by. */
export const drillLabel: LabelSpec = {
  name: 'incident-drill',
  color: 'bfdadc',
  description: 'An exercise: nothing is frozen, nobody is paged',
}

/** The labels that stand on an incident's anchor: its mark, status, severity and kind. */
export function labelsOf(incident: Incident): readonly LabelSpec[] {
  const { detection, kinds } = incident.policy
  const severity = severityOf(incident)
  const kind = incident.kind === undefined ? undefined : kinds[incident.kind]?.label
  const mark = markLabel(detection)
  const status = statusLabels[incident.status]
  if (incident.drill) return [drillLabel, { name: `incident/${incident.status}`, ...status }]
  return [
    ...(mark ? [mark] : []),
    { name: `incident/${incident.status}`, ...status },
    ...(severity ? [severityLabel(severity)] : []),
    ...(kind === undefined
      ? []
      : [{ name: kind, color: 'bfd4f2', description: labelText(`Kind of incident: ${incident.kind}`) }]),
  ]
}

export const severityLabel = ({ id, name, label }: Severity): LabelSpec => ({
  name: label,
  color: 'e99695',
  description: labelText(`Severity ${id}: ${name}`),
})

/** GitHub refuses descriptions of more than 100 characters. */
const labelText = (text: string): string => text.slice(0, 100)
