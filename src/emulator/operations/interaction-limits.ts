import { ApiError, forbidden } from '../http/api-error.ts'
import { optionalChoice, requiredText } from '../http/body.ts'
import type { Json } from '../json.ts'
import { INTERACTION_EXPIRIES, INTERACTION_GROUPS, type InteractionLimit } from '../model/interaction-limit.ts'
import { mayBeAssigned } from '../roles.ts'
import { accountOrGhost, formatTime, type World } from '../world.ts'
import type { RepositoryContext } from './context.ts'

const DAY = 86_400_000
const DAYS: Record<(typeof INTERACTION_EXPIRIES)[number], number> = {
  one_day: 1,
  three_days: 3,
  one_week: 7,
  one_month: 30,
  six_months: 182,
}

/** @returns the limit that holds now, and whose it is; undefined for none. The owner's goes before the repository's. */
export function limitInForce({ world, repository }: Pick<RepositoryContext, 'world' | 'repository'>) {
  const owner = accountOrGhost(world, repository.owner)
  const holds = (limit: InteractionLimit | null) => limit !== null && limit.expiresAt > world.now()
  const ofOwner = owner.type === 'Organization' ? 'organization' : 'user'
  const all = [
    { origin: ofOwner, limit: owner.interactionLimit },
    { origin: 'repository', limit: repository.interactionLimit },
  ]
  return repository.private ? undefined : all.find(({ limit }) => holds(limit))
}

/** @param body as for `PUT /interaction-limits`. @throws 422, 403 for private repositories, 409 under an owner's limit */
export function setInteractionLimit(context: RepositoryContext, body: Json): void {
  demandOwnSay(context)
  requiredText(body, 'limit')
  const group = optionalChoice(body, 'limit', INTERACTION_GROUPS) ?? 'existing_users'
  const expiry = optionalChoice(body, 'expiry', INTERACTION_EXPIRIES) ?? 'one_day'
  context.repository.interactionLimit = { group, expiresAt: context.world.now() + DAYS[expiry] * DAY }
}

/** @throws 409 under an owner's limit */
export function removeInteractionLimit(context: RepositoryContext): void {
  demandOwnSay(context)
  context.repository.interactionLimit = null
}

/** @returns the official `interaction-limit-response`, or `{}` when nothing is limited. */
export function interactionLimitJson(context: RepositoryContext): Json {
  const inForce = limitInForce(context)
  if (!inForce?.limit) return {}
  const { group, expiresAt } = inForce.limit
  return { limit: group, origin: inForce.origin, expires_at: formatTime(expiresAt) }
}

/** @throws 403 when the limit that holds keeps this person out. Apps are let through: nobody has reported otherwise. */
export function demandInteraction(context: RepositoryContext): void {
  const inForce = limitInForce(context)
  if (!inForce?.limit || context.actor.appId !== null || belongs(context, inForce.limit.group)) return
  throw forbidden(`Interactions on this repository have been restricted to ${inForce.limit.group.replaceAll('_', ' ')}`)
}

function belongs({ world, repository, actor }: RepositoryContext, group: InteractionLimit['group']): boolean {
  if (mayBeAssigned(world, repository, actor.login)) return true
  if (group === 'collaborators_only') return false
  if (group === 'existing_users') return isEstablished(world, actor.login)
  return Object.values(repository.commits).some((commit) => commit.author === actor.login)
}

/** Source: docs "Limiting interactions in your repository": accounts younger than a day are new. */
function isEstablished(world: World, login: string): boolean {
  return world.now() - Date.parse(accountOrGhost(world, login).createdAt) >= DAY
}

/** That 409 is answered is described; GitHub's words for it, and what it says about private repositories, are not. */
function demandOwnSay(context: RepositoryContext): void {
  if (context.repository.private) throw forbidden('Interaction limits can only be set for public repositories.')
  const inForce = limitInForce(context)
  if (inForce === undefined || inForce.origin === 'repository') return
  throw new ApiError(409, `An interaction limit is already in effect for this repository's ${inForce.origin}.`)
}
