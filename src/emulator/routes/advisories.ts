import { notFound } from '../http/api-error.ts'
import { isReached } from '../http/authorize.ts'
import { type Answer, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Advisory } from '../model/advisory.ts'
import { advisoryNamed, createAdvisory } from '../operations/advisories.ts'
import { advisoryJson } from '../shapes/advisory.ts'

/** Security advisories of a repository: drafts, private reports and what was published. */
export const advisoryRoutes: Route[] = [
  repositoryRoute('GET /security-advisories', 'repository_advisories:read', (call) => {
    const state = call.query.get('state')
    const found = visible(call).filter((one) => state === null || one.state === state)
    const inOrder = call.query.get('direction') === 'asc' ? found : found.toReversed()
    return page(call, inOrder)
  }),
  repositoryRoute('POST /security-advisories', 'repository_advisories:write', (call) => {
    const advisory = createAdvisory(call, call.body, 'draft')
    return { status: 201, body: advisoryJson(call.world, call.repository, advisory) }
  }),
  repositoryRoute('GET /security-advisories/:ghsa', 'repository_advisories:read', (call) => {
    const advisory = advisoryNamed(call, call.params.ghsa ?? '')
    if (!visible(call).includes(advisory)) throw notFound()
    return { status: 200, body: advisoryJson(call.world, call.repository, advisory) }
  }),
]

/** Whoever was not let in sees what was published. */
function visible(call: RepositoryCall): Advisory[] {
  const { advisories } = call.repository
  return isReached(call, call.repository) ? advisories : advisories.filter((one) => one.state === 'published')
}

/** This list has cursors instead of page numbers; here they are positions. */
function page(call: RepositoryCall, found: Advisory[]): Answer {
  const size = Math.min(Number(call.query.get('per_page') ?? 30) || 30, 100, call.maxPageSize)
  const start = Number(call.query.get('after') ?? 0)
  const body = found.slice(start, start + size).map((one) => advisoryJson(call.world, call.repository, one))
  if (start + size >= found.length) return { status: 200, body }
  const query = new URLSearchParams(call.query)
  query.set('after', String(start + size))
  const path = `${call.base}/repos/${call.params.owner}/${call.params.repo}/security-advisories`
  return { status: 200, body, headers: { link: `<${path}?${query}>; rel="next"` } }
}
