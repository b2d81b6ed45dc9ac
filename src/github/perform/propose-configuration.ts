import type { PerformJob } from '../../engine/ports.ts'
import type { ProposeConfiguration } from '../../incident/configuration-effect.ts'
import type { EffectResult } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, field, text } from '../json.ts'
import { GivenUp, type PerformContext, type Performer } from './context.ts'
import { issueMarker } from './issue-marker.ts'
import { titleOf } from './issues.ts'
import { findIssue } from './own.ts'
import { marked } from './text.ts'

/**
 * Opens the pull request that adds the configuration, once: one commit on a new branch. After a try whose end was not seen, it
 * is looked for by its marker first, closed ones too, then the branch by the same marker in its commit. A branch of that name
 * which is not ours is left alone, and nothing is ever forced. `contents: write` is used for the commit and its branch alone.
 */
export const proposeConfiguration: Performer<'ProposeConfiguration'> = async (effect, job, context) => {
  const { repository } = job
  const { marker, known } = await issueMarker(job, context)
  const octokit = await context.clients.forRepository(repository)
  // To GitHub's lists of issues, pull requests are issues.
  const found = known ? await findIssue({ octokit, repository, self: context.self, marker }) : undefined
  if (found) return { type: 'PullRequestOpened', number: found.number, url: found.url }
  await ensureBranch({ octokit, job, effect, marker }, context)
  return await openPull({ octokit, job, effect, marker })
}

interface Proposal {
  readonly octokit: Octokit
  readonly job: PerformJob
  readonly effect: ProposeConfiguration
  readonly marker: string
}

async function ensureBranch(proposal: Proposal, { clients }: PerformContext): Promise<void> {
  const { effect, job, marker } = proposal
  const standing = await tipOf(proposal, effect.branch)
  if (standing !== undefined) {
    if (isOurs(await commitAt(proposal, standing), marker)) return
    throw new GivenUp(`There is a branch \`${effect.branch}\` already, and it is not ours.`)
  }
  const base = await tipOf(proposal, effect.base)
  if (base === undefined) throw new GivenUp(`There is no branch \`${effect.base}\` to begin from.`)
  const below = await commitAt(proposal, base)
  const writing = await clients.special(job.repository, 'configuring')
  await writeBranch({ ...proposal, octokit: writing }, { sha: base, tree: shaIn(field(below, 'tree')) })
}

/** The commit says whose it is in the words of the marker, which nobody else can make up. */
const isOurs = (commit: unknown, marker: string): boolean =>
  text(field(commit, 'message'))?.trimEnd().endsWith(inCommit(marker)) === true

const inCommit = (marker: string): string => marker.replace(/^<!-- | -->$/g, '')

/** https://docs.github.com/rest/git/refs#get-a-reference */
async function tipOf({ octokit, job }: Proposal, branch: string): Promise<string | undefined> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...placeOf(job),
      ref: `heads/${branch}`,
    })
    return shaIn(data.object)
  } catch (error) {
    if (isRefusal(error, 'not-found')) return undefined
    throw error
  }
}

/** https://docs.github.com/rest/git/commits#get-a-commit-object */
async function commitAt({ octokit, job }: Proposal, sha: string): Promise<unknown> {
  const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
  const { data } = await octokit.request(route, { ...placeOf(job), commit_sha: sha })
  return data
}

/**
 * https://docs.github.com/rest/git/trees#create-a-tree, https://docs.github.com/rest/git/commits#create-a-commit,
 * https://docs.github.com/rest/git/refs#create-a-reference
 */
async function writeBranch(
  { octokit, job, effect, marker }: Proposal,
  base: { readonly sha: string; readonly tree: string },
): Promise<void> {
  const place = placeOf(job)
  const entry = { mode: '100644', type: 'blob' } as const
  const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    ...place,
    base_tree: base.tree,
    tree: effect.files.map(({ path, text: content }) => ({ ...entry, path, content })),
  })
  const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
    ...place,
    message: `${effect.commit}\n\n${inCommit(marker)}`,
    tree: shaIn(tree.data),
    parents: [base.sha],
  })
  const sha = shaIn(commit.data)
  await octokit.request('POST /repos/{owner}/{repo}/git/refs', { ...place, ref: `refs/heads/${effect.branch}`, sha })
}

/** https://docs.github.com/rest/pulls/pulls#create-a-pull-request */
async function openPull({ octokit, job, effect, marker }: Proposal): Promise<EffectResult> {
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...placeOf(job),
    title: titleOf(effect.title),
    body: marked(effect.body ?? '', marker),
    ...{ head: effect.branch, base: effect.base },
  })
  const url = text(at(data, 'html_url'))
  if (url === undefined) throw new GivenUp('GitHub did not say which pull request it opened, if any.')
  return { type: 'PullRequestOpened', number: data.number, url }
}

function shaIn(object: unknown): string {
  const sha = text(field(object, 'sha'))
  if (sha === undefined) throw new GivenUp('GitHub answered without the name of a commit.')
  return sha
}

const placeOf = ({ repository }: PerformJob) => ({ owner: repository.owner, repo: repository.name })
