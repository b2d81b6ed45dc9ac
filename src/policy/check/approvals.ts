import type { KeyPath, Problem } from '../problem.ts'
import type { Configuration } from '../schema/configuration.ts'
import { type Checking, finding, isWhole } from './checking.ts'

type Role = Configuration['roles'][string]

/** A hotfix that can never get its approvals would leave the branch frozen in an emergency. */
export function checkApprovals(checking: Checking): Problem[] {
  return Object.entries(checking.configuration.severities).flatMap(([id, severity]) => {
    const path = ['severities', id, 'approvals']
    return [
      ...checkPossible(checking, path, severity.approvals),
      ...checkTrusted(checking, path, severity.approvals.from),
    ]
  })
}

type Approvals = Configuration['severities'][string]['approvals']

function checkPossible(checking: Checking, path: KeyPath, approvals: Approvals): Problem[] {
  const { required, from, each } = approvals
  const roles = from.map((name) =>
    isWhole(checking, ['roles', name]) ? checking.configuration.roles[name] : undefined,
  )
  if (from.length === 0 || required === 0 || roles.some((role) => role === undefined)) return []
  const sizes = roles.map((role) => (role === undefined ? Number.POSITIVE_INFINITY : sizeOf(role)))
  const empty = from.filter((_, index) => sizes[index] === 0)
  const remedy = `Name people in ${from.map((name) => `\`roles.${name}\``).join(', ')}, for example \`["@you"]\`, or lower \`required\`.`
  const names = empty.map((name) => `\`roles.${name}\``).join(', ')
  const parts = { found: 'roles without members', expected: 'roles with members', remedy }
  if (empty.length === from.length) {
    // As it comes from a preset before anybody is named: the procedure runs, and says who may approve meanwhile.
    const sentence = `${names} ${empty.length === 1 ? 'has' : 'have'} no members yet: until somebody is named, anybody with write permission may approve a hotfix.`
    return [finding(checking, [...path, 'from'], { ...parts, sentence, severity: 'warning' })]
  }
  if (each && empty.length > 0) {
    const sentence = `No hotfix could ever be approved: ${names} has no members.`
    return [finding(checking, [...path, 'from'], { ...parts, sentence })]
  }
  const people = sizes.reduce((sum, size) => sum + size, 0)
  if (people >= required) return []
  const sentence = `No hotfix could ever be approved: ${required} approvals are required, and the roles have ${people} member${people === 1 ? '' : 's'}.`
  return [
    finding(checking, [...path, 'required'], { found: `${required}`, expected: `at most ${people}`, remedy, sentence }),
  ]
}

/** How many people a role can be at one time; a team may be any number. */
function sizeOf(role: Role): number {
  const members = Array.isArray(role) ? role : role.rotation.members
  if (members.some((member) => member.includes('/'))) return Number.POSITIVE_INFINITY
  return Array.isArray(role) ? new Set(members.map((member) => member.toLowerCase())).size : 1
}

function checkTrusted(checking: Checking, path: KeyPath, from: readonly string[]): Problem[] {
  return from.flatMap((name, index) => {
    if (name !== 'reporter') return []
    const remedy = 'The reporter may be anybody, also whoever wrote the change.'
    return [
      finding(checking, [...path, 'from', index], {
        found: 'the role `reporter`',
        expected: 'a role of trusted people',
        remedy,
      }),
    ]
  })
}
