import type { Policy, Template } from './policy.ts'

/** Raised whenever a policy has more to say than before; one that was stored under another number is read anew. */
export const languageVersion = 4

/**
 * A policy that an earlier version of this program stored, with what it could not say yet filled in. An incident keeps the
 * policy it was declared under, so this must hold for as long as such incidents are open.
 */
export function upgradedPolicy(stored: Policy): Policy {
  const { updates, postmortem, kinds } = stored
  return {
    ...stored,
    kinds: Object.fromEntries(
      Object.entries(kinds).map(([id, kind]) => [
        id,
        { ...kind, drafts: kind.drafts ?? [], updateEvery: kind.updateEvery ?? {} },
      ]),
    ),
    updates: {
      ...updates,
      template: upgradedTemplate(updates.template),
      messages: updates.messages ?? [],
      deadlines: updates.deadlines.map((one) => ({
        ...one,
        kinds: one.kinds ?? [],
        severities: one.severities ?? [],
      })),
    },
    rollOut: stored.rollOut ?? { stages: [] },
    confidential: stored.confidential ?? { tracking: 'SEC', repository: undefined, advisory: undefined },
    cooldown: stored.cooldown ?? { interactions: undefined },
    readiness: stored.readiness ?? { dashboard: false, cron: '0 6 * * *', timezone: 'UTC' },
    postmortem: { ...postmortem, template: upgradedTemplate(postmortem.template) },
  }
}

/** Version 1 kept the path alone. */
const upgradedTemplate = (template: Template | string | undefined): Template | undefined =>
  typeof template === 'string' ? { type: 'file', path: template } : template
