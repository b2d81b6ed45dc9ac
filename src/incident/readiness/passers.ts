import type { BranchFact, Demand, ReadinessFacts, RuleSource } from './facts.ts'

type Seen = Pick<ReadinessFacts, 'bypasses' | 'closedRulesets'>

/**
 * Who may merge a hotfix past something that a branch asks for: people who pass all the rules that ask for it, whatever else
 * they may pass. An App or a deploy key merges nothing when it is needed.
 * @returns in words, such as `the role admin`; undefined: it was not seen
 */
export function passersOf({ by }: Demand, branch: BranchFact, seen: Seen): readonly string[] | undefined {
  const each = by.map((source) => ofSource(source, branch, seen))
  if (each.some((who) => who?.length === 0)) return []
  const [first, ...others] = each
  if (!first || others.includes(undefined)) return undefined
  return first.filter((who) => others.every((other) => other?.includes(who)))
}

function ofSource(source: RuleSource, { classic }: BranchFact, seen: Seen): readonly string[] | undefined {
  if (source === 'protection') return classic && (classic.holdsAdmins ? [] : ['the role admin'])
  const { bypasses, closedRulesets } = seen
  const isClosed = !closedRulesets.known || closedRulesets.value.some(({ id }) => id === source)
  if (!bypasses.known || isClosed) return undefined
  const people = bypasses.value.filter(({ rulesetId, isPeople }) => rulesetId === source && isPeople)
  return [...new Set(people.map(({ who }) => who))]
}
