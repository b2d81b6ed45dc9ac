import type { Json } from '../json.ts'
import type { Account } from '../model/account.ts'
import { accountOrGhost, type World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { API, HTML } from './urls.ts'

/** @returns the official `simple-user` for a login; "ghost" when nobody has it. */
export function userJson(world: World, login: string): Json {
  return accountJson(accountOrGhost(world, login))
}

/** @returns the official `simple-user`. */
export function accountJson(account: Account): Json {
  const url = `${API}/users/${encodeURIComponent(account.login)}`
  const isBot = account.type === 'Bot'
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: isBot ? `${HTML}/apps/${account.login.replace('[bot]', '')}` : `${HTML}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  }
}

/** @returns the official `public-user`, the answer of `GET /users/{login}`. */
export function publicUserJson(account: Account): Json {
  const unknown = { company: null, blog: '', location: null, email: null, hireable: null, bio: null }
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 }
  const times = { created_at: account.createdAt, updated_at: account.createdAt }
  return { ...accountJson(account), name: account.name, ...unknown, twitter_username: null, ...counts, ...times }
}

/** @returns the official `organization-simple`. */
export function organizationJson(account: Account): Json {
  const url = `${API}/orgs/${account.login}`
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('O', account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    description: account.name,
  }
}

/** @returns the official `team-organization`: an organization with its counts. */
export function teamOrganizationJson(account: Account): Json {
  return {
    ...organizationJson(account),
    html_url: `${HTML}/${account.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: account.type,
    created_at: account.createdAt,
    updated_at: account.createdAt,
    archived_at: null,
  }
}
