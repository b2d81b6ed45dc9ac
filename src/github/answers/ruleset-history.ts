import type { Actor, Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { at, field, list } from '../json.ts'
import { readAccount, readNumber } from '../pull-request.ts'
import { unlessRefused } from './place.ts'

/**
 * Who changed a ruleset last, as its history tells: it names an id, and the account has the name. Undefined where the
 * server has no history, or where it was nobody with an account.
 * https://docs.github.com/rest/repos/rules#get-repository-ruleset-history (administration: write)
 */
export async function changedBy(
  { reader, administrator }: { readonly reader: Octokit; readonly administrator: Octokit },
  { owner, name: repo }: Repository,
  rulesetId: number,
): Promise<Actor | undefined> {
  const route = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}/history'
  const asked = administrator.request(route, { owner, repo, ruleset_id: rulesetId, per_page: 1 })
  const history = await unlessRefused(asked, undefined, 'not-found', 'permission', 'invalid')
  const [newest] = list(field(history, 'data'))
  const id = readNumber(at(newest, 'actor', 'id'))
  if (id === undefined || at(newest, 'actor', 'type') !== 'User') return undefined
  const call = reader.request('GET /user/{account_id}', { account_id: id })
  const account = field(await unlessRefused(call, undefined, 'not-found', 'permission'), 'data')
  return account === undefined ? undefined : { ...readAccount(account), isSelf: false }
}
