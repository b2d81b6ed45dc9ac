import { plainRoute, type Route } from '../http/route.ts'
import { API } from '../shapes/urls.ts'

/** What GitHub says about itself. */
export const metaRoutes: Route[] = [
  plainRoute('GET /meta', () => ({
    status: 200,
    body: { verifiable_password_authentication: false, hooks: ['127.0.0.1/32'] },
  })),
  plainRoute('GET /rate_limit', (call) => {
    const read = (name: string) => Number(call.rate[`x-ratelimit-${name}`])
    const rate = { limit: read('limit'), remaining: read('remaining'), used: read('used'), reset: read('reset') }
    const resources = { core: rate, graphql: rate, search: { ...rate, limit: 30, remaining: 30, used: 0 } }
    return { status: 200, body: { resources, rate } }
  }),
  plainRoute('GET /', () => ({
    status: 200,
    body: { current_user_url: `${API}/user`, repository_url: `${API}/repos/{owner}/{repo}` },
  })),
]
