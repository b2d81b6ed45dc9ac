import type { Json } from '../json.ts'
import type { Team } from '../model/account.ts'
import { accountOrGhost, type World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { API, HTML } from './urls.ts'

/** @returns the official `team`. */
export function teamJson(world: World, team: Team): Json {
  const organization = accountOrGhost(world, team.organization)
  const url = `${API}/organizations/${organization.id}/team/${team.id}`
  return {
    id: team.id,
    node_id: nodeId('T', team.id),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: team.secret ? 'secret' : 'closed',
    notification_setting: team.muted ? 'notifications_disabled' : 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: organization.id,
    parent: null,
    url,
    html_url: `${HTML}/orgs/${team.organization}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
  }
}
