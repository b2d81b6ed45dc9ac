import type { Emulator } from '../../src/emulator/emulator.ts'

export type Exchange = Pick<
  Emulator['requests'][number],
  'method' | 'path' | 'route' | 'requestBody' | 'tokenKind' | 'permissions'
>

const repository = '/repos/:owner/:repo'
const protection = `${repository}/branches/:branch/protection`

/**
 * All that the App may ever do with administration rights, in one place; `docs/security.md` says the same in words. Much
 * else would be possible: deleting the repository, adding collaborators and deploy keys, registering runners.
 */
export const allowedAdministration: ReadonlySet<string> = new Set([
  `POST ${repository}/rulesets`,
  `GET ${repository}/rulesets/:id`,
  `GET ${repository}/rulesets/:id/history`,
  `PUT ${repository}/rulesets/:id`,
  `DELETE ${repository}/rulesets/:id`,
  `GET ${protection}`,
  `PUT ${protection}`,
  `DELETE ${protection}`,
  `POST ${protection}/required_signatures`,
  `GET ${repository}/interaction-limits`,
  `PUT ${repository}/interaction-limits`,
  `DELETE ${repository}/interaction-limits`,
  // What the REST API does not show of a rule that protects a branch. Queries alone, see below.
  'POST /graphql',
])

/**
 * What was asked for or done with administration rights and must not be; for every test that plays against the stand-in.
 * @returns one line for each; none when all is well
 */
export function misusedAdministration(exchanges: readonly Exchange[]): string[] {
  return exchanges.flatMap((exchange) => [...strangeMint(exchange), ...strangeUse(exchange)])
}

const entriesOf = (value: unknown): ReadonlyMap<string, unknown> => new Map(Object.entries(Object(value)))

function strangeMint({ method, path, requestBody }: Exchange): string[] {
  if (method !== 'POST' || !path.endsWith('/access_tokens')) return []
  const order = entriesOf(requestBody)
  const permissions = entriesOf(order.get('permissions'))
  const repositories = [order.get('repository_ids'), order.get('repositories')].flatMap((chosen) => chosen ?? [])
  const extent = `a token was asked for with ${[...permissions.keys()].join(', ') || 'whatever was granted'}`
  const isHarmless = permissions.size === 1 && permissions.get('metadata') === 'read'
  const isForOne = repositories.length === 1
  const others = [...permissions.keys()].filter((name) => name !== 'administration' && name !== 'metadata')
  return [
    ...(permissions.size === 0 ? [extent] : []),
    ...(isForOne || isHarmless ? [] : [`${extent}, for ${repositories.length || 'all'} repositories`]),
    ...(permissions.has('administration') && others.length > 0 ? [`${extent} at once`] : []),
  ]
}

function strangeUse({ method, route, path, tokenKind, permissions, requestBody }: Exchange): string[] {
  if (tokenKind !== 'installation' || !permissions || !('administration' in permissions)) return []
  const call = `${method} ${route ?? path}`
  if (!allowedAdministration.has(call)) return [`${call} was called with administration rights`]
  const query = entriesOf(requestBody).get('query')
  const isMutation = route === '/graphql' && !(typeof query === 'string' && /^\s*(?:query\b|\{)/.test(query))
  return isMutation ? ['a mutation was sent with administration rights'] : []
}
