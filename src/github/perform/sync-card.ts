import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, SyncCard } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext, Performer } from './context.ts'
import { announceCreation, mayExist, recallIntent } from './intent.ts'
import { inConversation } from './locked.ts'
import { findComment } from './own.ts'
import { commented, createComment } from './post-comment.ts'
import { cardMarker, hash, marked } from './text.ts'

/**
 * Keeps the anchor's one card. An unchanged text costs no call, so a card that somebody deleted comes back with the next
 * change of the incident. A lock does not stop it.
 */
export const syncCard: Performer<'SyncCard'> = (effect, job, context) =>
  inConversation({ job, thread: effect.thread, client: () => context.clients.forRepository(job.repository) }, () =>
    write(effect, job, context),
  )

async function write(effect: SyncCard, job: PerformJob, { clients, self }: PerformContext): Promise<EffectResult> {
  const marker = cardMarker(effect.incident)
  const body = marked(effect.body ?? '', marker)
  const previous = job.previous?.type === 'Commented' ? job.previous : undefined
  if (previous && (await recallIntent(job)).hash === hash(body)) return previous
  const octokit = await clients.forRepository(job.repository)
  if (previous && (await update(octokit, job, { id: previous.commentId, body }))) return previous
  if (await mayExist(job)) {
    const found = await findComment({ octokit, repository: job.repository, self, marker }, effect.thread)
    if (found && (await update(octokit, job, { id: found.id, body }))) return commented(found)
  }
  return create(octokit, job, { thread: effect.thread, body })
}

async function create(
  octokit: Octokit,
  job: PerformJob,
  card: { thread: number; body: string },
): Promise<EffectResult> {
  await announceCreation(job)
  const result = await createComment(octokit, job, card)
  await remember(job, card.body)
  return result
}

/** @returns false when the comment is no longer there */
async function update(octokit: Octokit, job: PerformJob, { id, body }: { id: number; body: string }): Promise<boolean> {
  const { repository } = job
  // Forgotten first: should the reply be lost, it is not known which text stands there.
  await announceCreation(job)
  try {
    await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner: repository.owner,
      repo: repository.name,
      comment_id: id,
      body,
    })
  } catch (error) {
    if (isRefusal(error, 'not-found', 'gone')) return false
    throw error
  }
  await remember(job, body)
  return true
}

/** Looking for the card stays necessary until its id has come back as the previous result. */
async function remember(job: PerformJob, body: string): Promise<void> {
  await job.memory.memorise({ creating: true, hash: hash(body) })
}
