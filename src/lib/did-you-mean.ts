/** Comparing is quadratic, and a hostile file can define thousands of names. All time zones of the world fit. */
const mostCandidates = 600

/** How many spaces, dashes and underscores two spellings of one name may differ by. */
const mostJoints = 4

/**
 * The candidate a person most likely meant, for "did you mean …" in messages about unknown names.
 * @returns undefined when nothing is near: a far-fetched guess confuses more than it helps.
 */
export function didYouMean(written: string, candidates: readonly string[]): string | undefined {
  const wanted = normalize(written)
  if (wanted === '' || wanted.length > 60) return undefined
  const tolerance = Math.floor(wanted.length / 3)
  let best: { candidate: string; distance: number } | undefined
  for (const candidate of candidates.slice(0, mostCandidates)) {
    if (Math.abs(candidate.length - written.length) > tolerance + mostJoints) continue
    const name = normalize(candidate)
    if (Math.abs(name.length - wanted.length) > tolerance) continue
    if (differInNumbersAlone(wanted, name)) continue
    const distance = editDistance(wanted, name)
    if (distance <= tolerance && (best === undefined || distance < best.distance)) best = { candidate, distance }
  }
  if (best !== undefined || wanted.length < 4) return best?.candidate
  return candidates.find((candidate) => normalize(candidate).startsWith(wanted))
}

/** Case and the style of joining words are the most frequent slips, so they cost nothing. */
function normalize(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}

/** Nobody writes `P1` when they mean `P0`. */
function differInNumbersAlone(a: string, b: string): boolean {
  return a !== b && a.replace(/\d/g, '') === b.replace(/\d/g, '')
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1)
      current.push(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
