import type { DocumentNode } from './document.ts'
import type { Problem } from './problem.ts'

export function notRunningYet(_root: DocumentNode): Problem[] {
  return []
}
