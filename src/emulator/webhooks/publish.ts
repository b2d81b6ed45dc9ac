import type { Json } from '../json.ts'
import type { Installation } from '../model/installation.ts'
import type { Repository } from '../model/repository.ts'
import { installationJson } from '../shapes/installation.ts'
import { nodeId } from '../shapes/node-id.ts'
import { repositoryJson } from '../shapes/repository.ts'
import { organizationJson, userJson } from '../shapes/user.ts'
import { findAccount, type World } from '../world.ts'
import type { Delivery } from './delivery.ts'
import { PERMISSION_FOR_EVENT, type WebhookEvent } from './event.ts'

/**
 * Turns an event into one delivery for each installation that subscribes to it, may read it and has the repository.
 * The payload is a snapshot: later changes do not alter it.
 */
export function deliveriesFor(world: World, event: WebhookEvent): Delivery[] {
  const hearers = world.state.installations.filter((installation) => hears(installation, event))
  return hearers.map((installation) => ({
    guid: world.ids.guid(),
    event: event.event,
    action: event.action,
    installationId: installation.id,
    repositoryId: event.repository?.id ?? null,
    payload: structuredClone(payloadFor(world, installation, event)),
    attempts: [],
  }))
}

function hears(installation: Installation, event: WebhookEvent): boolean {
  if (event.installation !== undefined) return event.installation.id === installation.id
  if (installation.suspendedAt !== null || !installation.events.includes(event.event)) return false
  const needed = PERMISSION_FOR_EVENT[event.event] ?? []
  const allowed = needed.length === 0 || needed.some((name) => installation.permissions[name] !== undefined)
  return allowed && (event.repository === undefined || covers(installation, event.repository))
}

/** @returns true when the installation includes the repository. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account.toLowerCase() !== repository.owner.toLowerCase()) return false
  return installation.repositoryIds === null || installation.repositoryIds.includes(repository.id)
}

function payloadFor(world: World, installation: Installation, event: WebhookEvent): Json {
  const account = findAccount(world, installation.account)
  const lite = { id: installation.id, node_id: nodeId('MDIzOkludGVncmF0aW9u', installation.id) }
  return {
    ...(event.action === null ? {} : { action: event.action }),
    ...(event.repository === undefined ? {} : { repository: repositoryJson(world, event.repository) }),
    ...event.payload,
    ...(account?.type === 'Organization' && event.installation === undefined
      ? { organization: organizationJson(account) }
      : {}),
    sender: userJson(world, event.sender),
    installation: event.installation === undefined ? lite : installationJson(world, installation),
  }
}
