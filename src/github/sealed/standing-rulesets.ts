import { anyFreezePrefix } from '../../incident/freeze-rules.ts'
import { fullName, type Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import type { FreezeMark } from '../freeze/ruleset.ts'
import { at, integer, text } from '../json.ts'

/** A ruleset of a freeze of this App, as its name says. */
export interface StandingRuleset {
  readonly id: number
  readonly name: string
  readonly mark: FreezeMark
  /** The anchor's number; undefined for a planned freeze. */
  readonly number: number | undefined
  /** When it was made, in epoch milliseconds; undefined: GitHub does not say. */
  readonly since: number | undefined
}

/**
 * The rulesets of all freezes of a repository, recognised by their names: only who may administer the repository gives one.
 * Source: `GET /repos/{owner}/{repo}/rulesets` (metadata: read); a server without rulesets answers 404.
 */
export async function standingRulesets(octokit: Octokit, repository: Repository): Promise<StandingRuleset[]> {
  const rulesets: readonly unknown[] = await octokit.paginate('GET /repos/{owner}/{repo}/rulesets', {
    owner: repository.owner,
    repo: repository.name,
    includes_parents: false,
    per_page: 100,
  })
  return rulesets.flatMap((ruleset) => {
    const source = text(at(ruleset, 'source')) ?? fullName(repository)
    return source.toLowerCase() === fullName(repository).toLowerCase() ? (standingRuleset(ruleset) ?? []) : []
  })
}

/** As `freezeMark` and `freezeName` make them: somebody's own ruleset may begin with the same words. */
const marked = /^(#[1-9][0-9]{0,9}|w-[a-z0-9-]{1,60}) \((?:hotfix-only|reviewed|locked)\b/u

function standingRuleset(ruleset: unknown): StandingRuleset | undefined {
  const id = integer(at(ruleset, 'id'))
  const name = text(at(ruleset, 'name')) ?? ''
  const mark = name.startsWith(anyFreezePrefix) ? marked.exec(name.slice(anyFreezePrefix.length))?.[1] : undefined
  if (id === undefined || mark === undefined) return undefined
  const digits = /^#([1-9][0-9]{0,9})$/u.exec(mark)?.[1]
  const since = Date.parse(text(at(ruleset, 'created_at')) ?? '')
  return {
    ...{ id, name, mark },
    number: digits === undefined ? undefined : Number(digits),
    since: Number.isNaN(since) ? undefined : since,
  }
}
