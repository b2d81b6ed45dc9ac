import type { Json } from '../json.ts'
import type { Deployment, DeploymentStatus } from '../model/deployment.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** @returns the official `deployment`. */
export function deploymentJson(world: World, repository: Repository, deployment: Deployment): Json {
  const url = deploymentUrl(repository, deployment)
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: 'deploy',
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: null,
    creator: userJson(world, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(repository),
    transient_environment: false,
    production_environment: deployment.environment === 'production',
    performed_via_github_app: null,
  }
}

/** @returns the official `deployment-status`. */
export function deploymentStatusJson(
  world: World,
  repository: Repository,
  { deployment, status }: { deployment: Deployment; status: DeploymentStatus },
): Json {
  const url = deploymentUrl(repository, deployment)
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DES', status.id),
    state: status.state,
    creator: userJson(world, status.creator),
    description: '',
    environment: deployment.environment,
    target_url: status.url,
    log_url: status.url,
    environment_url: '',
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(repository),
    performed_via_github_app: null,
  }
}

function deploymentUrl(repository: Repository, deployment: Deployment): string {
  return `${repositoryUrl(repository)}/deployments/${deployment.id}`
}
