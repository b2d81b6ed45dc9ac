import { isRefusal } from '../errors.ts'
import type { Performer } from './context.ts'

/** Reacting twice is answered with the first reaction; a comment that is gone needs none. Source: `reactions/create-for-issue-comment`. */
export const react: Performer<'React'> = async (effect, { repository }, { clients }) => {
  const octokit = await clients.forRepository(repository)
  try {
    await octokit.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
      owner: repository.owner,
      repo: repository.name,
      comment_id: effect.commentId,
      content: effect.content,
    })
  } catch (error) {
    if (!isRefusal(error, 'not-found', 'gone')) throw error
  }
  return { type: 'Done' }
}
