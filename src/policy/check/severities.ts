import { formatDuration } from '../../lib/duration.ts'
import { defaultSeverityLabel } from '../build-people.ts'
import type { KeyPath, Problem } from '../problem.ts'
import { type Checking, definedNames, finding, findingAtKey } from './checking.ts'

const mostSeverities = 20

export function checkSeverities(checking: Checking): Problem[] {
  return [...checkScale(checking), ...checkPromises(checking), ...checkLabels(checking)]
}

function checkScale(checking: Checking): Problem[] {
  const count = definedNames(checking, 'severity').length
  if (count > 0 && count <= mostSeverities) return []
  const remedy = 'Remove the key to have one severity, `emergency`.'
  const found = count === 0 ? 'an empty map' : `a map with ${count} severities`
  return [findingAtKey(checking, ['severities'], { found, expected: `1 to ${mostSeverities} severities`, remedy })]
}

function checkPromises(checking: Checking): Problem[] {
  return Object.entries(checking.configuration.severities).flatMap(([id, severity]) => {
    const [respond, resolve] = [severity['respond-within'], severity['resolve-within']]
    if (respond === undefined || resolve === undefined || respond <= resolve) return []
    const expected = `no more than \`resolve-within\` (${formatDuration(resolve)})`
    return [finding(checking, ['severities', id, 'respond-within'], { found: formatDuration(respond), expected })]
  })
}

/** A label that stood for two things would set whichever came last. */
function checkLabels(checking: Checking): Problem[] {
  const { severities, kinds } = checking.configuration
  const labels: { label: string; path: KeyPath }[] = [
    ...Object.entries(severities).map(([id, { label }]) => ({
      label: label ?? defaultSeverityLabel(id),
      path: ['severities', id, 'label'],
    })),
    ...Object.entries(kinds).flatMap(([id, { label }]) =>
      label === undefined ? [] : [{ label, path: ['kinds', id, 'label'] }],
    ),
  ]
  const owners = new Map<string, string>()
  return labels.flatMap(({ label, path }) => {
    const owner = owners.get(label.toLowerCase())
    owners.set(label.toLowerCase(), owner ?? path.slice(0, 2).join('.'))
    if (owner === undefined) return []
    const sentence = `The label \`${label}\` stands for \`${owner}\` already.`
    return [finding(checking, path, { found: `the label \`${label}\``, expected: 'a label of its own', sentence })]
  })
}
