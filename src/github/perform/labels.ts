import { Memo } from '../../engine/memo.ts'
import type { LabelSpec } from '../../incident/effect.ts'
import type { Repository } from '../../incident/repository.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'

/** How GitHub describes a label. */
export interface LabelLook {
  readonly color: string
  readonly description: string | null
}

/** Labels are the same label whatever the case of their names. */
export const labelKey = (name: string): string => name.toLowerCase()

/** GitHub creates an unknown label that is put on an issue itself, grey and without a description (github/docs#35718). */
const isGitHubsOwn = (look: LabelLook): boolean => look.color.toLowerCase() === 'ededed' && !look.description

/**
 * Which labels repositories are known to have, so that they are not asked for again. Only a saving: a label that was
 * deleted meanwhile is noticed when it is put on an issue.
 */
export class KnownLabels {
  /** Undefined as the value: it exists, how it looks was not seen. */
  readonly #known = new Memo<string, LabelLook | 'unseen'>(5000)

  /** Creates the labels that are missing. Source: `issues/get-label`, `issues/create-label`. */
  async ensure(octokit: Octokit, repository: Repository, labels: readonly LabelSpec[]): Promise<void> {
    for (const label of labels) {
      const key = `${repository.id} ${labelKey(label.name)}`
      if (this.#known.get(key) !== undefined) continue
      this.#known.set(key, (await read(octokit, repository, label.name)) ?? (await create(octokit, repository, label)))
    }
  }

  /**
   * Repairs labels that turn out to have been created by GitHub because they were deleted after we knew them.
   * One whose looks were grey before, or never seen, is somebody's choice and stays.
   */
  async repair(
    octokit: Octokit,
    repository: Repository,
    { wanted, found }: { wanted: readonly LabelSpec[]; found: ReadonlyMap<string, LabelLook> },
  ): Promise<void> {
    for (const label of wanted) {
      const key = `${repository.id} ${labelKey(label.name)}`
      const before = this.#known.get(key)
      const now = found.get(labelKey(label.name))
      const wasRecreated = now && isGitHubsOwn(now) && before && before !== 'unseen' && !isGitHubsOwn(before)
      if (!wasRecreated) continue
      await describe(octokit, repository, label)
      this.#known.set(key, label)
    }
  }
}

async function read(octokit: Octokit, { owner, name: repo }: Repository, name: string): Promise<LabelLook | undefined> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/labels/{name}', { owner, repo, name })
    return { color: data.color, description: data.description }
  } catch (error) {
    if (isRefusal(error, 'not-found')) return undefined
    throw error
  }
}

async function create(
  octokit: Octokit,
  { owner, name: repo }: Repository,
  label: LabelSpec,
): Promise<LabelLook | 'unseen'> {
  const { name, color, description } = label
  try {
    await octokit.request('POST /repos/{owner}/{repo}/labels', { owner, repo, name, color, description })
    return label
  } catch (error) {
    // Somebody was faster.
    if (isRefusal(error, 'invalid') && error.message.includes('already_exists')) return 'unseen'
    throw error
  }
}

async function describe(octokit: Octokit, { owner, name: repo }: Repository, label: LabelSpec): Promise<void> {
  const { name, color, description } = label
  await octokit.request('PATCH /repos/{owner}/{repo}/labels/{name}', { owner, repo, name, color, description })
}
