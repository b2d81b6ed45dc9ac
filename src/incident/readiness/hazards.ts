import type { Policy } from '../../policy/policy.ts'
import type { Finding, FindingTopic } from '../finding.ts'
import { codeOwnerFindings } from './code-owner.ts'
import { coverageFindings } from './coverage.ts'
import type { ReadinessFacts } from './facts.ts'
import { findingsOf } from './judge.ts'

/** What a change of the file can mend; the rest is the business of those who run the App. */
const ofTheFile: ReadonlySet<FindingTopic> = new Set([
  'configuration',
  'freeze',
  'bypass',
  'merge-queue',
  'people',
  'coverage',
])

/**
 * What would hurt in an emergency if this configuration were in force, the worst first.
 * @param now epoch milliseconds
 */
export function hazardsOf(policy: Policy, facts: ReadinessFacts, now: number): readonly Finding[] {
  const found = [...findingsOf(policy, facts, now), ...coverageFindings(policy, now), ...codeOwnerFindings(facts)]
  const hurting = found.filter(({ topic, level }) => ofTheFile.has(topic) && (level === 'broken' || level === 'weak'))
  const once = [...new Map(hurting.map((finding) => [finding.seen, finding])).values()]
  return once.sort((one, other) => Number(other.level === 'broken') - Number(one.level === 'broken'))
}
