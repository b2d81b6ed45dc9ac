import { GraphqlError } from '../graphql/error.ts'
import type { Discussion, DiscussionCategory } from '../model/discussion.ts'
import type { RepositoryContext } from './context.ts'

export type NewDiscussion = { category: DiscussionCategory; title: string; body: string }

/** Opens a discussion. @throws UNPROCESSABLE for an empty title or body */
export function createDiscussion(context: RepositoryContext, { category, title, body }: NewDiscussion): Discussion {
  const { world, repository, actor } = context
  if (title.trim() === '') throw new GraphqlError('UNPROCESSABLE', "Title can't be blank")
  if (body.trim() === '') throw new GraphqlError('UNPROCESSABLE', "Body can't be blank")
  const discussion: Discussion = {
    id: world.ids.next(),
    number: repository.nextNumber++,
    categoryId: category.id,
    title,
    body,
    author: actor.login,
    createdAt: world.timestamp(),
    updatedAt: world.timestamp(),
  }
  repository.discussions.push(discussion)
  return discussion
}
