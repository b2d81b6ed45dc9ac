import { isDeepStrictEqual } from 'node:util'
import { notFound } from '../http/api-error.ts'
import type { Json } from '../json.ts'
import type { ClassicRule } from '../model/protection.ts'
import { classicRuleFor } from '../rules/classic.ts'
import { ruleEventJson } from '../shapes/protection.ts'
import type { RepositoryContext } from './context.ts'
import { LOST_BY_PUT, readProtection } from './protection-input.ts'

/** @throws 404 `Branch not protected` when no rule covers the branch. @returns the rule in effect. */
export function effectiveRule(context: RepositoryContext, branch: string): ClassicRule {
  const rule = classicRuleFor(context.repository, branch)
  if (rule === undefined) throw notFound('Branch not protected')
  return rule
}

/**
 * Replaces the rule of exactly this name, or creates it. Under a wildcard rule that means a new exact rule which
 * shadows the wildcard, as field reports say (rest-api-description#577). What a PUT cannot say falls back to nothing.
 */
export function setProtection(context: RepositoryContext, pattern: string, body: Json): ClassicRule {
  const { world, repository } = context
  const input = readProtection(context, body)
  const existing = repository.classicRules.find((rule) => rule.pattern === pattern)
  if (existing !== undefined) {
    changeRule(context, existing, { ...input, ...LOST_BY_PUT })
    return existing
  }
  const now = world.timestamp()
  const rule = { id: world.ids.next(), pattern, ...input, ...LOST_BY_PUT, createdAt: now, updatedAt: now }
  repository.classicRules.push(rule)
  publishRule(context, rule, 'created')
  return rule
}

/** Changes parts of a rule; publishes `edited` with the old values. */
export function changeRule(context: RepositoryContext, rule: ClassicRule, edit: Partial<ClassicRule>): void {
  const before = ruleEventJson(context.repository, rule)
  Object.assign(rule, edit)
  const after = ruleEventJson(context.repository, rule)
  const changed = Object.keys(after).filter((key) => !isDeepStrictEqual(before[key], after[key]))
  rule.updatedAt = context.world.timestamp()
  const changes = Object.fromEntries(changed.map((key) => [key, { from: before[key] }]))
  if (changed.length > 0) publishRule(context, rule, 'edited', { changes })
}

/** @throws 404 when there is no rule of exactly this name; a wildcard that covers the branch is left alone. */
export function deleteProtection(context: RepositoryContext, pattern: string): void {
  const rule = context.repository.classicRules.find((one) => one.pattern === pattern)
  if (rule === undefined) throw notFound('Branch not protected')
  context.repository.classicRules = context.repository.classicRules.filter((one) => one !== rule)
  publishRule(context, rule, 'deleted')
}

function publishRule(context: RepositoryContext, rule: ClassicRule, action: string, extra: Json = {}): void {
  const { world, repository, actor } = context
  const payload = { rule: ruleEventJson(repository, rule), ...extra }
  world.publish({ event: 'branch_protection_rule', action, sender: actor.login, repository, payload })
}
