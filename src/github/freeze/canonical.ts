/** JSON with sorted keys: the same text for the same data, whatever order GitHub answered in. */
export function canonicalJson(data: unknown): string {
  return JSON.stringify(data, (_key, value: unknown) => (isPlainObject(value) ? withSortedKeys(value) : value))
}

/** Whether two pieces of plain data say the same. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right)
}

/** The same for settings whose lists are sets: their order is people's, and means nothing to GitHub. */
export function isSameSetting(left: unknown, right: unknown): boolean {
  return isSame(withSortedLists(left), withSortedLists(right))
}

function withSortedLists(data: unknown): unknown {
  if (Array.isArray(data)) return data.map((each) => canonicalJson(withSortedLists(each))).sort()
  if (!isPlainObject(data)) return data
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withSortedLists(value)]))
}

function withSortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
