import type { Json } from '../json.ts'
import type { Issue } from '../model/issue.ts'
import { isPull } from '../queries.ts'
import { issueJson } from '../shapes/issue.ts'
import { pullJson } from '../shapes/pull.ts'
import type { RepositoryContext } from './context.ts'

/** Publishes `issues.<action>`, or `pull_request.<action>` when the issue is a pull request. */
export function publishIssue(context: RepositoryContext, issue: Issue, action: string, extra: Json = {}): void {
  const { world, repository, actor } = context
  const subject = isPull(issue)
    ? { number: issue.number, pull_request: pullJson(world, repository, issue) }
    : { issue: issueJson(world, repository, issue) }
  const event = isPull(issue) ? 'pull_request' : 'issues'
  world.publish({ event, action, sender: actor.login, repository, payload: { ...subject, ...extra } })
}

/** Marks the issue as changed now. */
export function touch(context: RepositoryContext, issue: Issue): void {
  issue.updatedAt = context.world.timestamp()
}
