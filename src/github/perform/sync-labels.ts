import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { LabelSpec } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext, Performer } from './context.ts'
import { type LabelLook, labelKey } from './labels.ts'

const labelMemory = z.object({ put: z.array(z.string()) })

/** Makes the wanted labels stand on the anchor, and takes off those that we put there and that are no longer wanted. */
export const syncLabels: Performer<'SyncLabels'> = async (effect, job, context) => {
  const octokit = await context.clients.forRepository(job.repository)
  const standing = await labelsOn(octokit, job, effect.thread)
  const wanted = new Set(effect.labels.map((label) => labelKey(label.name)))
  const put = (await recallPut(job)).filter((name) => standing.has(labelKey(name)))
  const missing = effect.labels.filter((label) => !standing.has(labelKey(label.name)))
  const surplus = put.filter((name) => !wanted.has(labelKey(name)))
  // Kept before the calls: a label whose adding was not seen to succeed is still ours to take off.
  if (missing.length > 0 || surplus.length > 0) await keepPut(job, [...put, ...missing.map((label) => label.name)])
  if (missing.length > 0) await add(octokit, job, { thread: effect.thread, missing, context })
  for (const name of surplus) await remove(octokit, job, { thread: effect.thread, name })
  return { type: 'Done' }
}

async function recallPut(job: PerformJob): Promise<string[]> {
  return labelMemory.safeParse(await job.memory.recall()).data?.put ?? []
}

async function keepPut(job: PerformJob, put: readonly string[]): Promise<void> {
  await job.memory.memorise({ put: [...new Set(put)] })
}

async function labelsOn(octokit: Octokit, { repository }: PerformJob, thread: number): Promise<Set<string>> {
  const labels = await octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: thread,
    per_page: 100,
  })
  return new Set(labels.map((label) => labelKey(label.name)))
}

/** One call for all of them; its answer tells which labels GitHub had to invent. Source: `issues/add-labels`. */
async function add(
  octokit: Octokit,
  { repository }: PerformJob,
  { thread, missing, context }: { thread: number; missing: readonly LabelSpec[]; context: PerformContext },
): Promise<void> {
  await context.labels.ensure(octokit, repository, missing)
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: thread,
    labels: missing.map((label) => label.name),
  })
  const found = new Map<string, LabelLook>(data.map((label) => [labelKey(label.name), label]))
  await context.labels.repair(octokit, repository, { wanted: missing, found })
}

async function remove(
  octokit: Octokit,
  { repository }: PerformJob,
  { thread, name }: { thread: number; name: string },
): Promise<void> {
  try {
    await octokit.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
      owner: repository.owner,
      repo: repository.name,
      issue_number: thread,
      name,
    })
  } catch (error) {
    if (!isRefusal(error, 'not-found')) throw error
  }
}
