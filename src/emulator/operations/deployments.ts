import { invalidRequest, notFound } from '../http/api-error.ts'
import type { Deployment, DeploymentStatus } from '../model/deployment.ts'
import { deploymentJson, deploymentStatusJson } from '../shapes/deployment.ts'
import type { RepositoryContext } from './context.ts'
import { resolveRef } from './refs.ts'

/** What to deploy: a branch or a sha. */
export type NewDeployment = { environment: string; ref: string }

/** @throws 404 when the repository has no such deployment. */
export function deploymentWithId(context: RepositoryContext, id: number): Deployment {
  const found = context.repository.deployments.find((one) => one.id === id)
  if (found === undefined) throw notFound()
  return found
}

/** Records that a commit goes to an environment. @throws 422 when there is no such commit. */
export function createDeployment(context: RepositoryContext, input: NewDeployment): Deployment {
  const { world, repository, actor } = context
  const commit = resolveRef(context, input.ref)
  if (commit === undefined) throw invalidRequest(`No ref found for: ${input.ref}`)
  const deployment: Deployment = {
    id: world.ids.next(),
    sha: commit.sha,
    ...input,
    creator: actor.login,
    statuses: [],
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
  }
  repository.deployments.push(deployment)
  publish(context, 'deployment', deployment)
  return deployment
}

/** Reports how far a deployment has come. */
export function setDeploymentStatus(
  context: RepositoryContext,
  deployment: Deployment,
  report: Pick<DeploymentStatus, 'state' | 'url'>,
): DeploymentStatus {
  const { world, actor } = context
  const status = { id: world.ids.next(), ...report, creator: actor.login, createdAt: world.timestamp() }
  deployment.statuses.push(status)
  deployment.updatedAt = status.createdAt
  publish(context, 'deployment_status', deployment, status)
  return status
}

/** Nothing here runs in a workflow of GitHub Actions, so there is none to tell of. */
function publish(context: RepositoryContext, event: string, deployment: Deployment, status?: DeploymentStatus): void {
  const { world, repository, actor } = context
  const payload = {
    deployment: deploymentJson(world, repository, deployment),
    ...(status === undefined
      ? {}
      : { deployment_status: deploymentStatusJson(world, repository, { deployment, status }) }),
    workflow: null,
    workflow_run: null,
  }
  world.publish({ event, action: 'created', sender: actor.login, repository, payload })
}
