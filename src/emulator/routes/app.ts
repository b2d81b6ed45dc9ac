import { invalidRequest, notFound } from '../http/api-error.ts'
import { type Answer, appRoute, type Call, plainRoute, type Route } from '../http/route.ts'
import { issueToken } from '../operations/tokens.ts'
import { appJson } from '../shapes/app.ts'
import { installationJson } from '../shapes/installation.ts'
import { repositoryJson } from '../shapes/repository.ts'
import { covers } from '../webhooks/publish.ts'
import { findRepository } from '../world.ts'
import { deliveryPage, redelivery } from './deliveries.ts'

/** What the App asks about itself: identity, installations, tokens, webhook deliveries. */
export const appRoutes: Route[] = [
  appRoute('GET /app', ({ world }) => {
    const permissions = world.state.installations[0]?.permissions ?? {}
    const events = world.state.installations[0]?.events ?? []
    const count = world.state.installations.length
    return { status: 200, body: { ...appJson(world, world.app.id, permissions), events, installations_count: count } }
  }),
  appRoute('GET /app/installations', ({ world }) => ({
    status: 200,
    list: { items: world.state.installations.map((one) => installationJson(world, one)) },
  })),
  appRoute('GET /app/installations/:id', (call) => installation(call, (one) => one.id === Number(call.params.id))),
  appRoute('GET /repos/:owner/:repo/installation', (call) => {
    const repository = findRepository(call.world, `${call.params.owner}/${call.params.repo}`)
    return installation(call, (one) => repository !== undefined && covers(one, repository))
  }),
  appRoute('GET /orgs/:org/installation', (call) => installation(call, (one) => one.account === call.params.org)),
  appRoute('GET /users/:login/installation', (call) => installation(call, (one) => one.account === call.params.login)),
  appRoute('POST /app/installations/:id/access_tokens', (call) => ({
    status: 201,
    body: issueToken(call.world, Number(call.params.id), call.body),
  })),
  appRoute('GET /app/hook/config', ({ world }) => ({
    status: 200,
    body: {
      ...{ content_type: 'json', insecure_ssl: '0', secret: '********' },
      ...(world.state.hookUrl === '' ? {} : { url: world.state.hookUrl }),
    },
  })),
  appRoute('GET /app/hook/deliveries', deliveryPage),
  appRoute('POST /app/hook/deliveries/:id/attempts', redelivery),
  plainRoute('GET /installation/repositories', (call) => {
    const { world, token } = call
    const home = world.state.installations.find((one) => one.id === token?.installationId)
    if (token === undefined || home === undefined) throw invalidRequest('An installation token is needed')
    const reachable = world.state.repositories
      .filter((one) => covers(home, one))
      .filter((one) => token.repositoryIds === null || token.repositoryIds.includes(one.id))
    const selection = home.repositoryIds === null ? 'all' : 'selected'
    const wrap = (page: unknown[], total: number) => ({
      total_count: total,
      repository_selection: selection,
      repositories: page,
    })
    return { status: 200, list: { items: reachable.map((one) => repositoryJson(world, one)), wrap } }
  }),
]

function installation(call: Call, isWanted: (one: Call['world']['state']['installations'][number]) => boolean): Answer {
  const found = call.world.state.installations.find(isWanted)
  if (found === undefined) throw notFound()
  return { status: 200, body: installationJson(call.world, found) }
}
