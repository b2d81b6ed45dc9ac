import type { Problem } from '../problem.ts'
import { type Graded, meets } from '../severity-condition.ts'
import { type Checking, finding } from './checking.ts'

/** CVSS scores have one decimal, so every alert there can be, one without a score too, is one of these four hundred. */
const everyAlert: readonly Graded[] = [
  undefined,
  ...Array.from({ length: 100 }, (_, tenths) => (tenths + 1) / 10),
].flatMap((cvss) =>
  [true, false].flatMap((exploited) =>
    (['runtime', 'development'] as const).map((scope) => ({ cvss, exploited, scope })),
  ),
)

/** A severity whose `when` no alert can meet before a more severe one takes it would never be given. */
export function checkReachable(checking: Checking): Problem[] {
  const problems: Problem[] = []
  let left = everyAlert
  for (const [id, { when }] of Object.entries(checking.configuration.severities)) {
    if (when === undefined) continue
    const condition = { cvss: when.cvss, exploited: when.exploited, scope: when.scope }
    const met = everyAlert.filter((alert) => meets(condition, alert))
    const remaining = left.filter((alert) => !meets(condition, alert))
    if (remaining.length === left.length) problems.push(unreachable(checking, id, met.length === 0))
    left = remaining
  }
  return problems
}

function unreachable(checking: Checking, id: string, never: boolean): Problem {
  const reason = never ? 'no alert can meet it' : 'every alert that meets it meets a more severe one first'
  return finding(checking, ['severities', id, 'when'], {
    found: `a condition that never decides (${reason})`,
    expected: 'a condition that some alert meets, and no more severe severity takes first',
    remedy: 'Narrow the conditions above it, or remove this one.',
    sentence: `\`severities.${id}\` is unreachable: ${reason}.`,
  })
}
