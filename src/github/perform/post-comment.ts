import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import type { Performer } from './context.ts'
import { workplaceOf } from './elsewhere.ts'
import { inConversation } from './locked.ts'
import { type Found, findComment } from './own.ts'
import { keyMarker, marked } from './text.ts'

/** Posts a comment once, in a locked conversation too; after a try whose end was not seen, it is looked for by its marker first. */
export const postComment: Performer<'PostComment'> = async (effect, ownJob, context) => {
  const { octokit, job } = await workplaceOf(effect, ownJob, context)
  const { self } = context
  const marker = keyMarker(job.put.key)
  const looking = { octokit, repository: job.repository, self, marker }
  return inConversation({ job, thread: effect.thread, client: async () => octokit }, async () => {
    const found = job.triesBefore > 0 ? await findComment(looking, effect.thread) : undefined
    return found
      ? commented(found)
      : createComment(octokit, job, { thread: effect.thread, body: marked(effect.body ?? '', marker) })
  })
}

export const commented = ({ id, url }: Pick<Found, 'id' | 'url'>): EffectResult => ({
  type: 'Commented',
  commentId: id,
  url,
})

/** Source: `issues/create-comment`; on a pull request it needs pull_requests: write. */
export async function createComment(
  octokit: Octokit,
  { repository }: PerformJob,
  { thread, body }: { thread: number; body: string },
): Promise<EffectResult> {
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: thread,
    body,
  })
  return commented({ id: Number(data.id), url: data.html_url })
}
