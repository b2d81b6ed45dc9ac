import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, LabelSpec } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { capped } from '../json.ts'
import type { PerformContext } from './context.ts'
import { ensureLabels, repairLabels } from './labels.ts'

/** The longest title that the REST API takes, in characters. */
const longestTitle = 256

export const titleOf = (title: string): string => capped(title, longestTitle)

export interface NewIssue {
  readonly title: string
  readonly body: string
  readonly labels: readonly LabelSpec[]
  readonly assignees: readonly string[]
}

/** GitHub takes ten at most. */
const mostAssignees = 10

/**
 * Opens an issue with its labels, which are created properly first. People who cannot be assigned are left out, by GitHub
 * (silently) or, when it refuses the whole issue for them, by us. Source: `issues/create`.
 */
export async function createIssue(
  octokit: Octokit,
  job: PerformJob,
  { issue, context }: { issue: NewIssue; context: PerformContext },
): Promise<EffectResult> {
  const { repository } = job
  await ensureLabels(octokit, job, issue.labels)
  const assignees = issue.assignees.map((name) => name.replace(/^@/, '')).slice(0, mostAssignees)
  const create = (people: readonly string[]) =>
    octokit.request('POST /repos/{owner}/{repo}/issues', {
      owner: repository.owner,
      repo: repository.name,
      title: titleOf(issue.title),
      body: issue.body,
      labels: issue.labels.map((label) => label.name),
      assignees: [...people],
    })
  const { data } = await create(assignees).catch((error: unknown) => {
    if (assignees.length > 0 && isRefusal(error, 'invalid') && error.message.includes('assignees')) return create([])
    throw error
  })
  await repairLabels(octokit, job, { wanted: issue.labels, answer: data.labels })
  const assigned = new Set((data.assignees ?? []).map((user) => user.login.toLowerCase()))
  const left = assignees.filter((name) => !assigned.has(name.toLowerCase()))
  if (left.length > 0) {
    context.log.warn({ repository: repository.id, issue: data.number, left }, 'GitHub did not assign everybody')
  }
  return issueOpened({ number: data.number, url: data.html_url })
}

export const issueOpened = ({ number, url }: { number: number; url: string }): EffectResult => ({
  type: 'IssueOpened',
  number,
  url,
})
