import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { BranchFact, ReadinessFacts } from './facts.ts'
import { isFreezing } from './permissions.ts'
import { about, byNumber, judged, named } from './sentences.ts'

const { good, weak, broken, unknown } = about('freeze')

/** What a freeze would be made of: `none` is advisory, undefined could not be found out. */
export type FreezeMaterial = 'ruleset' | 'branch-protection' | 'none' | undefined

/** As the App chooses when it comes to it. */
export function freezeMaterial(
  { freeze }: Pick<Policy, 'freeze'>,
  facts: Pick<ReadinessFacts, 'rulesets' | 'protection'>,
): FreezeMaterial {
  const rulesets = facts.rulesets.known ? facts.rulesets.value : undefined
  const protection = facts.protection.known ? facts.protection.value : undefined
  const classic = protection === undefined ? undefined : protection === 'yes' ? 'branch-protection' : 'none'
  if (freeze.mechanism === 'branch-protection') return classic
  if (rulesets === undefined) return undefined
  if (rulesets === 'yes') return 'ruleset'
  return freeze.mechanism === 'ruleset' ? 'none' : classic
}

/** Whether a freeze would hold, and where. */
export function freezeFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  const material = freezeMaterial(policy, facts)
  return [
    materialFinding(policy, facts, material),
    ...judged(
      facts.branches,
      (why) => unknown('The branches that would be frozen', why),
      (branches) => branches.flatMap((branch) => branchFindings(branch, material)),
    ),
    ...judged(
      facts.unmatchedPatterns,
      (why) => unknown('Whether each pattern of freeze.branches matches a branch', why, { subjects: ['the patterns'] }),
      unmatched,
    ),
    ...(isFreezing(policy) ? [] : [good('No severity freezes and no freeze is planned: only /incident freeze would.')]),
  ]
}

/** No branch has a name with a space in it. */
const allRules = ['the rules']

function materialFinding(policy: Policy, facts: ReadinessFacts, material: FreezeMaterial): Finding {
  const worse = isFreezing(policy) ? broken : weak
  const emergency =
    'Nothing would be enforced: the freeze is advisory, and anybody with write permission goes on merging.'
  if (lacksAdministration(facts))
    return worse('The App may not write rules here.', {
      subjects: allRules,
      emergency,
      remedy:
        'Grant administration: write (above), or freeze by hand: firebreak doctor OWNER/REPO --by-hand prints the commands.',
    })
  switch (material) {
    case 'ruleset':
      return good('A freeze would be a ruleset of its own, read back on each branch once it is made.')
    case 'branch-protection':
      return good('A freeze would be laid on the branch protection that stands, which is kept and given back.')
    case 'none':
      return worse(noneWords(policy, facts), {
        subjects: allRules,
        emergency,
        remedy: noneRemedy(policy, facts),
        key: ['freeze', 'mechanism'],
      })
    case undefined: {
      const why = [facts.rulesets, facts.protection].flatMap((fact) => (fact.known ? [] : [fact.why]))
      return unknown(
        'What a freeze would be made of',
        { why: why[0] ?? 'it was not looked at' },
        { subjects: allRules },
      )
    }
  }
}

const lacksAdministration = ({ permissions }: ReadinessFacts): boolean =>
  permissions.known && permissions.value.administration !== 'write' && permissions.value.administration !== 'admin'

const isElsewhere = ({ freeze }: Policy, { protection, rulesets }: ReadinessFacts): boolean =>
  (freeze.mechanism === 'ruleset' && protection.known && protection.value === 'yes') ||
  (freeze.mechanism === 'branch-protection' && rulesets.known && rulesets.value === 'yes')

const noneWords = (policy: Policy, facts: ReadinessFacts): string =>
  isElsewhere(policy, facts)
    ? `freeze.mechanism is ${policy.freeze.mechanism}, which cannot be had here.`
    : 'Neither rulesets nor branch protection can be had here: the plan of this private repository has none.'

const noneRemedy = (policy: Policy, facts: ReadinessFacts): string =>
  isElsewhere(policy, facts)
    ? 'Write mechanism: auto below freeze in .github/incident.yml.'
    : 'Make the repository public, or have its owner take GitHub Pro, Team or Enterprise.'

function branchFindings({ branch, classic }: BranchFact, material: FreezeMaterial): readonly Finding[] {
  if (material === 'ruleset') return [good(`A freeze would hold on ${branch}.`)]
  if (material !== 'branch-protection') return []
  if (classic?.notWritable === undefined) return [good(`A freeze would hold on ${branch}, by its branch protection.`)]
  return [
    broken(`The protection of ${branch} cannot be changed without damage: ${classic.notWritable}.`, {
      subjects: [branch],
      emergency: `${branch} is left alone, and everybody can go on merging there.`,
      remedy:
        'Write mechanism: auto below freeze in .github/incident.yml where rulesets can be had, or give the branch a rule of its own.',
      key: ['freeze', 'mechanism'],
    }),
  ]
}

function unmatched(patterns: readonly string[]): readonly Finding[] {
  if (patterns.length === 0) return [good('Each pattern of freeze.branches matches a branch.')]
  return [
    weak(`No branch matches ${named(patterns)}.`, {
      emergency: `${byNumber(patterns, 'It freezes', 'They freeze')} nothing; a branch that was meant stays open.`,
      remedy: 'Correct freeze.branches in .github/incident.yml, unless such branches come and go.',
      key: ['freeze', 'branches'],
    }),
  ]
}
