import type { DismissalReason } from '../../incident/alert.ts'
import type { AlertChanged } from '../../incident/event.ts'
import { readDependabotAlert } from '../dependabot-alert.ts'
import { at, field } from '../json.ts'
import { readName } from '../pull-request.ts'
import { changeOf, type Normalize, observed } from './delivered.ts'

const changes = new Map<string, AlertChanged['change']>([
  ['created', 'opened'],
  ['reintroduced', 'opened'],
  ['reopened', 'opened'],
  ['auto_reopened', 'opened'],
  ['fixed', 'closed'],
  ['dismissed', 'closed'],
  ['auto_dismissed', 'closed'],
])

const reasons = new Map<unknown, DismissalReason>([
  ['fix_started', 'fix_started'],
  ['inaccurate', 'inaccurate'],
  ['no_bandwidth', 'no_bandwidth'],
  ['not_used', 'not_used'],
  ['tolerable_risk', 'tolerable_risk'],
])

/** https://docs.github.com/webhooks/webhook-events-and-payloads#dependabot_alert */
export const dependabotAlert: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  const common = observed(payload, context)
  const alert = readDependabotAlert(field(payload, 'alert'))
  if (!change || !common || !alert) return undefined
  const how = readName(field(payload, 'action'))
  const reason = how === 'dismissed' ? reasons.get(at(payload, 'alert', 'dismissed_reason')) : undefined
  return [{ type: 'AlertChanged', ...common, change, how, ...(reason && { reason }), alert }]
}
