import type { Policy } from '../../policy/policy.ts'
import type { Beginning } from '../../policy/schema/simulation.ts'

/** One emergency that both configurations have to stand. */
export interface PlannedCase {
  readonly severity: string
  readonly moment: string
  readonly start: Beginning
}

/** The rarest ones say no more, and each costs four plays. */
const mostSeverities = 6

const moments = [
  { moment: 'Wednesday 10:00', start: { type: 'weekday', weekday: 3, minutes: 10 * 60 } },
  { moment: 'Sunday 03:00', start: { type: 'weekday', weekday: 7, minutes: 3 * 60 } },
] as const

/** When people are at work, and when nobody is. @param policies the proposed one first, whose order of severities counts */
export function casesOf(policies: readonly Policy[]): readonly PlannedCase[] {
  const severities = [...new Set(policies.flatMap((policy) => policy.severities.map(({ id }) => id)))]
  return severities.slice(0, mostSeverities).flatMap((severity) => moments.map((each) => ({ severity, ...each })))
}

/** Where these people live, as far as the configurations say so. @param policies the proposed one first */
export function timezoneOf(policies: readonly Policy[]): string {
  return policies.flatMap(zonesIn)[0] ?? 'UTC'
}

/** The first is the one that says most about who is asleep. */
const zonesIn = ({ roles, escalation, freeze }: Policy): readonly string[] => [
  ...Object.values(roles).flatMap((role) => (role.type === 'rotation' ? [role.rotation.timezone] : [])),
  ...Object.values(escalation.policies).flatMap(({ hours }) => (hours ? [hours.timezone] : [])),
  ...freeze.windows.map(({ timezone }) => timezone),
]
