import type { RepositoryCall } from '../http/route.ts'
import type { Issue } from '../model/issue.ts'
import { labelNames } from '../queries.ts'

/** Issues a list asks for by `state`, `labels`, `creator`, `assignee`, `since`, in the order asked for. */
export function filterIssues(call: RepositoryCall): Issue[] {
  const { query, repository } = call
  const state = query.get('state') ?? 'open'
  const labels = (query.get('labels') ?? '')
    .toLowerCase()
    .split(',')
    .filter((name) => name !== '')
  const creator = query.get('creator')
  const assignee = query.get('assignee')
  const since = query.get('since')
  const found = repository.issues
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => carriesAll(call, issue, labels))
    .filter((issue) => creator === null || sameLogin(issue.author, creator))
    .filter((issue) => assignee === null || issue.assignees.some((login) => sameLogin(login, assignee)))
    .filter((issue) => since === null || Date.parse(issue.updatedAt) >= Date.parse(since))
  return sorted(found, query.get('sort') ?? 'created', query.get('direction') ?? 'desc')
}

function carriesAll(call: RepositoryCall, issue: Issue, labels: string[]): boolean {
  const names = labelNames(call.repository, issue).map((name) => name.toLowerCase())
  return labels.every((label) => names.includes(label))
}

/** Bots are asked for as `app/slug` or `slug[bot]`. */
function sameLogin(login: string, wanted: string): boolean {
  return login.toLowerCase() === wanted.toLowerCase().replace(/^app\/(.+)$/, '$1[bot]')
}

/** Sorts by time; issues of the same second keep the order of their numbers. */
export function sorted<T extends Issue>(issues: T[], by: string, direction: string): T[] {
  const key = (issue: Issue) => Date.parse(by === 'updated' ? issue.updatedAt : issue.createdAt)
  const ascending = issues.toSorted((a, b) => key(a) - key(b) || a.number - b.number)
  return direction === 'asc' ? ascending : ascending.toReversed()
}
