import { notFound, validationFailed } from '../http/api-error.ts'
import type { Json } from '../json.ts'
import type { Label } from '../model/issue.ts'
import { labelNamed } from '../queries.ts'
import { labelJson } from '../shapes/label.ts'
import type { RepositoryContext } from './context.ts'
import { publishIssue } from './issue-events.ts'

export type LabelInput = { name: string; color?: string; description?: string | null }

/** @throws 422 `already_exists` for a name in use. */
export function createLabel(context: RepositoryContext, input: LabelInput): Label {
  checkLabel(input)
  if (labelNamed(context.repository, input.name) !== undefined) throw taken()
  const label: Label = {
    id: context.world.ids.next(),
    name: input.name,
    color: (input.color ?? 'ededed').toLowerCase(),
    description: input.description ?? null,
  }
  context.repository.labels.push(label)
  publishLabel(context, label, 'created')
  return label
}

/** @throws 404 when no label has the name. */
export function labelOrThrow(context: RepositoryContext, name: string): Label {
  const label = labelNamed(context.repository, name)
  if (label === undefined) throw notFound()
  return label
}

/** Renames or recolours a label; issues keep it. */
export function editLabel(context: RepositoryContext, label: Label, edit: Partial<LabelInput>): void {
  checkLabel({ ...label, ...edit })
  const other = edit.name === undefined ? undefined : labelNamed(context.repository, edit.name)
  if (other !== undefined && other !== label) throw taken()
  const changes: Json = {}
  if (edit.name !== undefined && edit.name !== label.name) changes.name = { from: label.name }
  if (edit.color !== undefined && edit.color !== label.color) changes.color = { from: label.color }
  if (edit.description !== undefined && edit.description !== label.description) {
    changes.description = { from: label.description ?? '' }
  }
  Object.assign(label, edit)
  publishLabel(context, label, 'edited', { changes })
}

/** Removes a label everywhere. The issues' `unlabeled` events come without a `label`, as field reports say. */
export function deleteLabel(context: RepositoryContext, label: Label): void {
  const { repository } = context
  repository.labels = repository.labels.filter((one) => one !== label)
  for (const issue of repository.issues.filter((one) => one.labelIds.includes(label.id))) {
    issue.labelIds = issue.labelIds.filter((id) => id !== label.id)
    publishIssue(context, issue, 'unlabeled')
  }
  publishLabel(context, label, 'deleted')
}

function publishLabel(context: RepositoryContext, label: Label, action: string, extra: Json = {}): void {
  const payload = { label: labelJson(context.repository, label), ...extra }
  const { world, repository, actor } = context
  world.publish({ event: 'label', action, sender: actor.login, repository, payload })
}

function checkLabel(label: LabelInput): void {
  const problem = (field: string, code: string) => validationFailed({ resource: 'Label', field, code })
  if (label.name.trim() === '') throw problem('name', 'missing_field')
  if (label.name.length > 50) throw problem('name', 'too_long')
  if (label.color !== undefined && !/^[0-9a-fA-F]{6}$/.test(label.color)) throw problem('color', 'invalid')
  if ((label.description ?? '').length > 100) throw problem('description', 'too_long')
}

function taken() {
  return validationFailed({ resource: 'Label', field: 'name', code: 'already_exists' })
}
