import type { Performer } from './context.ts'
import { createIssue, issueOpened } from './issues.ts'
import { findIssue } from './own.ts'
import { keyMarker, marked } from './text.ts'

/** Opens an issue once; after a try whose end was not seen, it is looked for by its marker first. */
export const openIssue: Performer<'OpenIssue'> = async (effect, job, context) => {
  const octokit = await context.clients.forRepository(job.repository)
  const marker = keyMarker(job.put.key)
  if (job.triesBefore > 0) {
    const found = await findIssue({ octokit, repository: job.repository, self: context.self, marker })
    if (found) return issueOpened(found)
  }
  const issue = { ...effect, body: marked(effect.body ?? '', marker) }
  return createIssue(octokit, job, { issue, context })
}
