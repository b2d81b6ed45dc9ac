import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Deployment } from '../model/deployment.ts'
import { deploymentWithId } from '../operations/deployments.ts'
import { deploymentJson, deploymentStatusJson } from '../shapes/deployment.ts'
import { numberParam } from './numbers.ts'

/** Deployments and how far they have come, newest first. */
export const deploymentRoutes: Route[] = [
  repositoryRoute('GET /deployments', 'deployments:read', (call) => {
    const found = call.repository.deployments.filter((one) => matches(call, one)).toReversed()
    return { status: 200, list: { items: found.map((one) => deploymentJson(call.world, call.repository, one)) } }
  }),
  repositoryRoute('GET /deployments/:id/statuses', 'deployments:read', (call) => {
    const deployment = deploymentWithId(call, numberParam(call, 'id'))
    const items = deployment.statuses
      .toReversed()
      .map((status) => deploymentStatusJson(call.world, call.repository, { deployment, status }))
    return { status: 200, list: { items } }
  }),
]

function matches({ query }: RepositoryCall, deployment: Deployment): boolean {
  const wanted = (name: string, value: string) => [null, 'none', value].includes(query.get(name))
  return (
    wanted('sha', deployment.sha) &&
    wanted('ref', deployment.ref) &&
    wanted('environment', deployment.environment) &&
    wanted('task', 'deploy')
  )
}
