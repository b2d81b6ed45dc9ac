import type { EscalationPolicies, EscalationPolicy, Role, Severity, UpdatesPolicy } from './policy.ts'
import type { Configuration } from './schema/configuration.ts'

export function buildRoles({ roles }: Configuration): Record<string, Role> {
  const built = Object.entries(roles).map(([name, role]): [string, Role] => [
    name,
    Array.isArray(role)
      ? { type: 'members', members: role }
      : { type: 'rotation', rotation: role.rotation, overrides: role.overrides },
  ])
  return Object.fromEntries(built)
}

export function buildSeverities({ severities, escalation }: Configuration): Severity[] {
  return Object.entries(severities).map(([id, severity]) => ({
    id,
    name: severity.name ?? id,
    description: severity.description,
    label: severity.label ?? defaultSeverityLabel(id),
    when: severity.when && {
      cvss: severity.when.cvss,
      exploited: severity.when.exploited,
      scope: severity.when.scope,
    },
    respondWithin: severity['respond-within'],
    resolveWithin: severity['resolve-within'],
    updateEvery: severity['update-every'] === false ? undefined : severity['update-every'],
    freeze: severity.freeze,
    escalation: callsResponders(escalation, severity) ? respondersFirst(id) : escalationOf(escalation, severity),
    responders: severity.responders,
    approvals: severity.approvals,
  }))
}

/** The label of a severity that names none. */
export function defaultSeverityLabel(id: string): string {
  return `severity/${id}`
}

type WrittenSeverity = Configuration['severities'][string]

/** The escalation policy that a severity names; where it says nothing, the one called `default`. */
const escalationOf = ({ policies }: Configuration['escalation'], { escalation }: WrittenSeverity): string | false =>
  escalation ?? (Object.hasOwn(policies, 'default') ? 'default' : false)

/** Responders whom no step of the escalation names are mentioned at once, unless nobody is to be called (`false`). */
function callsResponders(escalation: Configuration['escalation'], severity: WrittenSeverity): boolean {
  if (severity.responders.length === 0 || severity.escalation === false) return false
  const name = escalationOf(escalation, severity)
  const steps = name === false ? [] : (escalation.policies[name]?.steps ?? [])
  return !steps.some(({ notify }) => notify.some((role) => severity.responders.includes(role)))
}

/** The name of what such a severity escalates by. Names in a file hold no spaces, so it is nobody else's. */
export const respondersFirst = (severity: string): string => `responders of ${severity}, then the escalation`

export function buildEscalation({ escalation, severities }: Configuration): EscalationPolicies {
  const written = writtenPolicies(escalation)
  const called = Object.entries(severities).flatMap(([id, severity]): [string, EscalationPolicy][] => {
    if (!callsResponders(escalation, severity)) return []
    const { steps, ...rest } = written[escalationOf(escalation, severity) || ''] ?? noEscalation
    return [[respondersFirst(id), { ...rest, steps: withResponders(steps, severity.responders) }]]
  })
  return { response: escalation.response, policies: { ...written, ...Object.fromEntries(called) } }
}

/** They are told together with those who are told at once. */
function withResponders([first, ...others]: Steps, responders: readonly string[]): Steps {
  if (first?.after === 0) return [{ ...first, notify: [...responders, ...first.notify] }, ...others]
  const atOnce = { notify: responders, after: 0, channels: [] }
  return [atOnce, ...(first ? [first] : []), ...others]
}

type Steps = EscalationPolicy['steps']

const noEscalation: EscalationPolicy = { steps: [], repeat: undefined, hours: undefined }

function writtenPolicies({ policies: given }: Configuration['escalation']): Readonly<Record<string, EscalationPolicy>> {
  const policies = Object.entries(given).map(([name, policy]): [string, EscalationPolicy] => [
    name,
    {
      steps: policy.steps.map((step) => ({ notify: step.notify, after: step.after ?? 0, channels: step.channels })),
      repeat: policy.repeat,
      hours: policy.hours,
    },
  ])
  return Object.fromEntries(policies)
}

export function buildUpdates({ updates }: Configuration): UpdatesPolicy {
  return {
    template: updates.template,
    minimumWords: updates['minimum-words'],
    deadlines: updates.deadlines,
    messages: Object.entries(updates.messages).map(([id, message]) => ({ ...message, id, title: message.title ?? id })),
  }
}
