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
  const usual = Object.hasOwn(escalation.policies, 'default') ? 'default' : false
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
    escalation: severity.escalation ?? usual,
    responders: severity.responders,
    approvals: severity.approvals,
  }))
}

/** The label of a severity that names none. */
export function defaultSeverityLabel(id: string): string {
  return `severity/${id}`
}

export function buildEscalation({ escalation }: Configuration): EscalationPolicies {
  const policies = Object.entries(escalation.policies).map(([name, policy]): [string, EscalationPolicy] => [
    name,
    {
      steps: policy.steps.map((step) => ({ notify: step.notify, after: step.after ?? 0, channels: step.channels })),
      repeat: policy.repeat,
      hours: policy.hours,
    },
  ])
  return { response: escalation.response, policies: Object.fromEntries(policies) }
}

export function buildUpdates({ updates }: Configuration): UpdatesPolicy {
  return {
    template: updates.template,
    minimumWords: updates['minimum-words'],
    deadlines: updates.deadlines,
    messages: Object.entries(updates.messages).map(([id, message]) => ({ ...message, id, title: message.title ?? id })),
  }
}
