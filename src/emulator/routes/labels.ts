import { optionalText, requiredText } from '../http/body.ts'
import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import { addLabels, removeLabel, replaceLabels } from '../operations/issue-labels.ts'
import { createLabel, deleteLabel, editLabel, type LabelInput, labelOrThrow } from '../operations/labels.ts'
import { labelJson, labelsJson } from '../shapes/label.ts'
import { issueNeed, issueOf } from './issues.ts'
import { labelNamesIn } from './label-names.ts'

/** Labels of the repository and of issues. */
export const labelRoutes: Route[] = [
  repositoryRoute('GET /labels', 'metadata:read', (call) => {
    return { status: 200, list: { items: call.repository.labels.map((label) => labelJson(call.repository, label)) } }
  }),
  repositoryRoute('POST /labels', 'issues:write', (call) => {
    const label = createLabel(call, { ...labelFields(call), name: requiredText(call.body, 'name') })
    return { status: 201, body: labelJson(call.repository, label) }
  }),
  repositoryRoute('GET /labels/:name', 'metadata:read', (call) => {
    return { status: 200, body: labelJson(call.repository, labelOf(call)) }
  }),
  repositoryRoute('PATCH /labels/:name', 'issues:write', (call) => {
    const label = labelOf(call)
    const newName = optionalText(call.body, 'new_name')
    editLabel(call, label, { ...labelFields(call), ...(typeof newName === 'string' ? { name: newName } : {}) })
    return { status: 200, body: labelJson(call.repository, label) }
  }),
  repositoryRoute('DELETE /labels/:name', 'issues:write', (call) => {
    deleteLabel(call, labelOf(call))
    return { status: 204 }
  }),
  repositoryRoute('GET /issues/:number/labels', issueNeed('read'), (call) => {
    return { status: 200, list: { items: labelsOfIssue(call) } }
  }),
  repositoryRoute('POST /issues/:number/labels', issueNeed('write'), (call) => {
    addLabels(call, issueOf(call), labelNamesIn(call) ?? [])
    return { status: 200, body: labelsOfIssue(call) }
  }),
  repositoryRoute('PUT /issues/:number/labels', issueNeed('write'), (call) => {
    replaceLabels(call, issueOf(call), labelNamesIn(call) ?? [])
    return { status: 200, body: labelsOfIssue(call) }
  }),
  repositoryRoute('DELETE /issues/:number/labels/:name', issueNeed('write'), (call) => {
    removeLabel(call, issueOf(call), call.params.name ?? '')
    return { status: 200, body: labelsOfIssue(call) }
  }),
]

function labelOf(call: RepositoryCall) {
  return labelOrThrow(call, call.params.name ?? '')
}

function labelsOfIssue(call: RepositoryCall) {
  return labelsJson(call.repository, issueOf(call).labelIds)
}

function labelFields(call: RepositoryCall): Partial<LabelInput> {
  const color = optionalText(call.body, 'color')
  const description = optionalText(call.body, 'description')
  return { ...(typeof color === 'string' ? { color } : {}), ...(description === undefined ? {} : { description }) }
}
