/** One changed file between two trees. */
export type FileChange = {
  path: string
  status: 'added' | 'removed' | 'modified'
  additions: number
  deletions: number
  before: string | undefined
  after: string | undefined
}

/**
 * Compares whole trees. Lines are counted as a bag, not aligned: enough for totals, and it cannot be slow.
 * @returns changed files in path order.
 */
export function compareTrees(before: Record<string, string>, after: Record<string, string>): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return paths.filter((path) => before[path] !== after[path]).map((path) => describe(path, before[path], after[path]))
}

/** @returns the change as unified diff text with one hunk that replaces the file. */
export function patchText(change: FileChange): string {
  const removed = lines(change.before)
  const added = lines(change.after)
  const head = `@@ -${removed.length === 0 ? 0 : 1},${removed.length} +${added.length === 0 ? 0 : 1},${added.length} @@`
  return [head, ...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)].join('\n')
}

function describe(path: string, before: string | undefined, after: string | undefined): FileChange {
  const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified'
  const additions = surplus(lines(after), lines(before))
  const deletions = surplus(lines(before), lines(after))
  return { path, status, additions, deletions, before, after }
}

function lines(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function surplus(these: string[], those: string[]): number {
  const left = new Map<string, number>()
  for (const line of those) left.set(line, (left.get(line) ?? 0) + 1)
  return these.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  }).length
}
