import { notFound } from '../http/api-error.ts'
import type { Issue, Label } from '../model/issue.ts'
import { labelNamed } from '../queries.ts'
import { labelJson } from '../shapes/label.ts'
import type { RepositoryContext } from './context.ts'
import { publishIssue, touch } from './issue-events.ts'
import { createLabel } from './labels.ts'

/** Puts labels on; missing ones are created with colour ededed, as `POST /issues/{n}/labels` does. */
export function addLabels(context: RepositoryContext, issue: Issue, names: string[]): void {
  for (const name of names)
    for (const label of putLabels(context, issue, [name])) announceLabel(context, issue, 'labeled', label)
}

/** The same without telling anybody. @returns those that were not on before */
export function putLabels(context: RepositoryContext, issue: Issue, names: string[]): Label[] {
  const labels = names.map((name) => labelNamed(context.repository, name) ?? createLabel(context, { name }))
  const fresh = labels.filter(
    ({ id }, place) => !issue.labelIds.includes(id) && labels.findIndex((one) => one.id === id) === place,
  )
  issue.labelIds.push(...fresh.map(({ id }) => id))
  return fresh
}

/** Takes one label off. @throws 404 `Label does not exist` when it is not on. */
export function removeLabel(context: RepositoryContext, issue: Issue, name: string): void {
  const label = labelNamed(context.repository, name)
  if (label === undefined || !issue.labelIds.includes(label.id)) throw notFound('Label does not exist')
  issue.labelIds = issue.labelIds.filter((id) => id !== label.id)
  announceLabel(context, issue, 'unlabeled', label)
}

/** Makes the issue carry exactly these labels. */
export function replaceLabels(context: RepositoryContext, issue: Issue, names: string[]): void {
  const wanted = names.map((name) => name.toLowerCase())
  const current = context.repository.labels.filter((label) => issue.labelIds.includes(label.id))
  const surplus = current.filter((label) => !wanted.includes(label.name.toLowerCase()))
  for (const label of surplus) removeLabel(context, issue, label.name)
  addLabels(context, issue, names)
}

export function announceLabel(
  context: RepositoryContext,
  issue: Issue,
  action: 'labeled' | 'unlabeled',
  label: Label,
): void {
  touch(context, issue)
  publishIssue(context, issue, action, { label: labelJson(context.repository, label) })
}
