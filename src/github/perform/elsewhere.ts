import type { PerformJob } from '../../engine/ports.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { readRepository } from '../pull-request.ts'
import { GivenUp, type PerformContext } from './context.ts'

/** What an effect says about where it belongs. */
interface Destination {
  readonly repository?: string
  readonly secret?: boolean
}

export interface Workplace {
  readonly octokit: Octokit
  /** The same job, in the repository where it is carried out. */
  readonly job: PerformJob
}

/**
 * Where an effect is carried out: in the incident's own repository, or in another one of the same owner, with a token for
 * that one's issues alone. What is secret goes only where GitHub says at this moment that the repository is private.
 * Throws `GivenUp`, with the reason for people, where it may not go there. Source: `repos/get`.
 */
export async function workplaceOf(
  destination: Destination,
  job: PerformJob,
  context: PerformContext,
): Promise<Workplace> {
  const name = destination.repository
  if (name === undefined) return { octokit: await context.clients.forRepository(job.repository), job }
  const [owner = '', repo = ''] = name.split('/')
  if (owner.toLowerCase() !== job.repository.owner.toLowerCase())
    throw new GivenUp(
      `The repository \`${name}\` belongs to somebody else: name one of \`${job.repository.owner}\` in the configuration.`,
    )
  const octokit = await context.clients.issuesOf(job.repository.installationId, repo)
  const repository = await repositoryAt(octokit, job, { owner, repo })
  if (destination.secret && !repository.private)
    throw new GivenUp(
      `The repository \`${name}\` is public, and this is confidential: make it private, or name another.`,
    )
  return { octokit, job: { ...job, repository } }
}

async function repositoryAt(
  octokit: Octokit,
  { repository: home }: PerformJob,
  { owner, repo }: { readonly owner: string; readonly repo: string },
): Promise<Repository> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}', { owner, repo })
  const found = readRepository(data, home.installationId)
  if (!found) throw new GivenUp(`GitHub does not say what \`${owner}/${repo}\` is.`)
  return found
}
