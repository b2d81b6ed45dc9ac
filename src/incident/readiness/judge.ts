import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { ReadinessAsked, ReadinessFacts } from './facts.ts'

/** What has to be looked up for a policy. @param now epoch milliseconds: rotations name others tomorrow */
export function readinessAsked(policy: Policy, _now: number): ReadinessAsked {
  const { branches, mechanism } = policy.freeze
  return { branches, mechanism, people: [], teams: [], labels: [] }
}

/** What would go wrong in an emergency, and what would not. Topics in their order, within one the worst first. */
export function findingsOf(_policy: Policy, _facts: ReadinessFacts, _now: number): readonly Finding[] {
  return []
}
