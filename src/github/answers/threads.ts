import type { Thread } from '../../incident/repository.ts'
import { readContents } from '../contents.ts'
import { field, text } from '../json.ts'
import { readThread } from '../pull-request.ts'
import { type Place, unlessRefused } from './place.ts'

/**
 * An issue or pull request of this repository; undefined when it is not there, was deleted, or was transferred: then
 * GitHub redirects to the repository it went to. https://docs.github.com/rest/issues/issues#get-an-issue
 */
export async function issue(place: Place, number: number): Promise<Thread | undefined> {
  const { octokit, owner, repo } = place
  const call = octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { owner, repo, issue_number: number })
  const answer = await unlessRefused(call, undefined, 'not-found', 'gone')
  const thread = readThread(field(answer, 'data'))
  if (thread?.number !== number) return undefined
  if (!(await isHere(place, text(field(field(answer, 'data'), 'repository_url'))))) return undefined
  const createdAt = Date.parse(text(field(field(answer, 'data'), 'created_at')) ?? '')
  return Number.isNaN(createdAt) ? thread : { ...thread, createdAt }
}

/** An address under another name is either this repository, renamed, or another one. */
async function isHere({ octokit, owner, repo }: Place, repositoryUrl: string | undefined): Promise<boolean> {
  if (repositoryUrl === undefined || repositoryUrl.toLowerCase().endsWith(`/repos/${owner}/${repo}`.toLowerCase())) {
    return true
  }
  const { data } = await octokit.request('GET /repos/{owner}/{repo}', { owner, repo })
  return data.url === repositoryUrl
}

/** A file's text on the default branch; undefined when there is none or the path leads out of the repository. */
export async function repositoryFile({ octokit, owner, repo }: Place, path: string): Promise<string | undefined> {
  const file = await readContents(octokit, { owner, repo, path })
  return file.found === true ? file.text : undefined
}
