import type { OwnCheck, Whereabouts } from '../../incident/check-up.ts'
import type { Repository } from '../../incident/repository.ts'
import { isRefusal } from '../errors.ts'
import { at, field, text } from '../json.ts'
import { readName, readNumber, readThread } from '../pull-request.ts'
import { type Place, unlessRefused } from './place.ts'

/**
 * Where an issue or pull request is that was in this repository. GitHub answers 301 for one that was transferred, with the
 * address it has now, and 410 for one that was deleted (`issues/get`). A bare 404 also means "not to be seen", and a 410
 * that issues are switched off: both are believed only where other issues can be seen.
 * https://docs.github.com/rest/issues/issues#get-an-issue
 */
export async function whereabouts(place: Place, { id }: Repository, number: number): Promise<Whereabouts> {
  const { octokit, owner, repo } = place
  // Not followed: this token cannot see the place where it went.
  const request = { redirect: 'manual' } as const
  const asked = { owner, repo, issue_number: number, request }
  try {
    const answer = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', asked)
    const location = text(answer.headers.location)
    if (location !== undefined) return moved(location, id)
    const thread = readThread(field(answer, 'data'))
    return thread?.number === number ? { is: 'here', thread } : { is: 'unknown' }
  } catch (error) {
    if (!isRefusal(error, 'not-found', 'gone')) return unlessRefused(Promise.reject(error), unknown, 'permission')
    return (await seesIssues(place)) ? { is: 'gone' } : unknown
  }
}

const unknown: Whereabouts = { is: 'unknown' }

/** @param location `…/repos/OWNER/REPO/issues/N` or `…/repositories/ID/issues/N` */
function moved(location: string, home: number): Whereabouts {
  const byId = /\/repositories\/(\d+)\//u.exec(location)
  // The repository was renamed a moment ago.
  if (byId && Number(byId[1]) === home) return unknown
  const byName = /\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)$/u.exec(location)
  return { is: 'moved', to: byName ? `${byName[1]}#${byName[2]}` : undefined }
}

async function seesIssues({ octokit, owner, repo }: Place): Promise<boolean> {
  const call = octokit.request('GET /repos/{owner}/{repo}/issues', { owner, repo, state: 'all', per_page: 1 })
  return unlessRefused(
    call.then(() => true),
    false,
    'not-found',
    'gone',
    'permission',
  )
}

/** Whether a comment is there. https://docs.github.com/rest/issues/comments#get-an-issue-comment */
export async function commentStands({ octokit, owner, repo }: Place, id: number): Promise<boolean | undefined> {
  const route = 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}'
  const call = octokit.request(route, { owner, repo, comment_id: id }).then(() => true)
  const stands = await unlessRefused(call, false, 'not-found', 'gone')
  return stands || (await seesIssues({ octokit, owner, repo })) ? stands : undefined
}

/**
 * The newest run of each check of this App on a commit. https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference
 * @returns undefined where GitHub does not tell
 */
export async function ownChecks(
  { octokit, owner, repo }: Place,
  appId: number,
  sha: string,
): Promise<readonly OwnCheck[] | undefined> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
  const call = octokit.request(route, { owner, repo, ref: sha, app_id: appId, filter: 'latest', per_page: 100 })
  const answer = await unlessRefused(call, undefined, 'not-found', 'invalid', 'permission')
  return answer?.data.check_runs
    .filter((run) => at(run, 'app', 'id') === appId)
    .toSorted((one, other) => (readNumber(other.id) ?? 0) - (readNumber(one.id) ?? 0))
    .map((run) => ({
      name: readName(run.name),
      externalId: readName(run.external_id),
      conclusion: text(run.conclusion),
    }))
}
