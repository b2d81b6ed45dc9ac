import type { Repository } from '../../incident/repository.ts'
import { fullName } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { at, integer, text } from '../json.ts'
import { anyFreezePrefix, freezePrefix } from './ruleset.ts'

export interface OwnRulesets {
  /** Ids of this anchor's; more than one only when something went wrong earlier. */
  readonly ofThisFreeze: readonly number[]
  /** Ids of the freezes of all anchors: they come and go by themselves and are no difference to the rules of a branch. */
  readonly ofAnyFreeze: ReadonlySet<number>
}

/**
 * Finds freezes by their names among the repository's own rulesets.
 * Source: `GET /repos/{owner}/{repo}/rulesets` (metadata: read); only who may administer the repository names one.
 */
export async function findOwnRulesets(octokit: Octokit, repository: Repository, number: number): Promise<OwnRulesets> {
  const rulesets: readonly unknown[] = await octokit.paginate('GET /repos/{owner}/{repo}/rulesets', {
    owner: repository.owner,
    repo: repository.name,
    includes_parents: false,
    per_page: 100,
  })
  const named = (prefix: string) =>
    rulesets
      .filter((ruleset) => isOfRepository(ruleset, repository))
      .filter((ruleset) => text(at(ruleset, 'name'))?.startsWith(prefix) === true)
      .flatMap((ruleset) => integer(at(ruleset, 'id')) ?? [])
  return { ofThisFreeze: named(freezePrefix(number)), ofAnyFreeze: new Set(named(anyFreezePrefix)) }
}

function isOfRepository(ruleset: unknown, repository: Repository): boolean {
  const source = text(at(ruleset, 'source'))
  return source === undefined || source.toLowerCase() === fullName(repository).toLowerCase()
}
