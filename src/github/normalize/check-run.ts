import { at, field } from '../json.ts'
import { readName } from '../pull-request.ts'
import { type Normalize, observed } from './delivered.ts'

/**
 * "Re-run" and our own buttons, both of which ask for a new verdict. GitHub sends them to the App that made the run alone;
 * its id is compared nevertheless. https://docs.github.com/webhooks/webhook-events-and-payloads#check_run
 */
export const checkRun: Normalize = (payload, context) => {
  const action = field(payload, 'action')
  if (action !== 'rerequested' && action !== 'requested_action') return undefined
  const common = observed(payload, context)
  const name = readName(at(payload, 'check_run', 'name'))
  const sha = readName(at(payload, 'check_run', 'head_sha'))
  const isOurs = at(payload, 'check_run', 'app', 'id') === context.appId
  if (!common || !isOurs || name === '' || sha === '') return undefined
  return [{ type: 'CheckRerunRequested', ...common, name, sha }]
}
