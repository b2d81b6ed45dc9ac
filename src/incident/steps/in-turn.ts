const hour = 3_600_000

/** As many as may be looked at in this hour; over the hours, each has its turn. */
export function inTurn<Item>(items: readonly Item[], most: number, now: number): readonly Item[] {
  if (items.length <= most) return items
  const first = (Math.floor(now / hour) * most) % items.length
  return [...items.slice(first), ...items.slice(0, first)].slice(0, most)
}
