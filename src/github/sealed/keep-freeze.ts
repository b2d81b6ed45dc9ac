import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext } from '../perform/context.ts'
import { inConversation } from '../perform/locked.ts'
import { findComment } from '../perform/own.ts'
import { createComment } from '../perform/post-comment.ts'
import { hash, keyMarker, longestBody } from '../perform/text.ts'
import { sealFreeze } from './sealed-freeze.ts'

const said = [
  '🔏 This freeze changes the protection of branches. What stood before is kept in this comment, sealed, so that it can be given',
  'back exactly even if Firebreak loses its database. Please leave the comment here.',
].join('\n')

const noted = z.object({ hash: z.string(), comment: z.number().optional() })

interface Keeping {
  /** The anchor's number. */
  readonly number: number
  /** Key of the memory that holds what stood before. */
  readonly key: string
}

/**
 * Keeps what a freeze remembers on GitHub, before it changes anything there: classic protection is replaced as a whole, and what
 * it was stands nowhere else. One comment on the anchor, written anew when another mode changes more.
 */
export async function keepFreeze(job: PerformJob, context: PerformContext, { number, key }: Keeping): Promise<void> {
  await keepOnGitHub(job, context, key, async ({ data, comment }) => {
    const kept = { number, at: context.now(), memory: [{ key, data }] }
    const text = `${said}\n\n${await sealFreeze(context.sealer, job.repository.id, kept)}`
    return writeKept(job, context, { thread: number, text, marker: keyMarker(`${key}/kept`), comment })
  })
}

interface Kept {
  /** What stood before. */
  readonly data: unknown
  /** Where it was kept before; undefined: not known. */
  readonly comment: number | undefined
}

/**
 * Writes what a freeze remembers unless it was written so already. A conversation in which nothing can be written does not
 * stop the freeze: that has to hold now, the loss of the database may never come.
 * @param key of the memory that holds what stood before
 * @param write returns the comment's id
 */
export async function keepOnGitHub(
  job: PerformJob,
  context: PerformContext,
  key: string,
  write: (kept: Kept) => Promise<number | undefined>,
): Promise<void> {
  const data = await job.memory.recall(key)
  const place = `${key}/kept`
  const known = noted.safeParse(await job.memory.recall(place)).data
  const digest = hash(JSON.stringify(data ?? null))
  if (known?.hash === digest) return
  try {
    const comment = await write({ data, comment: known?.comment })
    await job.memory.memorise({ hash: digest, comment } satisfies z.infer<typeof noted>, place)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const fields = { repository: job.repository.id, freeze: key, error: error.message }
    context.log.warn(fields, 'What stood before a freeze cannot be kept on GitHub; it is in the database alone')
  }
}

interface Writing {
  readonly thread: number
  readonly text: string
  readonly marker: string
  /** Undefined: it is looked for after a try whose end was not seen. */
  readonly comment: number | undefined
  /** It may be there from an earlier freeze. */
  readonly looks?: true
}

/** Returns the comment's id. */
export async function writeKept(
  job: PerformJob,
  context: PerformContext,
  { thread, text, marker, comment: known, looks }: Writing,
): Promise<number | undefined> {
  const { repository } = job
  const body = `${text}\n${marker}`
  if (body.length > longestBody) {
    context.log.error({ repository: repository.id, thread }, 'WHAT STOOD BEFORE A FREEZE IS TOO LONG FOR A COMMENT')
    return undefined
  }
  const octokit = await context.clients.forRepository(repository)
  return inConversation({ job, thread, client: async () => octokit }, async () => {
    const looking = { octokit, repository, self: context.self, marker }
    const mayBeThere = looks || job.triesBefore > 0
    const comment = known ?? (mayBeThere ? (await findComment(looking, thread))?.id : undefined)
    if (comment === undefined) {
      const result = await createComment(octokit, job, { thread, body })
      return result.type === 'Commented' ? result.commentId : undefined
    }
    await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner: repository.owner,
      repo: repository.name,
      comment_id: comment,
      body,
    })
    return comment
  })
}
