import { at, field } from '../json.ts'
import { readName } from '../pull-request.ts'
import { branchOf, type Normalize, observed } from './delivered.ts'

/** A merge queue waits for our verdict: https://docs.github.com/webhooks/webhook-events-and-payloads#merge_group */
export const mergeGroup: Normalize = (payload, context) => {
  if (field(payload, 'action') !== 'checks_requested') return undefined
  const common = observed(payload, context)
  const baseBranch = branchOf(at(payload, 'merge_group', 'base_ref'))
  const headSha = readName(at(payload, 'merge_group', 'head_sha'))
  if (!common || baseBranch === undefined || headSha === '') return undefined
  return [{ type: 'MergeGroupRequested', ...common, headSha, baseBranch }]
}
