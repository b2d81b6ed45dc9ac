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
 * it was stands nowhere else. One comment on the anchor, written anew when another mode changes more. A conversation in which
 * nothing can be written does not stop the freeze: that has to hold now, the loss of the database may never come.
 */
export async function keepFreeze(job: PerformJob, context: PerformContext, keeping: Keeping): Promise<void> {
  const data = await job.memory.recall(keeping.key)
  const place = `${keeping.key}/kept`
  const known = noted.safeParse(await job.memory.recall(place)).data
  const digest = hash(JSON.stringify(data ?? null))
  if (known?.hash === digest) return
  try {
    const comment = await write(job, context, { ...keeping, data, comment: known?.comment })
    await job.memory.memorise({ hash: digest, comment } satisfies z.infer<typeof noted>, place)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const fields = { repository: job.repository.id, anchor: keeping.number, error: error.message }
    context.log.warn(fields, 'What stood before a freeze cannot be kept on GitHub; it is in the database alone')
  }
}

interface Writing extends Keeping {
  readonly data: unknown
  readonly comment: number | undefined
}

/** Returns the comment's id. */
async function write(job: PerformJob, context: PerformContext, writing: Writing): Promise<number | undefined> {
  const { clients, self, sealer } = context
  const { number, key, data } = writing
  const { repository } = job
  const marker = keyMarker(`${key}/kept`)
  const kept = { number, at: context.now(), memory: [{ key, data }] }
  const body = `${said}\n\n${await sealFreeze(sealer, repository.id, kept)}\n${marker}`
  if (body.length > longestBody) {
    context.log.error(
      { repository: repository.id, anchor: number },
      'WHAT STOOD BEFORE A FREEZE IS TOO LONG FOR A COMMENT',
    )
    return undefined
  }
  const octokit = await clients.forRepository(repository)
  return inConversation({ job, thread: number, client: async () => octokit }, async () => {
    const looking = { octokit, repository, self, marker }
    const comment = writing.comment ?? (job.triesBefore > 0 ? (await findComment(looking, number))?.id : undefined)
    if (comment === undefined) {
      const result = await createComment(octokit, job, { thread: number, body })
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
