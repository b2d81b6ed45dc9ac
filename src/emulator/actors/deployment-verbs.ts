import type { Deployment, DeploymentStatus } from '../model/deployment.ts'
import type { RepositoryContext } from '../operations/context.ts'
import {
  createDeployment,
  deploymentWithId,
  type NewDeployment,
  setDeploymentStatus,
} from '../operations/deployments.ts'
import { demandRole } from './demand.ts'

/** What a person (or a pipeline in their name) does about deployments. */
export function deploymentVerbs(context: RepositoryContext) {
  return {
    /** Begins a deployment of a branch's tip or of a commit; of the default branch when nothing is named. */
    deploy(input: Pick<NewDeployment, 'environment'> & { ref?: string; sha?: string }): Deployment {
      demandRole(context, 'write', 'deploy')
      const ref = input.sha ?? input.ref ?? context.repository.defaultBranch
      return createDeployment(context, { environment: input.environment, ref })
    },
    /** @param url where its log is. */
    deploymentStatus(id: number, state: DeploymentStatus['state'], { url = '' } = {}): void {
      demandRole(context, 'write', 'report on a deployment')
      setDeploymentStatus(context, deploymentWithId(context, id), { state, url })
    },
  }
}
