import { byHandCheck, byHandPrefix, rulesetByHand } from '../incident/freeze-rules.ts'
import type { BranchFact } from '../incident/readiness/facts.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { ghDeleteRulesets, ghWithBody, pathPart } from '../lib/gh-api.ts'
import { type ByHandSteps, fileFor } from './by-hand-steps.ts'

const checksOf = `--jq '.[] | select(.type == "required_status_checks") | .parameters.required_status_checks[].context'`

/** A ruleset of its own on top of everything that stands: one command makes it, one takes it away. */
export function rulesetSteps(
  repository: Pick<Repository, 'owner' | 'name'>,
  patterns: readonly string[],
  branches: readonly BranchFact[],
): ByHandSteps {
  const home = `repos/${fullName(repository)}`
  const rulesOf = (branch: string): string => `gh api --paginate ${home}/rules/branches/${pathPart(branch)}`
  const all = branches.map(({ branch }, place) => ({ branch, file: fileFor(branch, place) }))
  return {
    remarks:
      branches.length > 0
        ? []
        : [
            'The branches could not be read when this was made, so nothing is kept and compared: deleting the ruleset is all.',
          ],
    keep: all.length === 0 ? ['# nothing'] : [all.map(({ branch, file }) => `${rulesOf(branch)} > ${file}`).join('\n')],
    freeze: [ghWithBody('POST', `${home}/rulesets`, rulesetByHand(patterns))],
    check:
      all.length === 0
        ? [`gh api --paginate '${home}/rulesets?includes_parents=false' --jq '.[].name'`]
        : [all.map(({ branch }) => `${rulesOf(branch)} ${checksOf} | grep -x ${byHandCheck}`).join('\n')],
    lift: [ghDeleteRulesets(fullName(repository), byHandPrefix)],
    compare: all.map(({ branch, file }) => `${rulesOf(branch)} | diff ${file} - && echo as before`),
    compared: 'Each of these prints `as before`, and nothing else:',
  }
}
