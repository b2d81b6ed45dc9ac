import { type Route, repositoryRoute } from '../http/route.ts'
import { interactionLimitJson, removeInteractionLimit, setInteractionLimit } from '../operations/interaction-limits.ts'

/** Who may interact with a public repository for a while. */
export const interactionLimitRoutes: Route[] = [
  repositoryRoute('GET /interaction-limits', 'administration:read', (call) => ({
    status: 200,
    body: interactionLimitJson(call),
  })),
  repositoryRoute('PUT /interaction-limits', 'administration:write', (call) => {
    setInteractionLimit(call, call.body)
    return { status: 200, body: interactionLimitJson(call) }
  }),
  repositoryRoute('DELETE /interaction-limits', 'administration:write', (call) => {
    removeInteractionLimit(call)
    return { status: 204 }
  }),
]
