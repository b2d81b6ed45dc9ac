import type { RepositoryChanged } from '../../incident/event.ts'
import { field } from '../json.ts'
import { changed, changeOf, type Normalize, observed } from './delivered.ts'

const changes = new Map<string, RepositoryChanged['change']>([
  ['renamed', 'renamed'],
  ['transferred', 'transferred'],
  ['archived', 'archived'],
  ['unarchived', 'unarchived'],
  ['deleted', 'deleted'],
  ['publicized', 'visibility'],
  ['privatized', 'visibility'],
])

/** https://docs.github.com/webhooks/webhook-events-and-payloads#repository */
export const repository: Normalize = (payload, context) => {
  // Of all that can be edited only the default branch concerns us.
  const switched = field(payload, 'action') === 'edited' && changed(payload, 'default_branch')
  const change = switched ? 'default-branch' : changeOf(changes, payload)
  const common = observed(payload, context)
  return change && common && [{ type: 'RepositoryChanged', ...common, change }]
}
