import { keySpanAt } from '../document.ts'
import type { KeyPath, Problem } from '../problem.ts'
import { type Checking, findingAtKey } from './checking.ts'

export function checkChecklists(checking: Checking): Problem[] {
  const { checklists, kinds } = checking.configuration
  const named = new Set([
    ...Object.values(kinds).flatMap((kind) => kind.checklists),
    ...checking.configuration['post-mortem']['follow-ups'].map((followUp) => followUp.checklist),
  ])
  return Object.entries(checklists).flatMap(([id, checklist]) => {
    const path = ['checklists', id]
    const problems: Problem[] = []
    const hasItems = checklist.items.length > 0
    if (hasItems === (checklist.file !== undefined)) {
      const found = hasItems ? '`items` and `file` at once' : 'a list without items'
      problems.push(findingAtKey(checking, path, { found, expected: 'either `items` or `file`' }))
    }
    if (checklist.on === undefined && !named.has(id) && !isLeftBehind(checking, path)) {
      const remedy = 'Say when it is posted, for example `on: declared`, or name it in a kind or a follow-up.'
      const found = 'a list that is never posted'
      problems.push(findingAtKey(checking, path, { found, expected: 'an event in `on`', remedy }))
    }
    return problems
  })
}

/** Whether it is a preset's, whose follow-ups another file has replaced: whoever adopts a preset cannot change its lists. */
function isLeftBehind({ root }: Checking, path: KeyPath): boolean {
  const followUps = keySpanAt(root, ['post-mortem', 'follow-ups'])
  const list = keySpanAt(root, path)
  return list?.file !== root.at.file && followUps !== undefined && followUps.file !== list?.file
}
