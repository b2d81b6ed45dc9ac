import type { Repository } from '../../incident/repository.ts'
import type { Survey } from '../../incident/survey.ts'
import { forEverybody } from '../../policy/starter-people.ts'
import type { Clients } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, field, integer, text } from '../json.ts'
import { deployedEnvironments } from './deployments.ts'
import { type Place, unlessRefused } from './place.ts'
import { surveyFiles } from './survey-files.ts'
import { collaborators, teamsOf } from './survey-people.ts'

type Sources = Pick<Clients, 'forRepository' | 'special' | 'app'>

/**
 * Looks at a repository that is still to be configured, with what every installation may read: some ten calls. Throws `TryLater`;
 * what may not be seen is taken for absent, but for the configuration itself. Of a public repository it tells nothing that
 * anybody could not see, but for how many may merge.
 */
export async function survey(clients: Sources, repository: Repository): Promise<Survey> {
  const place = {
    octokit: await clients.forRepository(repository),
    ...{ owner: repository.owner, repo: repository.name },
  }
  const described = await unlessRefused(describe(place), undefined, 'permission', 'not-found', 'gone')
  if (integer(field(described, 'id')) !== repository.id) return nothingSeen(repository)
  const isPublic = field(described, 'private') !== true
  const { codeOwners, ...files } = await filesSeen(clients, repository, { place, isPublic })
  const people = await collaborators(place)
  const owner: Survey['owner'] = at(described, 'owner', 'type') === 'Organization' ? 'organization' : 'user'
  const seen = {
    ...{ owner, ownerLogin: repository.owner, url: text(field(described, 'html_url')) ?? '' },
    defaultBranch: text(field(described, 'default_branch')) ?? repository.defaultBranch,
    archived: field(described, 'archived') === true,
    fork: field(described, 'fork') === true,
    hasIssues: field(described, 'has_issues') === true,
    ...{ people, mergers: people.length, allCalled: false },
    teams: owner === 'organization' && !isPublic ? await teamsOf(place) : [],
    ...files,
    environments: await deployedEnvironments(clients, repository),
    mayWriteContents: await mayWriteContents(clients, repository),
  } as const
  // What may not be said is forgotten here, so that no step and no sentence can say it.
  return isPublic ? { ...seen, ...forEverybody(seen, codeOwners) } : { ...seen, isPublic }
}

/** https://docs.github.com/rest/repos/repos#get-a-repository */
async function describe({ octokit, owner, repo }: Place): Promise<unknown> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}', { owner, repo })
  return data
}

interface Wanted {
  readonly place: Place
  /** That alerts are on is told to those who work there alone; and the names in CODEOWNERS are wanted. */
  readonly isPublic: boolean
}

type FilesSeen = Omit<Awaited<ReturnType<typeof surveyFiles>>, 'updatesDependencies'> & Pick<Survey, 'hasDependabot'>

async function filesSeen(clients: Sources, repository: Repository, { place, isPublic }: Wanted): Promise<FilesSeen> {
  const { updatesDependencies, ...files } = await surveyFiles(place)
  return { ...files, hasDependabot: updatesDependencies || (!isPublic && (await hasAlerts(clients, repository))) }
}

/** GitHub refuses the list where Dependabot's alerts are off. https://docs.github.com/rest/dependabot/alerts#list-dependabot-alerts-for-a-repository */
async function hasAlerts(clients: Sources, repository: Repository): Promise<boolean> {
  try {
    const octokit = await clients.special(repository, 'alerts')
    const { owner, name: repo } = repository
    await octokit.request('GET /repos/{owner}/{repo}/dependabot/alerts', { owner, repo, per_page: 1 })
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

/** https://docs.github.com/rest/apps/apps#get-an-installation-for-the-authenticated-app */
async function mayWriteContents(clients: Sources, { installationId }: Repository): Promise<boolean> {
  const asked = async () => {
    const octokit = await clients.app()
    return await octokit.request('GET /app/installations/{installation_id}', { installation_id: installationId })
  }
  const answer: unknown = await unlessRefused(asked(), undefined, 'permission', 'not-found')
  const granted = at(answer, 'data', 'permissions')
  return ['contents', 'pull_requests'].every((permission) => text(field(granted, permission)) === 'write')
}

/** Where nothing may be seen, nothing is suggested. */
const nothingSeen = ({ owner, defaultBranch }: Repository): Survey => ({
  ...{ owner: 'organization', ownerLogin: owner, url: '', defaultBranch, people: [], teams: [] },
  ...{ hasDependabot: false, environments: [], releaseBranches: [], hasCodeOwners: false, hasIssueForms: false },
  ...{ mergers: 0, isPublic: true, allCalled: false },
  ...{ hasEmergencyForm: false, hasConfiguration: undefined, archived: false, fork: false, hasIssues: false },
  mayWriteContents: false,
})
