import type { DocumentNode } from '../document.ts'
import type { Problem } from '../problem.ts'
import type { Configuration } from '../schema/configuration.ts'

export function checkMeaning(_configuration: Configuration, _root: DocumentNode, _merged: DocumentNode): Problem[] {
  return []
}
