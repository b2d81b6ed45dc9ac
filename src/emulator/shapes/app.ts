import type { Json } from '../json.ts'
import type { Permissions } from '../model/installation.ts'
import { accountOrGhost, type World } from '../world.ts'
import { nodeId } from './node-id.ts'
import { HTML } from './urls.ts'
import { accountJson } from './user.ts'

/**
 * @param appId an id other than the App's own stands for some foreign CI App.
 * @returns the official `integration`.
 */
export function appJson(world: World, appId: number, permissions: Permissions = {}): Json {
  const own = appId === world.app.id
  const slug = own ? world.app.slug : `app-${appId}`
  const owner = accountOrGhost(world, world.app.owner)
  return {
    id: appId,
    slug,
    node_id: nodeId('A', appId),
    client_id: `Iv1.${appId}`,
    owner: accountJson(owner),
    name: slug,
    description: '',
    external_url: `https://example.org/${slug}`,
    html_url: `${HTML}/apps/${slug}`,
    created_at: owner.createdAt,
    updated_at: owner.createdAt,
    permissions: { metadata: 'read', ...permissions },
    events: [],
  }
}
