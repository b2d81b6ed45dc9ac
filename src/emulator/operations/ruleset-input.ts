import { invalidRequest } from '../http/api-error.ts'
import { optionalChoice, requiredText, wrongType } from '../http/body.ts'
import { isObject, isTextList, type Json } from '../json.ts'
import type { BypassActor, Ruleset, RulesetRule } from '../model/protection.ts'
import type { World } from '../world.ts'

export type RulesetInput = Partial<Ruleset>

const TARGETS = ['branch', 'tag', 'push'] as const
const ENFORCEMENTS = ['disabled', 'active', 'evaluate'] as const
const ACTOR_TYPES = ['Integration', 'OrganizationAdmin', 'RepositoryRole', 'Team', 'DeployKey', 'User'] as const
const BYPASS_MODES = ['always', 'pull_request', 'exempt'] as const

/** Rule types of the official description with the parameters each must have. There is no `lock` rule. */
const RULE_PARAMETERS: Record<string, string[]> = {
  creation: [],
  update: [],
  deletion: [],
  required_linear_history: [],
  required_signatures: [],
  non_fast_forward: [],
  merge_queue: [],
  required_deployments: ['required_deployment_environments'],
  pull_request: [
    'dismiss_stale_reviews_on_push',
    'require_code_owner_review',
    'require_last_push_approval',
    'required_approving_review_count',
    'required_review_thread_resolution',
  ],
  required_status_checks: ['required_status_checks', 'strict_required_status_checks_policy'],
  commit_message_pattern: ['operator', 'pattern'],
  commit_author_email_pattern: ['operator', 'pattern'],
  committer_email_pattern: ['operator', 'pattern'],
  branch_name_pattern: ['operator', 'pattern'],
  tag_name_pattern: ['operator', 'pattern'],
  file_path_restriction: ['restricted_file_paths'],
  max_file_path_length: ['max_file_path_length'],
  file_extension_restriction: ['restricted_file_extensions'],
  max_file_size: ['max_file_size'],
  workflows: ['workflows'],
  code_scanning: ['code_scanning_tools'],
}

/**
 * Reads a ruleset body as POST and PUT take it. Only keys that were sent are in the result.
 * @throws 422 with GitHub's wording for missing, unknown and wrongly typed values.
 */
export function readRuleset(world: World, body: Json): RulesetInput {
  const enforcement = optionalChoice(body, 'enforcement', ENFORCEMENTS)
  const name = body.name === undefined ? undefined : requiredText(body, 'name')
  const input: RulesetInput = {}
  if (name !== undefined) input.name = name
  if (enforcement !== undefined) input.enforcement = enforcement
  const target = optionalChoice(body, 'target', TARGETS)
  if (target !== undefined) input.target = target
  if (body.conditions !== undefined && body.conditions !== null) input.conditions = readConditions(body.conditions)
  if (body.rules !== undefined) input.rules = listOf(body.rules, 'rules').map(readRule)
  if (body.bypass_actors !== undefined) {
    input.bypassActors = listOf(body.bypass_actors, 'bypass_actors').map((entry) => readBypassActor(world, entry))
  }
  return input
}

/** Like `readRuleset`, for a new one. @throws 422 when name or enforcement are missing, too. */
export function readNewRuleset(world: World, body: Json): RulesetInput & Pick<Ruleset, 'name' | 'enforcement'> {
  const name = requiredText(body, 'name')
  requiredText(body, 'enforcement')
  return { name, enforcement: 'disabled', ...readRuleset(world, body) }
}

/** 422 for one ruleset more than a repository may have. */
export function tooManyRulesets(most: number) {
  return invalidRequest('Validation Failed', [`A repository cannot have more than ${most} rulesets.`])
}

/** Seen by others; not documented. */
export const nameTaken = () => invalidRequest('Validation Failed', ['Name must be unique'])

function listOf(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value
  throw wrongType(key, value, 'an array')
}

function readConditions(value: unknown): Ruleset['conditions'] {
  const names = isObject(value) && isObject(value.ref_name) ? value.ref_name : undefined
  if (names === undefined || !isTextList(names.include) || !isTextList(names.exclude)) {
    throw invalidRequest('Validation Failed', ['Conditions ref_name must have include and exclude'])
  }
  const bad = [...names.include, ...names.exclude].find((one) => !/^(~ALL|~DEFAULT_BRANCH|refs\/.+)$/.test(one))
  if (bad !== undefined) throw invalidRequest('Validation Failed', [`Invalid target patterns: '${bad}'`])
  return { ref_name: { include: names.include, exclude: names.exclude } }
}

function readRule(value: unknown): RulesetRule {
  const type = isObject(value) && typeof value.type === 'string' ? value.type : ''
  const needed = RULE_PARAMETERS[type]
  if (!isObject(value) || needed === undefined) {
    throw invalidRequest('Validation Failed', [`Invalid rule '${type}': Invalid rule type`])
  }
  const parameters = isObject(value.parameters) ? value.parameters : undefined
  const missing = needed.filter((key) => parameters?.[key] === undefined)
  if (missing.length > 0) {
    throw invalidRequest('Validation Failed', [`Invalid rule '${type}': Missing parameter ${missing.join(', ')}`])
  }
  return parameters === undefined ? { type } : { type, parameters }
}

function readBypassActor(world: World, value: unknown): BypassActor {
  if (!isObject(value)) throw wrongType('bypass_actors', value, 'an object')
  const actorType = optionalChoice(value, 'actor_type', ACTOR_TYPES)
  const mode = optionalChoice(value, 'bypass_mode', BYPASS_MODES) ?? 'always'
  if (actorType === undefined) throw invalidRequest('Invalid request.\n\n"actor_type" wasn\'t supplied.')
  const id = typeof value.actor_id === 'number' ? value.actor_id : null
  const known = id !== null || actorType === 'OrganizationAdmin' || actorType === 'DeployKey'
  if (!known || (actorType === 'RepositoryRole' && ![2, 4, 5].includes(id ?? 0))) throw unknownActor(actorType)
  const isPerson = world.state.accounts.some((account) => account.id === id)
  if (actorType === 'User' && !isPerson) throw unknownActor(actorType)
  return { actor_id: id, actor_type: actorType, bypass_mode: mode }
}

function unknownActor(actorType: string) {
  return invalidRequest('Validation Failed', [`Actor ${actorType} bypass actor is not valid`])
}
