import type { Json } from '../json.ts'
import type { Installation } from '../model/installation.ts'
import type { Repository } from '../model/repository.ts'
import { accountOrGhost, fullNameOf, type World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { API, HTML } from './urls.ts'
import { accountJson, userJson } from './user.ts'

/** @returns the official `installation`. */
export function installationJson(world: World, installation: Installation): Json {
  const account = accountOrGhost(world, installation.account)
  const settings = account.type === 'Organization' ? `/organizations/${account.login}/settings` : '/settings'
  return {
    id: installation.id,
    client_id: `Iv1.${world.app.id}`,
    account: accountJson(account),
    repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
    access_tokens_url: `${API}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${API}/installation/repositories`,
    html_url: `${HTML}${settings}/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedBy === null ? null : userJson(world, installation.suspendedBy),
    suspended_at: installation.suspendedAt,
  }
}

/** @returns a repository as `installation` events list it. */
export function installedRepositoryJson(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullNameOf(repository),
    private: repository.private,
  }
}
