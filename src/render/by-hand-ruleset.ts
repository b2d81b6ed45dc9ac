import { byHandCheck, byHandPrefix, rulesetByHand } from '../incident/freeze-rules.ts'
import type { ByHandFacts } from '../incident/readiness/facts.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { ghDeleteRulesets, ghWithBody, pathPart } from '../lib/gh-api.ts'
import { type ByHandSteps, fileFor, keptIn, unreadList } from './by-hand-steps.ts'
import { mixed } from './words.ts'

const checksOf = `--jq '.[] | select(.type == "required_status_checks") | .parameters.required_status_checks[].context'`

/** A ruleset of its own on top of everything that stands: one command makes it, one takes it away. */
export function rulesetSteps(
  repository: Pick<Repository, 'owner' | 'name'>,
  patterns: readonly string[],
  facts: ByHandFacts,
): ByHandSteps {
  const home = `repos/${fullName(repository)}`
  const rulesOf = (branch: string): string => `gh api --paginate ${home}/rules/branches/${pathPart(branch)}`
  const branches = facts.branches.known ? facts.branches.value : []
  const all = branches.map(({ branch }, place) => ({ branch, file: fileFor(branch, place) }))
  return {
    remarks: remarks(facts),
    keep: all.length === 0 ? [] : [all.map(({ branch, file }) => keptIn(file, rulesOf(branch))).join('\n')],
    freeze: [ghWithBody('POST', `${home}/rulesets`, rulesetByHand(patterns))],
    frozen: '`Name must be unique` says that this very freeze is on already.',
    check:
      all.length === 0
        ? []
        : [all.map(({ branch }) => `${rulesOf(branch)} ${checksOf} | grep -x ${byHandCheck}`).join('\n')],
    lift: [ghDeleteRulesets(fullName(repository), byHandPrefix)],
    compare: all.map(({ branch, file }) => `${rulesOf(branch)} | diff ${file} - && echo as before`),
    compared: 'Each of these prints `as before`, and nothing else:',
  }
}

function remarks({ rulesets, branches, unreadBranches: unread }: ByHandFacts): readonly string[] {
  return [
    ...(rulesets.known ? [] : [`Whether rulesets can be had here could not be seen: ${mixed(rulesets.why)}.`]),
    ...(branches.known
      ? branches.value.length > 0
        ? []
        : ['No branch was there to be frozen when this was made: the ruleset holds as soon as there is one.']
      : [
          `The branches could not be read when this was made (${mixed(branches.why)}). The ruleset holds all the same, but nothing is kept and compared.`,
        ]),
    ...(unread
      ? [
          `The ruleset holds on more branches than are kept, checked and compared below. Not among those: ${unreadList(unread)}.`,
        ]
      : []),
  ]
}
