import type { LiftedFreeze, ThawPlan, ThawResult } from '../github/thaw-all.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { printable } from './validate/finding.ts'

type Standing = Pick<ThawPlan, 'rulesets' | 'unknown'>

/** Whether no freeze stands, as far as GitHub shows. */
export const isAllGone = ({ rulesets, unknown }: Standing & Partial<Pick<ThawPlan, 'freezes'>>): boolean =>
  rulesets.length + unknown.length === 0

/** What was found, line by line. Names are whatever an administrator gave, so they can do nothing to the terminal. */
export const explainPlan = (plan: ThawPlan, dryRun: boolean): readonly string[] =>
  planLines(plan, dryRun).map(printable)

function planLines(plan: ThawPlan, dryRun: boolean): readonly string[] {
  const { repository, rulesets, freezes, unknown } = plan
  if (rulesets.length + freezes.length + unknown.length === 0)
    return [`${fullName(repository)}: no freeze of this App was found.`]
  return [
    `${fullName(repository)}: ${dryRun ? 'this would be lifted' : 'lifting'}`,
    ...rulesets.map(({ id, name }) => `  ruleset ${id}: ${name}`),
    ...freezes.flatMap(({ effect, memory }) => {
      const branches = memory.flatMap(({ data }) => classicBranches(data))
      return branches.length === 0
        ? []
        : [`  ${freezeOf(effect)} on classic protection: ${branches.join(', ')}; it is known what stood before`]
    }),
    ...unknown.map(
      (one) =>
        `  ${freezeOf(one)} on classic protection: ${one.branch}; it is not known what stood before, so only its check goes`,
    ),
  ]
}

/** Whose freeze it is, as its check is named. */
function freezeOf({ checkName }: { readonly checkName: string }): string {
  const mark = checkName.slice('firebreak/freeze-'.length)
  return mark.startsWith('w-') ? `planned freeze ${mark.slice(2)}` : `freeze of #${mark}`
}

const classicBranches = (memory: unknown): string[] =>
  typeof memory === 'object' && memory !== null && 'mechanism' in memory && memory.mechanism === 'branch-protection'
    ? Object.keys(('branches' in memory && memory.branches) || {})
    : []

/** What was done and what is left, line by line. */
export const explainResult = (repository: Repository, result: ThawResult): readonly string[] =>
  resultLines(repository, result).map(printable)

function resultLines(repository: Repository, result: ThawResult): readonly string[] {
  const { lifted, released, left, unsure } = result
  return [
    ...lifted.flatMap((one) => explainLifted(repository, one)),
    ...(released.length > 0
      ? [`  checks that held back ${released.map((number) => `#${number}`).join(', ')} are green`]
      : []),
    ...(isAllGone(left) ? [] : ['THIS IS LEFT:', ...explainLeft(repository, left)]),
    ...(unsure.length > 0 ? [`LOOK AT ${unsure.join(', ')}: something of a freeze may be left there.`] : []),
    ...(isAllGone(left) && unsure.length === 0 ? ['Nothing of a freeze is left.'] : []),
  ]
}

function explainLifted(repository: Repository, one: LiftedFreeze): string[] {
  const { wasMissing, comparison, problem } = one
  if (problem !== undefined) return [`  ${freezeOf(one)}: NOT LIFTED: ${problem}`]
  const changed = comparison.filter(({ same }) => !same)
  return [
    `  ${freezeOf(one)}: ${wasMissing ? 'was gone already' : 'lifted'}${comparison.length > 0 && changed.length === 0 ? ', all branches as before' : ''}`,
    ...changed.flatMap(({ branch, differences }) => [
      `    ${branch} is not as before: ${differences.join('; ')}`,
      `    see it with: gh api repos/${fullName(repository)}/branches/${encodeURIComponent(branch)}/protection`,
    ]),
  ]
}

function explainLeft(repository: Repository, { rulesets, unknown }: Standing): string[] {
  const path = `repos/${fullName(repository)}`
  return [
    ...rulesets.map(({ id, name }) => `  ruleset ${id} (${name}): gh api -X DELETE ${path}/rulesets/${id}`),
    ...unknown.map(
      ({ branch, checkName }) =>
        `  ${branch} still asks for ${checkName}: gh api -X DELETE ${path}/branches/${encodeURIComponent(branch)}/protection/required_status_checks/contexts -f 'contexts[]=${checkName}'`,
    ),
  ]
}
