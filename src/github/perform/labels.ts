import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { LabelSpec } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, text } from '../json.ts'

/** How GitHub describes a label. */
interface LabelLook {
  readonly color: string
  readonly description: string | undefined
}

/** Labels are the same label whatever the case of their names. */
export const labelKey = (name: string): string => name.toLowerCase()

/** GitHub creates an unknown label that is put on an issue itself, grey and without a description (github/docs#35718). */
const isGitHubsOwn = (look: LabelLook): boolean => look.color.toLowerCase() === 'ededed' && !look.description

/** `unseen`: it exists, and how it looks was not seen. `coloured`: it was seen to look like somebody's choice. */
const knownLabels = z.record(z.string(), z.enum(['unseen', 'coloured']))

type KnownLabels = z.infer<typeof knownLabels>

const keyOf = ({ repository }: PerformJob): string => `${repository.id}/labels`

/** Labels that the repository is known to have. Only a saving: one that was deleted is noticed when it is put on. */
async function recallLabels(job: PerformJob): Promise<KnownLabels> {
  return knownLabels.safeParse(await job.memory.recall(keyOf(job))).data ?? {}
}

/** Creates the labels that the repository is not known to have; one that exists keeps its looks. */
export async function ensureLabels(octokit: Octokit, job: PerformJob, labels: readonly LabelSpec[]): Promise<void> {
  const known = new Map(Object.entries(await recallLabels(job)))
  const missing = labels.filter((label) => !known.has(labelKey(label.name)))
  for (const label of missing) known.set(labelKey(label.name), await create(octokit, job, label))
  if (missing.length > 0) await job.memory.memorise(Object.fromEntries(known), keyOf(job))
}

/**
 * Repairs labels that turn out to have been created by GitHub because they were deleted after we knew them.
 * One that was never seen in another look is somebody's choice and stays.
 * @param answer the labels of an issue as GitHub tells them after some were put on it
 */
export async function repairLabels(
  octokit: Octokit,
  job: PerformJob,
  { wanted, answer }: { wanted: readonly LabelSpec[]; answer: readonly unknown[] },
): Promise<void> {
  const before = await recallLabels(job)
  const known = new Map(Object.entries(before))
  const looks = looksIn(answer)
  for (const label of wanted) {
    const key = labelKey(label.name)
    const now = looks.get(key)
    if (now === undefined) continue
    if (!isGitHubsOwn(now)) known.set(key, 'coloured')
    else if (known.get(key) === 'coloured') await describe(octokit, job, label)
  }
  if ([...known].some(([key, look]) => before[key] !== look))
    await job.memory.memorise(Object.fromEntries(known), keyOf(job))
}

function looksIn(answer: readonly unknown[]): ReadonlyMap<string, LabelLook> {
  return new Map(
    answer.map((label) => [
      labelKey(text(at(label, 'name')) ?? ''),
      { color: text(at(label, 'color')) ?? '', description: text(at(label, 'description')) },
    ]),
  )
}

/** Asked for outright: the refusal of one that exists costs no more than a look. Source: `issues/create-label`. */
async function create(octokit: Octokit, { repository }: PerformJob, label: LabelSpec): Promise<'unseen' | 'coloured'> {
  const { name, color, description } = label
  const address = { owner: repository.owner, repo: repository.name }
  try {
    await octokit.request('POST /repos/{owner}/{repo}/labels', { ...address, name, color, description })
    return 'coloured'
  } catch (error) {
    if (isRefusal(error, 'invalid') && error.message.includes('already_exists')) return 'unseen'
    throw error
  }
}

async function describe(octokit: Octokit, { repository }: PerformJob, label: LabelSpec): Promise<void> {
  const { name, color, description } = label
  const address = { owner: repository.owner, repo: repository.name }
  await octokit.request('PATCH /repos/{owner}/{repo}/labels/{name}', { ...address, name, color, description })
}
