import type { RepositoryContext } from '../operations/context.ts'
import { addLabels, removeLabel } from '../operations/issue-labels.ts'
import { addAssignees, issueNumbered, removeAssignees } from '../operations/issues.ts'
import { createLabel, deleteLabel, editLabel, type LabelInput, labelOrThrow } from '../operations/labels.ts'
import { demandRole } from './demand.ts'

/** How a person sorts issues and pull requests, and keeps the labels for it. */
export function triageVerbs(context: RepositoryContext) {
  const find = (number: number) => issueNumbered(context, number)
  return {
    label(number: number, ...names: string[]): void {
      demandRole(context, 'triage', 'label it')
      addLabels(context, find(number), names)
    },
    unlabel(number: number, name: string): void {
      demandRole(context, 'triage', 'unlabel it')
      removeLabel(context, find(number), name)
    },
    assign(number: number, ...logins: string[]): void {
      demandRole(context, 'triage', 'assign it')
      addAssignees(context, find(number), logins)
    },
    unassign(number: number, ...logins: string[]): void {
      demandRole(context, 'triage', 'unassign it')
      removeAssignees(context, find(number), logins)
    },
    createLabel(input: LabelInput): void {
      demandRole(context, 'write', 'create a label')
      createLabel(context, input)
    },
    editLabel(name: string, edit: Partial<LabelInput>): void {
      demandRole(context, 'write', 'edit a label')
      editLabel(context, labelOrThrow(context, name), edit)
    },
    deleteLabel(name: string): void {
      demandRole(context, 'write', 'delete a label')
      deleteLabel(context, labelOrThrow(context, name))
    },
  }
}
