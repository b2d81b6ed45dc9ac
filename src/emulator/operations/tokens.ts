import { forbidden, invalidRequest, notFound } from '../http/api-error.ts'
import { allows } from '../http/authorize.ts'
import { optionalObject, optionalTextList } from '../http/body.ts'
import type { Json } from '../json.ts'
import type { Installation, Level, Permissions } from '../model/installation.ts'
import { repositoryJson } from '../shapes/repository.ts'
import { covers } from '../webhooks/publish.ts'
import { formatTime, type World } from '../world.ts'

const LIFETIME = 3_600_000

/**
 * Mints an installation token, narrowed to the repositories and permissions asked for.
 * @throws 404 for unknown and 403 for suspended installations, 422 when more is asked for than was granted.
 * @returns the official `installation-token`; the secret is predictable and of the new long format.
 */
export function issueToken(world: World, installationId: number, body: Json): Json {
  const installation = world.state.installations.find((one) => one.id === installationId)
  if (installation === undefined) throw notFound()
  if (installation.suspendedAt !== null) throw forbidden('This installation has been suspended')
  const permissions = narrowPermissions(installation, optionalObject(body, 'permissions') ?? undefined)
  const repositoryIds = narrowRepositories(world, installation, body)
  const expiresAt = world.now() + LIFETIME
  const serial = String(world.state.tokens.length + 1).padStart(40, '0')
  const secret = `ghs_${world.app.id}_emulated.${serial}.token`
  world.state.tokens.push({ secret, installationId, permissions, repositoryIds, expiresAt })
  const chosen = world.state.repositories.filter((one) => repositoryIds?.includes(one.id) === true)
  return {
    token: secret,
    expires_at: formatTime(expiresAt),
    permissions,
    repository_selection: repositoryIds === null ? 'all' : 'selected',
    ...(repositoryIds === null ? {} : { repositories: chosen.map((one) => repositoryJson(world, one)) }),
  }
}

function narrowPermissions(installation: Installation, wanted: Json | undefined): Permissions {
  if (wanted === undefined) return { metadata: 'read', ...installation.permissions }
  const narrowed = Object.entries(wanted).map(([permission, level]) => ({ permission, level: readLevel(level) }))
  const denied = narrowed.find((need) => !allows(installation.permissions, need))
  if (denied !== undefined) {
    throw invalidRequest('The permissions requested are not granted to this installation.')
  }
  return { metadata: 'read', ...Object.fromEntries(narrowed.map((need) => [need.permission, need.level])) }
}

function narrowRepositories(world: World, installation: Installation, body: Json): number[] | null {
  const names = optionalTextList(body, 'repositories')
  const ids = Array.isArray(body.repository_ids) ? body.repository_ids.map(Number) : undefined
  if (names === undefined && ids === undefined) return installation.repositoryIds
  const covered = world.state.repositories.filter((one) => covers(installation, one))
  const chosen = covered.filter((one) => ids?.includes(one.id) === true || names?.includes(one.name) === true)
  const asked = new Set([...(ids ?? []), ...(names ?? [])]).size
  if (chosen.length < asked) {
    throw invalidRequest(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    )
  }
  return chosen.map((one) => one.id)
}

function readLevel(level: unknown): Level {
  if (level === 'read' || level === 'write' || level === 'admin') return level
  throw invalidRequest(`Invalid request.\n\n${String(level)} is not a member of ["read", "write"].`)
}
