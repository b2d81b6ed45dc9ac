export type DiscussionCategory = { id: number; name: string; slug: string; isAnswerable: boolean }

/** Numbered in one row with issues and pull requests. */
export type Discussion = {
  id: number
  number: number
  categoryId: number
  title: string
  body: string
  author: string
  createdAt: string
  updatedAt: string
}
