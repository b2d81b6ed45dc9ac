import { isDeepStrictEqual } from 'node:util'
import { notFound } from '../http/api-error.ts'
import type { Json } from '../json.ts'
import type { Ruleset } from '../model/protection.ts'
import { allRulesets } from '../rules/rulesets.ts'
import { rulesetJson } from '../shapes/ruleset.ts'
import { fullNameOf } from '../world.ts'
import type { RepositoryContext } from './context.ts'
import { nameTaken, type RulesetInput, readNewRuleset, readRuleset, tooManyRulesets } from './ruleset-input.ts'

const MOST_RULESETS = 75

/** @throws 404 when neither the repository nor its organization has the ruleset. */
export function rulesetWithId(context: RepositoryContext, id: number): Ruleset {
  const ruleset = allRulesets(context.world, context.repository).find((one) => one.id === id)
  if (ruleset === undefined) throw notFound()
  return ruleset
}

/** @param body as for `POST /rulesets`. @throws 422 for bodies that do not fit, for a name that another one has, and for the 76th ruleset. */
export function createRuleset(context: RepositoryContext, body: Json): Ruleset {
  const { world, repository } = context
  if (repository.rulesets.length >= MOST_RULESETS) throw tooManyRulesets(MOST_RULESETS)
  const input = readNewRuleset(world, body)
  if (repository.rulesets.some(({ name }) => name === input.name)) throw nameTaken()
  const ruleset: Ruleset = {
    id: world.ids.next(),
    target: 'branch',
    sourceType: 'Repository',
    source: fullNameOf(repository),
    bypassActors: [],
    conditions: { ref_name: { include: [], exclude: [] } },
    rules: [],
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
    ...input,
  }
  noteVersion(context, ruleset)
  repository.rulesets.push(ruleset)
  publishRuleset(context, ruleset, 'created')
  return ruleset
}

/** Changes what the body names; `bypass_actors` left out stay, an empty list clears them. @throws 404, 422 */
export function updateRuleset(context: RepositoryContext, ruleset: Ruleset, body: Json): void {
  demandOwn(context, ruleset)
  const input = readRuleset(context.world, body)
  if (context.repository.rulesets.some((one) => one !== ruleset && one.name === input.name)) throw nameTaken()
  const before = structuredClone(ruleset)
  Object.assign(ruleset, input, { updatedAt: context.world.timestamp() })
  noteVersion(context, ruleset)
  publishRuleset(context, ruleset, 'edited', { changes: changesBetween(before, input) })
}

/** @throws 404 for rulesets of the organization. */
export function deleteRuleset(context: RepositoryContext, ruleset: Ruleset): void {
  demandOwn(context, ruleset)
  const { repository } = context
  repository.rulesets = repository.rulesets.filter((one) => one !== ruleset)
  publishRuleset(context, ruleset, 'deleted')
}

function noteVersion({ world, actor }: RepositoryContext, ruleset: Ruleset): void {
  ruleset.versions = [{ id: world.ids.next(), actor: actor.login, at: world.timestamp() }, ...(ruleset.versions ?? [])]
}

function demandOwn(context: RepositoryContext, ruleset: Ruleset): void {
  if (!context.repository.rulesets.includes(ruleset)) throw notFound()
}

/** Source: official description of `repository_ruleset.edited`. */
function changesBetween(before: Ruleset, input: RulesetInput): Json {
  const changes: Json = {}
  if (input.name !== undefined && input.name !== before.name) changes.name = { from: before.name }
  if (input.enforcement !== undefined && input.enforcement !== before.enforcement) {
    changes.enforcement = { from: before.enforcement }
  }
  if (input.conditions !== undefined && !isDeepStrictEqual(input.conditions, before.conditions)) {
    const from = {
      include: { from: before.conditions.ref_name.include },
      exclude: { from: before.conditions.ref_name.exclude },
    }
    changes.conditions = { added: [], deleted: [], updated: [{ condition: input.conditions, changes: from }] }
  }
  if (input.rules !== undefined && !isDeepStrictEqual(input.rules, before.rules)) {
    const isIn = (list: Ruleset['rules'], rule: Ruleset['rules'][number]) =>
      list.some((one) => isDeepStrictEqual(one, rule))
    const { rules } = input
    changes.rules = {
      added: rules.filter((rule) => !isIn(before.rules, rule)),
      deleted: before.rules.filter((rule) => !isIn(rules, rule)),
      updated: [],
    }
  }
  return changes
}

function publishRuleset(context: RepositoryContext, ruleset: Ruleset, action: string, extra: Json = {}): void {
  const { world, repository, actor } = context
  const payload = { repository_ruleset: rulesetJson(repository, ruleset, { canWrite: true }), ...extra }
  world.publish({ event: 'repository_ruleset', action, sender: actor.login, repository, payload })
}
