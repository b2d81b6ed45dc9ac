import type { AdvisoryReason, AppliedFreeze, BranchComparison } from '../incident/freeze-result.ts'
import type { Freeze } from '../incident/incident.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import type { FreezeMode, FreezePolicy } from '../policy/policy.ts'
import { durationInFull } from './duration-words.ts'
import { timeWords } from './time-words.ts'
import { branchList, codeBlock, count, mixed, paragraphs, tableRow } from './words.ts'

/** What of a freeze and of its policy the words of its mode are made from. */
interface Frozen {
  readonly policy: { readonly freeze: Pick<FreezePolicy, 'reviewed'> }
  readonly freeze: Pick<Freeze, 'checkName'> | undefined
}

/** What a mode asks of a merge. */
export function modeWords(mode: FreezeMode, holder: Frozen): string {
  const { reviewed } = holder.policy.freeze
  switch (mode) {
    case 'hotfix-only': {
      const check = holder.freeze ? `the check \`${holder.freeze.checkName}\`` : "this freeze's own check"
      return `only valid hotfixes and exempt pull requests may be merged: a merge needs ${check}`
    }
    case 'reviewed':
      return [
        `a merge needs ${count(reviewed.approvals, 'approval')}`,
        reviewed.strict ? ' and a head that is up to date with the branch where checks are required' : '',
        reviewed.enforceAdmins ? ', from administrators too' : '',
      ].join('')
    case 'locked':
      return 'nothing may be merged, hotfixes neither, until the mode is changed or the freeze is lifted'
  }
}

/** What the record shows of a freeze, and nothing beyond it. */
export function freezeState(freeze: Freeze): string {
  const mode = `\`${freeze.mode}\``
  const patterns = branchList(freeze.branches)
  switch (freeze.status) {
    case 'applying':
      return `${mode} on ${patterns}: being applied, not yet confirmed`
    case 'on':
      return `**on** since ${timeWords(freeze.appliedAt ?? freeze.requestedAt)}: ${mode} on ${verifiedWords(freeze.applied)}`
    case 'advisory':
      return `**not enforced**: ${mode} on ${patterns} is only asked for, ${advisoryReasons[freeze.advisory?.reason ?? 'unsupported']}`
    case 'failed':
      return `**failed**: ${patterns} may not be frozen. ${mixed(freeze.problem ?? '')}`.trim()
    case 'lifting':
      return `${mode} on ${patterns}: being lifted, not yet confirmed${freeze.problem === undefined ? '' : `. **Lifting failed**: ${mixed(freeze.problem)}`}`
    case 'off':
      return `lifted at ${timeWords(freeze.liftedAt ?? freeze.requestedAt)}${comparisonSummary(freeze.comparison)}`
    case 'lost':
      return `**gone** since ${timeWords(freeze.liftedAt ?? freeze.requestedAt)}: somebody else removed it, and Firebreak does not put it back`
  }
}

function verifiedWords(applied: AppliedFreeze | undefined): string {
  if (!applied || applied.verified.length === 0) return 'no branch that could be verified'
  const doubts = applied.unverified.length + applied.refused.length + applied.notReadBack
  const rest = doubts > 0 ? `; **${count(doubts, 'branch', 'branches')} not confirmed**` : ''
  return `${branchList(applied.verified)} (read back from GitHub)${rest}`
}

function comparisonSummary(comparison: readonly BranchComparison[]): string {
  if (comparison.length === 0) return ''
  const changed = comparison.filter(({ same }) => !same)
  if (changed.length === 0) return '; the rules are as they were before'
  return `; ${branchList(changed.map(({ branch }) => branch))} differ from before, see the comment`
}

/** Where the freeze holds, where it was not seen to, and where it was left out, branch by branch. */
export function appliedWords(applied: AppliedFreeze): string {
  const refused = applied.refused
    .slice(0, 12)
    .map(({ branch, reason }) => `- ${neutralCode(branch, { max: 100 })}: ${mixed(reason)}`)
  return paragraphs(
    applied.verified.length > 0 && `Read back from GitHub and in force on: ${branchList(applied.verified)}.`,
    applied.unverified.length > 0 &&
      `> [!WARNING]\n> Not seen in force on ${branchList(applied.unverified)}: GitHub took the rule and does not list it there. Treat ${applied.unverified.length === 1 ? 'this branch' : 'these branches'} as open and have an administrator look at the rules.`,
    refused.length > 0 && `Left alone:\n\n${refused.join('\n')}`,
    notReadBackWords(applied),
  )
}

/** A ruleset names its branches by pattern, branch protection is given to each one by itself. */
function notReadBackWords({ mechanism, notReadBack }: AppliedFreeze): string {
  if (notReadBack === 0) return ''
  const more = `${count(notReadBack, 'more branch', 'more branches')} ${notReadBack === 1 ? 'matches' : 'match'}`
  return mechanism === 'ruleset'
    ? `${more}: the ruleset names ${notReadBack === 1 ? 'it' : 'them'} too, but it was not read back there.`
    : `${more} and ${notReadBack === 1 ? 'is' : 'are'} **not frozen**: there are too many to change one by one.`
}

export const advisoryReasons: { readonly [K in AdvisoryReason]: string } = {
  plan: "because this repository's GitHub plan offers neither rulesets nor branch protection for it",
  permission:
    'because the App may not change the rules of this repository (it needs the permission Administration: write)',
  archived: 'because the repository is archived',
  unsupported: 'because this GitHub server does not offer what the freeze needs',
  'not-effective': 'because GitHub took the rules and they were not seen to hold afterwards',
}

/**
 * Says loudly that nothing is enforced, and what an administrator can do about it.
 * @param until when the freeze would end
 */
export function advisoryWarning(freeze: Freeze, until = 'the incident is over'): string {
  const commands = freeze.advisory?.commands.join('\n').slice(0, 8_000) ?? ''
  return paragraphs(
    [
      '> [!CAUTION]',
      `> **Nothing is enforced.** The freeze of ${branchList(freeze.branches)} is only a request, ${advisoryReasons[freeze.advisory?.reason ?? 'unsupported']}.`,
      `> Please merge nothing there but hotfixes until ${until}.`,
    ].join('\n'),
    commands !== '' && `What an administrator can run by hand:\n\n${codeBlock(commands, 'sh')}`,
  )
}

/** The proof of what a thaw gave back, branch by branch. */
export function comparisonTable(comparison: readonly BranchComparison[]): string {
  if (comparison.length === 0) return ''
  const shown = comparison.slice(0, 30)
  const rows = shown.map(({ branch, same, differences }) =>
    tableRow(
      neutralCode(branch, { max: 100 }),
      same
        ? '✅ same rules as before the freeze'
        : `⚠️ ${
            differences
              .slice(0, 8)
              .map((one) => mixed(one))
              .join('; ') || 'differs'
          }`,
    ),
  )
  const rest = comparison.length - shown.length
  const table = [tableRow('Branch', 'Before the freeze and now'), '|---|---|', ...rows].join('\n')
  return rest > 0 ? `${table}\n\nand ${rest} more` : table
}

/** How long the freeze lasted, spelled out, as far as it is known. */
export const freezeLength = ({ appliedAt, liftedAt }: Freeze): string | undefined =>
  appliedAt === undefined || liftedAt === undefined ? undefined : durationInFull(liftedAt - appliedAt)
