import type { ReviewChanged } from '../../incident/event.ts'
import { field } from '../json.ts'
import { readPullRequest } from '../pull-request.ts'
import { changeOf, type Normalize, observed } from './delivered.ts'

const changes = new Map<string, ReviewChanged['change']>([
  ['submitted', 'submitted'],
  ['dismissed', 'dismissed'],
  ['edited', 'edited'],
])

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request_review */
export const pullRequestReview: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  const common = observed(payload, context)
  const pullRequest = readPullRequest(field(payload, 'pull_request'))
  if (!change || !common || !pullRequest) return undefined
  return [{ type: 'ReviewChanged', ...common, change, pullRequest }]
}
