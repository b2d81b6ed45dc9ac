import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { DependabotAlert } from '../model/dependabot-alert.ts'
import { dependabotAlertJson } from '../shapes/dependabot-alert.ts'

/** Dependabot's alerts, newest first. */
export const dependabotAlertRoutes: Route[] = [
  repositoryRoute('GET /dependabot/alerts', 'vulnerability_alerts:read', (call) => {
    const found = call.repository.dependabotAlerts.filter((one) => matches(call, one)).toReversed()
    return { status: 200, list: { items: found.map((one) => dependabotAlertJson(call.world, call.repository, one)) } }
  }),
]

/** Each filter is a list with commas. */
function matches({ query }: RepositoryCall, alert: DependabotAlert): boolean {
  const wanted = (name: string, value: string) => query.get(name)?.split(',').includes(value) ?? true
  return (
    wanted('state', alert.state) &&
    wanted('severity', alert.severity) &&
    wanted('package', alert.package.name) &&
    wanted('ecosystem', alert.package.ecosystem) &&
    wanted('manifest', alert.manifest)
  )
}
