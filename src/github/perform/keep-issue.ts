import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, KeepIssue } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext, Performer } from './context.ts'
import { announceCreation, mayExist } from './intent.ts'
import { issueMarker } from './issue-marker.ts'
import { createIssue, issueOpened, titleOf } from './issues.ts'
import { findIssue } from './own.ts'
import { marked } from './text.ts'

/** Keeps the one issue of this key: opens it, rewrites it, closes it with its text and reopens it. */
export const keepIssue: Performer<'KeepIssue'> = async (effect, job, context) => {
  if (effect.openedBy !== undefined) return await closeOpened(effect, job, { context, openedBy: effect.openedBy })
  const { marker } = await issueMarker(job, context)
  const body = marked(effect.body ?? '', marker)
  const octokit = await context.clients.forRepository(job.repository)
  const number = await existingNumber(octokit, job, { marker, context })
  const kept = number === undefined ? undefined : await rewrite(octokit, job, { effect, number, body })
  if (kept) return kept
  if (!effect.open) return { type: 'Done' }
  await announceCreation(job)
  return createIssue(octokit, job, { issue: { ...effect, body, assignees: [] }, context })
}

/** What another effect opened, an issue or a pull request. One that is closed was closed by somebody, and stays as it is. */
async function closeOpened(
  effect: KeepIssue,
  job: PerformJob,
  { context, openedBy }: { context: PerformContext; openedBy: string },
): Promise<EffectResult> {
  const { marker } = await issueMarker({ ...job, put: { ...job.put, key: openedBy } }, context)
  const octokit = await context.clients.forRepository(job.repository)
  const found = await findIssue({ octokit, repository: job.repository, self: context.self, marker })
  if (found && !found.isClosed) {
    const { number, isPullRequest } = found
    await rewrite(octokit, job, { effect, number, body: marked(effect.body ?? '', marker), isPullRequest })
  }
  return { type: 'Done' }
}

async function existingNumber(
  octokit: Octokit,
  job: PerformJob,
  { marker, context }: { marker: string; context: PerformContext },
): Promise<number | undefined> {
  if (job.previous?.type === 'IssueOpened') return job.previous.number
  if (!(await mayExist(job))) return undefined
  const found = await findIssue({ octokit, repository: job.repository, self: context.self, marker })
  return found?.number
}

interface Rewriting {
  readonly effect: KeepIssue
  readonly number: number
  readonly body: string
  /** GitHub gives reasons for closing issues alone. */
  readonly isPullRequest?: boolean
}

/** @returns undefined when the issue is no longer there. Source: `issues/update`. */
async function rewrite(
  octokit: Octokit,
  { repository }: PerformJob,
  { effect, number, body, isPullRequest = false }: Rewriting,
): Promise<EffectResult | undefined> {
  try {
    const { data } = await octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      owner: repository.owner,
      repo: repository.name,
      issue_number: number,
      title: titleOf(effect.title),
      body,
      state: effect.open ? ('open' as const) : ('closed' as const),
      ...(!effect.open && !isPullRequest && { state_reason: 'completed' as const }),
    })
    return issueOpened({ number: data.number, url: data.html_url })
  } catch (error) {
    if (isRefusal(error, 'not-found', 'gone')) return undefined
    throw error
  }
}
