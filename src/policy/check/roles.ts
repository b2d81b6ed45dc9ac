import { momentOf } from '../../lib/local-time.ts'
import type { KeyPath, Problem } from '../problem.ts'
import type { Configuration } from '../schema/configuration.ts'
import { builtInRoles, type Checking, finding, findingAtKey } from './checking.ts'

type Calendar = Exclude<Configuration['roles'][string], readonly string[]>

export function checkRoles(checking: Checking): Problem[] {
  const { roles } = checking.configuration
  const reserved = builtInRoles
    .filter((name) => Object.hasOwn(roles, name))
    .map((name) => {
      const remedy = 'The incident itself says who that is.'
      return findingAtKey(checking, ['roles', name], { found: 'a built-in role', expected: 'another name', remedy })
    })
  const calendars = Object.entries(roles).flatMap(([name, role]) =>
    Array.isArray(role) ? [] : checkCalendar(checking, ['roles', name], role),
  )
  return [...reserved, ...calendars]
}

function checkCalendar(checking: Checking, path: KeyPath, { rotation, overrides }: Calendar): Problem[] {
  const problems: Problem[] = []
  if (rotation.offset >= rotation.members.length) {
    const expected = `less than the number of members (${rotation.members.length})`
    problems.push(finding(checking, [...path, 'rotation', 'offset'], { found: `${rotation.offset}`, expected }))
  }
  const spans = overrides.map((override) => ({
    from: momentOf(override.from, rotation.timezone),
    to: momentOf(override.to, rotation.timezone),
  }))
  spans.forEach((span, index) => {
    const overridePath = [...path, 'overrides', index]
    if (span.from >= span.to) {
      problems.push(finding(checking, [...overridePath, 'to'], { found: 'not after `from`', expected: 'a later time' }))
    }
    const other = spans.findIndex((earlier, place) => place < index && earlier.from < span.to && span.from < earlier.to)
    if (other >= 0) {
      const found = `at the same time as \`overrides[${other}]\``
      problems.push(finding(checking, overridePath, { found, expected: 'one override at a time' }))
    }
  })
  return problems
}
