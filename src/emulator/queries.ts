import type { Issue, Label, PullIssue } from './model/issue.ts'
import type { Repository } from './model/repository.ts'

/** @returns true for pull requests. */
export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== null
}

/** @returns every pull request of the repository, oldest first. */
export function pullsOf(repository: Repository): PullIssue[] {
  return repository.issues.filter(isPull)
}

/** @returns open pull requests whose head is this commit. */
export function openPullsWithHead(repository: Repository, sha: string): PullIssue[] {
  return pullsOf(repository).filter((issue) => issue.state === 'open' && issue.pull.head.sha === sha)
}

/** @returns the label with this name; GitHub ignores case in label names. */
export function labelNamed(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase())
}

/** @returns names of an issue's labels. */
export function labelNames(repository: Repository, issue: Issue): string[] {
  return issue.labelIds.flatMap((id) => repository.labels.filter((label) => label.id === id)).map((label) => label.name)
}
