import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { Looking, SyncLabels } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { Performer } from './context.ts'
import { ensureLabels, labelKey, repairLabels } from './labels.ts'

const labelMemory = z.object({
  /** Those that we put there, also where that was not seen to succeed. */
  put: z.array(z.string()),
  /** Those that stood there before us. */
  theirs: z.array(z.string()),
  /** Whether what was put last was seen to stand; else it is put once more. */
  done: z.boolean(),
})

type LabelMemory = z.infer<typeof labelMemory>

/** Labels of this kind are ours even where somebody put one before us. */
const isAlwaysOurs = (name: string): boolean => labelKey(name).startsWith('incident/')

/**
 * Makes the wanted labels stand on the anchor, and takes off those that we put there and that are no longer wanted.
 * The issue is looked at once; later it is known what we did. Whatever somebody takes off comes back with the next change.
 */
export const syncLabels: Performer<'SyncLabels'> = async (effect, job, context) => {
  const octokit = await context.clients.forRepository(job.repository)
  const known = await recall(job)
  const before: LabelMemory = known
    ? asTold(known, effect, effect.again ? await standingOn(octokit, job, effect) : effect.standing)
    : await look(octokit, job, effect)
  const present = new Set((before.done ? [...before.put, ...before.theirs] : []).map(labelKey))
  const wanted = new Set(effect.labels.map(({ name }) => labelKey(name)))
  const isMissing = [...wanted].some((name) => !present.has(name))
  const surplus = before.put.filter((name) => !wanted.has(labelKey(name)))
  const theirs = new Set(before.theirs.map(labelKey))
  const ours = effect.labels.map(({ name }) => name).filter((name) => !theirs.has(labelKey(name)))
  const after: LabelMemory = { put: ours, theirs: before.theirs, done: true }
  if (isMissing || surplus.length > 0) {
    // Kept before the calls: a label whose adding was not seen to succeed is still ours to take off.
    await job.memory.memorise({ ...before, put: [...new Set([...before.put, ...ours])], done: false })
    const standing = isMissing ? await add(octokit, job, effect) : undefined
    for (const name of surplus)
      if (standing?.has(labelKey(name)) !== false) await remove(octokit, job, { thread: effect.thread, name })
  }
  await job.memory.memorise(after)
  return { type: 'Done' }
}

async function recall(job: PerformJob): Promise<LabelMemory | undefined> {
  return labelMemory.safeParse(await job.memory.recall()).data
}

/**
 * Where it is known what stands there, and something of ours does not, everything is put once more. What is ours by its name and
 * stands there although we do not remember it was put before the database was lost.
 */
function asTold(known: LabelMemory, { again }: Looking, standing: readonly string[] | undefined): LabelMemory {
  if (!standing) return known
  const names = new Set(standing.map(labelKey))
  const done = known.done && known.put.every((name) => names.has(labelKey(name)))
  const forgotten = again ? standing.filter(isAlwaysOurs) : []
  return { ...known, put: [...new Set([...known.put, ...forgotten])], done }
}

/** Who put what stands there before our first label is not known: what is to be ours by its name is, the rest is theirs. */
async function look(octokit: Octokit, job: PerformJob, effect: SyncLabels): Promise<LabelMemory> {
  const names = await standingOn(octokit, job, effect)
  return { put: names.filter(isAlwaysOurs), theirs: names.filter((name) => !isAlwaysOurs(name)), done: true }
}

async function standingOn(
  octokit: Octokit,
  { repository }: PerformJob,
  { thread, standing }: SyncLabels,
): Promise<readonly string[]> {
  if (standing) return standing
  const labels = await octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: thread,
    per_page: 100,
  })
  return labels.map(({ name }) => name)
}

/** All of them in one call, also those that stand there. Returns what stands then. Source: `issues/add-labels`. */
async function add(octokit: Octokit, job: PerformJob, { thread, labels }: SyncLabels): Promise<ReadonlySet<string>> {
  await ensureLabels(octokit, job, labels)
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    owner: job.repository.owner,
    repo: job.repository.name,
    issue_number: thread,
    labels: labels.map((label) => label.name),
  })
  await repairLabels(octokit, job, { wanted: labels, answer: data })
  return new Set(data.map(({ name }) => labelKey(name)))
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
