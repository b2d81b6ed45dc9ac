import { notFound } from '../http/api-error.ts'
import { ghsaId } from '../ids.ts'
import type { DependabotAlert } from '../model/dependabot-alert.ts'
import { dependabotAlertJson } from '../shapes/dependabot-alert.ts'
import type { RepositoryContext } from './context.ts'

/** What may be said of a new alert; whatever is left out is an ordinary critical vulnerability of a package at run time. */
export type NewAlert = Partial<Omit<DependabotAlert, 'number' | 'state' | 'createdAt' | 'updatedAt' | 'endedAt'>>

/** @throws 404 when the repository has no such alert. */
export function alertNumbered({ repository }: RepositoryContext, number: number): DependabotAlert {
  const found = repository.dependabotAlerts.find((one) => one.number === number)
  if (found === undefined) throw notFound()
  return found
}

/** Finds a vulnerable dependency and publishes `dependabot_alert.created`. Alerts have numbers of their own. */
export function raiseAlert(context: RepositoryContext, input: NewAlert): DependabotAlert {
  const { world, repository } = context
  const alert: DependabotAlert = {
    number: repository.dependabotAlerts.length + 1,
    state: 'open',
    package: { ecosystem: 'maven', name: 'org.apache.logging.log4j:log4j-core' },
    manifest: 'pom.xml',
    scope: 'runtime',
    ghsaId: ghsaId(world.ids.next()),
    cveId: null,
    summary: 'Remote code injection',
    severity: 'critical',
    cvssV3: { score: 10, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H' },
    cvssV4: null,
    epss: null,
    vulnerableRange: '>= 2.4, < 2.15.0',
    patchedVersion: '2.15.0',
    dismissedReason: null,
    dismissedBy: null,
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
    endedAt: null,
    ...input,
  }
  repository.dependabotAlerts.push(alert)
  publish(context, alert, 'created')
  return alert
}

/** Ends an alert and publishes what GitHub calls that. */
export function endAlert(
  context: RepositoryContext,
  alert: DependabotAlert,
  state: 'fixed' | 'auto_dismissed' | { dismissed: NonNullable<DependabotAlert['dismissedReason']> },
): void {
  const now = context.world.timestamp()
  const dismissal =
    typeof state === 'object' ? { dismissedReason: state.dismissed, dismissedBy: context.actor.login } : {}
  const name = typeof state === 'object' ? 'dismissed' : state
  Object.assign(alert, { state: name, updatedAt: now, endedAt: now, ...dismissal })
  publish(context, alert, name)
}

/** Opens an alert again. `reintroduced`: a fixed one is back; `reopened`: a person took a dismissal back. */
export function reopenAlert(
  context: RepositoryContext,
  alert: DependabotAlert,
  action: 'reintroduced' | 'reopened' | 'auto_reopened',
): void {
  const updatedAt = context.world.timestamp()
  Object.assign(alert, { state: 'open', updatedAt, endedAt: null, dismissedReason: null, dismissedBy: null })
  publish(context, alert, action)
}

function publish(context: RepositoryContext, alert: DependabotAlert, action: string): void {
  const { world, repository, actor } = context
  const payload = { alert: dependabotAlertJson(world, repository, alert) }
  world.publish({ event: 'dependabot_alert', action, sender: actor.login, repository, payload })
}
