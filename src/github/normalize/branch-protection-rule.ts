import type { ProtectionChanged } from '../../incident/event.ts'
import { at } from '../json.ts'
import { readName } from '../pull-request.ts'
import { changeOf, type Normalize, observed } from './delivered.ts'

const changes = new Map<string, ProtectionChanged['change']>([
  ['created', 'created'],
  ['edited', 'edited'],
  ['deleted', 'deleted'],
])

/** Classic protection: https://docs.github.com/webhooks/webhook-events-and-payloads#branch_protection_rule */
export const branchProtectionRule: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  const common = observed(payload, context)
  // The rule's name is its pattern.
  const pattern = readName(at(payload, 'rule', 'name'))
  if (!change || !common || pattern === '') return undefined
  return [{ type: 'ProtectionChanged', ...common, change, pattern }]
}
