import type { PerformJob } from '../../engine/ports.ts'
import type { OpenIssue } from '../../incident/effect.ts'
import { postmortemMarker } from '../postmortem-marker.ts'
import type { Performer } from './context.ts'
import { workplaceOf } from './elsewhere.ts'
import { issueMarker } from './issue-marker.ts'
import { createIssue, issueOpened } from './issues.ts'
import { findIssue } from './own.ts'
import { marked } from './text.ts'

/** Opens an issue once; after a try whose end was not seen, it is looked for by its marker first. */
export const openIssue: Performer<'OpenIssue'> = async (effect, ownJob, context) => {
  const { octokit, job } = await workplaceOf(effect, ownJob, context)
  const { marker, known } = await issueMarker(job, context)
  if (known) {
    const found = await findIssue({ octokit, repository: job.repository, self: context.self, marker })
    if (found) return issueOpened(found)
  }
  const issue = { ...effect, body: marked(effect.body ?? '', `${naming(effect, job)}${marker}`) }
  return createIssue(octokit, job, { issue, context })
}

/** Beside the incident nothing needs it: there a post-mortem is known by its number. */
function naming({ message, repository }: OpenIssue, { put }: PerformJob): string {
  const isElsewhere = message.type === 'Postmortem' && repository !== undefined
  return isElsewhere && put.incident !== undefined ? `${postmortemMarker(put.incident)}\n` : ''
}
