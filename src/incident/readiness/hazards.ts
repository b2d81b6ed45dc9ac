import type { Policy } from '../../policy/policy.ts'
import type { Finding, FindingTopic } from '../finding.ts'
import type { Fact, ReadinessAsked, ReadinessFacts } from './facts.ts'
import { findingsOf, readinessAsked } from './judge.ts'

/** What a change of the file can mend; the rest is the business of those who run the App. */
const ofTheFile: ReadonlySet<FindingTopic> = new Set(['configuration', 'freeze', 'merge-queue', 'coverage'])
/** The same, and nobody's business but that of those who may read the repository. */
const ofTheHouse: ReadonlySet<FindingTopic> = new Set(['people', 'bypass'])

/** Who reads what is found, and when it is looked at. */
interface Occasion {
  /** Anybody may read it, and anybody may have proposed the configuration. */
  readonly isPublic: boolean
  /** Epoch milliseconds. */
  readonly now: number
}

/** More of them would cost calls that others need; each push of the file asks anew. */
const [mostPeople, mostTeams] = [20, 10]

/**
 * What has to be looked up for `hazardsOf`. Files may come with the proposal, and labels are made when they are needed. In
 * public, a stranger's proposal must not bring out how somebody stands to the repository, or which teams there are.
 */
export function hazardFactsAsked(policy: Policy, { isPublic }: Pick<Occasion, 'isPublic'>): ReadinessAsked {
  const { people, teams, ...wanted } = readinessAsked(policy)
  return {
    ...wanted,
    people: isPublic ? [] : people.slice(0, mostPeople),
    teams: isPublic ? [] : teams.slice(0, mostTeams),
    ...{ labels: [], files: [], repositories: [], isProposal: true },
  }
}

/** What would hurt in an emergency if this configuration were in force, the worst first. */
export function hazardsOf(policy: Policy, facts: ReadinessFacts, { now, isPublic }: Occasion): readonly Finding[] {
  const isTold = (topic: FindingTopic): boolean => ofTheFile.has(topic) || (!isPublic && ofTheHouse.has(topic))
  return findingsOf(policy, isPublic ? inPublic(facts) : facts, now)
    .filter(({ topic, level }) => isTold(topic) && (level === 'broken' || level === 'weak'))
    .toSorted((one, other) => Number(other.level === 'broken') - Number(one.level === 'broken'))
}

const notToldHere: Fact<never> = { known: false, why: 'it is not for everybody' }

/**
 * What GitHub shows to some people alone is not judged where anybody reads: a stranger could propose any file, and be told
 * that the freeze which is in force does not hold.
 */
const inPublic = (facts: ReadinessFacts): ReadinessFacts => ({
  ...facts,
  ...{ app: notToldHere, permissions: notToldHere, events: notToldHere },
  branches: facts.branches.known
    ? { known: true, value: facts.branches.value.map((branch) => ({ ...branch, classic: undefined })) }
    : facts.branches,
})
