import type { Json } from '../json.ts'
import type { Repository } from '../model/repository.ts'
import { fullNameOf, type World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { repositoryPage, repositoryUrl } from './urls.ts'
import { userJson } from './user.ts'

/** Sub-resource addresses: key of the answer → what follows the repository's address. */
const LINKS: Record<string, string> = {
  forks_url: '/forks',
  keys_url: '/keys{/key_id}',
  collaborators_url: '/collaborators{/collaborator}',
  teams_url: '/teams',
  hooks_url: '/hooks',
  issue_events_url: '/issues/events{/number}',
  events_url: '/events',
  assignees_url: '/assignees{/user}',
  branches_url: '/branches{/branch}',
  tags_url: '/tags',
  blobs_url: '/git/blobs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  git_refs_url: '/git/refs{/sha}',
  trees_url: '/git/trees{/sha}',
  statuses_url: '/statuses/{sha}',
  languages_url: '/languages',
  stargazers_url: '/stargazers',
  contributors_url: '/contributors',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  commits_url: '/commits{/sha}',
  git_commits_url: '/git/commits{/sha}',
  comments_url: '/comments{/number}',
  issue_comment_url: '/issues/comments{/number}',
  contents_url: '/contents/{+path}',
  compare_url: '/compare/{base}...{head}',
  merges_url: '/merges',
  archive_url: '/{archive_format}{/ref}',
  downloads_url: '/downloads',
  issues_url: '/issues{/number}',
  pulls_url: '/pulls{/number}',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  labels_url: '/labels{/name}',
  releases_url: '/releases{/id}',
  deployments_url: '/deployments',
}

/** @returns the repository as webhooks and most answers carry it (official `repository`). */
export function repositoryJson(world: World, repository: Repository): Json {
  const url = repositoryUrl(repository)
  const links = Object.entries(LINKS).map(([key, path]) => [key, `${url}${path}`])
  return {
    ...minimalRepositoryJson(world, repository),
    url,
    ...Object.fromEntries(links),
    ...cloneUrls(repository),
    ...counters(repository),
    homepage: null,
    language: null,
    license: null,
    mirror_url: null,
    default_branch: repository.defaultBranch,
    archived: repository.archived,
    disabled: false,
    has_issues: repository.hasIssues,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: repository.discussionCategories.length > 0,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
  }
}

/**
 * @param seesMerging whether the caller may write contents: others are not shown how pull requests may be merged
 * @returns the official `full-repository`, the answer of `GET /repos/{owner}/{repo}`.
 */
export function fullRepositoryJson(world: World, repository: Repository, seesMerging: boolean): Json {
  const counts = { subscribers_count: 0, network_count: 0 }
  return { ...repositoryJson(world, repository), ...(seesMerging && mergingOf(repository)), ...counts }
}

const mergingOf = ({ mergeMethods }: Repository): Json => ({
  allow_merge_commit: mergeMethods.includes('merge'),
  allow_squash_merge: mergeMethods.includes('squash'),
  allow_rebase_merge: mergeMethods.includes('rebase'),
  delete_branch_on_merge: false,
  allow_auto_merge: false,
})

/** @returns the repository as `push` carries it: times in seconds, owner with name and e-mail. */
export function pushRepositoryJson(world: World, repository: Repository): Json {
  const owner = { ...userJson(world, repository.owner), name: repository.owner, email: null }
  return {
    ...repositoryJson(world, repository),
    owner,
    created_at: Date.parse(repository.createdAt) / 1000,
    pushed_at: Date.parse(repository.pushedAt) / 1000,
    stargazers: 0,
    master_branch: repository.defaultBranch,
  }
}

function minimalRepositoryJson(world: World, repository: Repository): Json {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullNameOf(repository),
    private: repository.private,
    owner: userJson(world, repository.owner),
    html_url: repositoryPage(repository),
    description: repository.description,
    fork: repository.forkOf !== null,
  }
}

function cloneUrls(repository: Repository): Json {
  const page = repositoryPage(repository)
  const name = fullNameOf(repository)
  return {
    git_url: `git://github.com/${name}.git`,
    ssh_url: `git@github.com:${name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
  }
}

function counters(repository: Repository): Json {
  const open = repository.issues.filter((issue) => issue.state === 'open').length
  const zeros = { size: 0, forks: 0, forks_count: 0, watchers: 0, watchers_count: 0, stargazers_count: 0 }
  return { ...zeros, open_issues: open, open_issues_count: open }
}
