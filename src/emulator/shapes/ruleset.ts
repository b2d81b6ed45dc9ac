import type { Json } from '../json.ts'
import type { Ruleset } from '../model/protection.ts'
import type { Repository } from '../model/repository.ts'
import { nodeId } from './node-id.ts'
import { repositoryPage, repositoryUrl } from './urls.ts'

/** What the reader may see: bypass actors only for those who can write the ruleset, the own standing only on a GET of one. */
export type RulesetView = { canWrite: boolean; canBypass?: string }

/** @returns the official `repository-ruleset` as a list shows it: without rules, conditions and bypass actors. */
export function rulesetSummaryJson(repository: Repository, ruleset: Ruleset): Json {
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: ruleset.sourceType,
    source: ruleset.source,
    enforcement: ruleset.enforcement,
    node_id: nodeId('RRS', ruleset.id),
    _links: {
      self: { href: `${repositoryUrl(repository)}/rulesets/${ruleset.id}` },
      html: { href: `${repositoryPage(repository)}/rules/${ruleset.id}` },
    },
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
  }
}

/** @returns the official `repository-ruleset` in full. */
export function rulesetJson(repository: Repository, ruleset: Ruleset, view: RulesetView): Json {
  return {
    ...rulesetSummaryJson(repository, ruleset),
    conditions: ruleset.conditions,
    rules: ruleset.rules,
    ...(view.canWrite ? { bypass_actors: ruleset.bypassActors } : {}),
    ...(view.canBypass === undefined ? {} : { current_user_can_bypass: view.canBypass }),
  }
}
