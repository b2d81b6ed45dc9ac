import type { Template } from '../../policy/policy.ts'
import { type Asking, repositoryFile } from '../question.ts'

/** The text of a template; undefined where none is configured, or the file it names is not there. */
export function* templateText(template: Template | undefined): Asking<string | undefined> {
  if (template === undefined || template.type === 'text') return template?.text
  return yield* repositoryFile(template.path)
}
