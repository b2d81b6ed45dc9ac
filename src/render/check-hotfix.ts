import type { CheckOutput } from '../incident/effect.ts'
import type { HotfixVerdict, RuleVerdict } from '../incident/hotfix-verdict.ts'
import type { HotfixRule } from '../policy/policy.ts'
import { count, mixed, paragraphs, tableRow } from './words.ts'

const ruleNames: { readonly [K in HotfixRule]: string } = {
  title: 'Title',
  branch: 'Branch',
  base: 'Base branch',
  incident: 'Incident',
  impact: 'Impact',
  'bypass-reason': 'Reason for bypass',
  approvals: 'Approvals',
  checklist: 'Checklist',
}

/** The report of `firebreak/hotfix`: every rule, passed or not, with what was found and how to mend it. */
export function renderHotfixCheck(verdict: HotfixVerdict): CheckOutput {
  const { rules, passed, incident, draft } = verdict
  const failed = rules.filter((rule) => !rule.passed)
  const of = incident === undefined ? '' : ` of incident #${incident}`
  return {
    title: passed ? `A valid hotfix${of}` : `${count(failed.length, 'rule')} to go`,
    summary: paragraphs(
      passed
        ? `Every rule for a hotfix${of} is kept.`
        : `This pull request is not a valid hotfix${of} yet. It is judged again whenever it changes.`,
      draft && 'It is a draft: the check that a frozen branch asks for comes when it is ready for review.',
      failed.length > 0 && `**What to do**\n\n${failed.map(remedyItem).join('\n')}`,
    ),
    text: paragraphs(
      [tableRow('', 'Rule', 'Found'), '|---|---|---|', ...rules.map(ruleRow)].join('\n'),
      ...rules.map(detailList),
    ),
  }
}

const remedyItem = ({ rule, found, remedy }: RuleVerdict): string =>
  `- **${ruleNames[rule]}**: ${mixed(found)}.${remedy === undefined ? '' : ` ${mixed(remedy, { max: 600 })}`}`

const ruleRow = ({ rule, passed, found }: RuleVerdict): string =>
  tableRow(passed ? '✅' : '❌', ruleNames[rule], mixed(found))

/** Under the table, where a line for each of several things has room: who approved in which role. */
const detailList = ({ rule, details = [] }: RuleVerdict): string =>
  details.length === 0
    ? ''
    : `**${ruleNames[rule]}**\n\n${details.map((line) => `- ${mixed(line, { max: 600 })}`).join('\n')}`
