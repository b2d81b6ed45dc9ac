import type { Review } from '../../incident/repository.ts'
import { field, isRecord, text } from '../json.ts'
import { allPages } from '../paginate.ts'
import { readAccount, readName } from '../pull-request.ts'
import type { Place } from './place.ts'

const states: ReadonlyMap<unknown, Review['state']> = new Map([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['COMMENTED', 'commented'],
  ['DISMISSED', 'dismissed'],
])

/**
 * The latest opinion of each reviewer, as GitHub counts it: a later remark does not take an approval back, a dismissal
 * does. Drafts of reviews and those of deleted accounts are left out. GitHub lists in the order of submission; it is
 * sorted once more because everything hangs on it.
 * https://docs.github.com/rest/pulls/reviews#list-reviews-for-a-pull-request
 */
export async function reviews({ octokit, owner, repo }: Place, number: number): Promise<readonly Review[]> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews'
  const listed = await allPages(octokit, route, { owner, repo, pull_number: number })
  const latest = new Map<string, Review>()
  for (const review of listed.flatMap(readReview).sort((a, b) => a.submittedAt - b.submittedAt)) {
    const { submittedAt: _, ...opinion } = review
    const key = opinion.author.toLowerCase()
    if (opinion.state !== 'commented' || (latest.get(key)?.state ?? 'commented') === 'commented')
      latest.set(key, opinion)
  }
  return [...latest.values()]
}

function readReview(value: unknown): readonly (Review & { readonly submittedAt: number })[] {
  const state = states.get(field(value, 'state'))
  const submittedAt = Date.parse(text(field(value, 'submitted_at')) ?? '')
  if (!state || Number.isNaN(submittedAt) || !isRecord(field(value, 'user'))) return []
  const author = readAccount(field(value, 'user')).login
  return [{ author, state, sha: readName(field(value, 'commit_id')), submittedAt }]
}
