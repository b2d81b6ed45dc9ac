import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult, SyncCard } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { sealIncident } from '../sealed/sealed-incident.ts'
import type { PerformContext, Performer } from './context.ts'
import { announceCreation, mayExist, recallIntent } from './intent.ts'
import { inConversation } from './locked.ts'
import { findComment } from './own.ts'
import { commented, createComment } from './post-comment.ts'
import { cardMarker, hash, longestBody, marked } from './text.ts'

/**
 * Keeps the anchor's one card, and sealed in it what the incident is. An unchanged text costs no call, so a card that somebody deleted comes back with the next
 * change of the incident. A lock does not stop it.
 */
export const syncCard: Performer<'SyncCard'> = (effect, job, context) =>
  inConversation({ job, thread: effect.thread, client: () => context.clients.forRepository(job.repository) }, () =>
    write(effect, job, context),
  )

async function write(effect: SyncCard, job: PerformJob, context: PerformContext): Promise<EffectResult> {
  const { clients, self } = context
  const marker = cardMarker(effect.incident)
  const visible = marked(effect.body ?? '', marker)
  const previous = job.previous?.type === 'Commented' ? job.previous : undefined
  if (previous && !effect.anew && (await recallIntent(job)).hash === hash(visible)) return previous
  const card: Card = { body: marked(effect.body ?? '', await markerWithSeal(effect, context, visible)), visible }
  const octokit = await clients.forRepository(job.repository)
  if (previous && !effect.anew && (await update(octokit, job, { ...card, id: previous.commentId }))) return previous
  if (await mayExist(job)) {
    const found = await findComment({ octokit, repository: job.repository, self, marker }, effect.thread)
    if (found && (await update(octokit, job, { ...card, id: found.id }))) return commented(found)
  }
  return create(octokit, job, { ...card, thread: effect.thread })
}

interface Card {
  readonly body: string
  /** Without what is sealed: that is another one each time, and no reason to write the card. */
  readonly visible: string
}

/** What the incident needs to go on without the database, and the marker behind it: the marker has to be the very end. */
async function markerWithSeal(
  { kept, incident }: SyncCard,
  { sealer, log }: PerformContext,
  visible: string,
): Promise<string> {
  const marker = cardMarker(incident)
  if (!kept) return marker
  const sealed = await sealIncident(sealer, kept, longestBody - visible.length - 1)
  if (!sealed)
    log.error({ incident }, 'THE STATE OF AN INCIDENT IS TOO LONG FOR ITS CARD: without the database it is lost')
  else if (sealed.leftOut !== undefined)
    log.warn({ incident, leftOut: sealed.leftOut }, 'The state of an incident is kept on its card without a part of it')
  return sealed ? `${sealed.text}\n${marker}` : marker
}

async function create(
  octokit: Octokit,
  job: PerformJob,
  card: Card & { readonly thread: number },
): Promise<EffectResult> {
  await announceCreation(job)
  const result = await createComment(octokit, job, card)
  await remember(job, card.visible)
  return result
}

/** @returns false when the comment is no longer there */
async function update(
  octokit: Octokit,
  job: PerformJob,
  { id, body, visible }: Card & { readonly id: number },
): Promise<boolean> {
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
  await remember(job, visible)
  return true
}

/** Looking for the card stays necessary until its id has come back as the previous result. */
async function remember(job: PerformJob, visible: string): Promise<void> {
  await job.memory.memorise({ creating: true, hash: hash(visible) })
}
