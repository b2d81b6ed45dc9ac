import type { DependabotAlert, DISMISSAL_REASONS } from '../model/dependabot-alert.ts'
import type { RepositoryContext } from '../operations/context.ts'
import { alertNumbered, endAlert, type NewAlert, raiseAlert, reopenAlert } from '../operations/dependabot-alerts.ts'
import { demandRole } from './demand.ts'

export type DependabotVerbs = ReturnType<typeof dependabotVerbs>

/** What GitHub itself does about vulnerable dependencies. Nothing here reads a manifest: a test says what was found. */
export function dependabotVerbs(context: RepositoryContext) {
  return {
    find: (input: NewAlert = {}): DependabotAlert => raiseAlert(context, input),
    /** The default branch no longer has it. */
    fixed: (number: number): void => endAlert(context, alertNumbered(context, number), 'fixed'),
    /** The default branch has it again. */
    reintroduced: (number: number): void => reopenAlert(context, alertNumbered(context, number), 'reintroduced'),
    /** One of the repository's own rules dismisses it. */
    autoDismissed: (number: number): void => endAlert(context, alertNumbered(context, number), 'auto_dismissed'),
  }
}

/** What people do about alerts. */
export function alertVerbs(context: RepositoryContext) {
  return {
    dismissAlert(number: number, reason: (typeof DISMISSAL_REASONS)[number]): void {
      demandRole(context, 'write', 'dismiss an alert')
      endAlert(context, alertNumbered(context, number), { dismissed: reason })
    },
    reopenAlert(number: number): void {
      demandRole(context, 'write', 'reopen an alert')
      reopenAlert(context, alertNumbered(context, number), 'reopened')
    },
  }
}
