import type { RulesetChanged } from '../../incident/event.ts'
import { field } from '../json.ts'
import { readName, readNumber } from '../pull-request.ts'
import { changeOf, type Normalize, observed } from './delivered.ts'

const changes = new Map<string, RulesetChanged['change']>([
  ['created', 'created'],
  ['edited', 'edited'],
  ['deleted', 'deleted'],
])

/** A repository's rulesets, ours among them: https://docs.github.com/webhooks/webhook-events-and-payloads#repository_ruleset */
export const repositoryRuleset: Normalize = (payload, context) => {
  const change = changeOf(changes, payload)
  const common = observed(payload, context)
  const ruleset = field(payload, 'repository_ruleset')
  const rulesetId = readNumber(field(ruleset, 'id'))
  if (!change || !common || rulesetId === undefined) return undefined
  const name = readName(field(ruleset, 'name'))
  const enforcement = readName(field(ruleset, 'enforcement'))
  return [{ type: 'RulesetChanged', ...common, change, rulesetId, name, enforcement }]
}
