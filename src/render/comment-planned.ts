import type { Bypass } from '../incident/incident.ts'
import type { PlannedFreeze, PlannedMessage, RuleEdit } from '../incident/planned-freeze.ts'
import { toldOf } from '../incident/planned-freeze.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { advisoryWarning, appliedWords, freezeState } from './freeze-words.ts'
import { untilWords, windowEndsEarlier, windowName, windowParagraph } from './planned-words.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { beginningWith, branchList, capitalized, mixed, paragraphs, person, shortSha } from './words.ts'

/** What must be noticed of a planned freeze: its one issue, and what comes to it. */
export const plannedComments: Sayings<PlannedMessage['type']> = {
  PlannedNotice: ({ message: { planned } }) =>
    paragraphs(
      stateParagraph(planned),
      listed('What went past it', planned.bypasses.map(bypassLine)),
      listed('What was changed of its rules', planned.edits.map(editLine)),
      planned.freeze?.status !== 'off' && windowParagraph(toldOf(planned)),
      planned.freeze?.status !== 'off' && windowEndsEarlier,
      'Firebreak keeps this issue up to date, and closes it when the freeze is over. It stays as the record.',
    ),
  PlannedNews: ({ message: { planned, news } }) => newsOf[news](planned),
}

const newsOf = {
  state: stateParagraph,
  edit: ({ edits }: PlannedFreeze) => edits.slice(-1).map(editSentence).join(''),
  bypass: ({ bypasses }: PlannedFreeze) => bypasses.slice(-1).map(bypassSentence).join(''),
}

function stateParagraph(planned: PlannedFreeze): string {
  const { freeze, window } = planned
  const name = capitalized(windowName(window))
  if (!freeze) return name
  switch (freeze.status) {
    case 'advisory':
      return paragraphs(`${name} is not in force.`, advisoryWarning(freeze, `${untilWords(window)}`))
    case 'failed':
      return paragraphs(
        `> [!CAUTION]\n> **${name} could not be made.** ${branchList(freeze.branches)} may be open for merges.`,
        `Why: ${mixed(freeze.problem ?? '')}`,
        'It is tried again every hour, and at once when the window or the permissions of this App are changed.',
      )
    case 'lost':
      return paragraphs(
        `> [!WARNING]\n> **${name} is gone.** ${lostSentence(planned)}${branchList(freeze.branches)} may be open for merges.`,
        'That is taken for a decision: Firebreak does not put it back before the next window.',
      )
    case 'lifting':
      return freeze.problem === undefined ? `${name} is being lifted.` : stuckParagraph(planned)
    case 'off':
      return `${name} is over: ${freezeState(freeze)}.`
    default:
      return paragraphs(
        `${name}: ${freezeState(freeze)}.`,
        freeze.problem !== undefined && `**A change of it failed**, so it stands as before: ${mixed(freeze.problem)}`,
        freeze.applied && freeze.applied.unverified.length + freeze.applied.refused.length > 0
          ? appliedWords(freeze.applied)
          : '',
      )
  }
}

function stuckParagraph({ freeze, window, slug }: PlannedFreeze): string {
  const where =
    freeze?.applied?.mechanism === 'branch-protection'
      ? `takes what the freeze added (the check \`${freeze.checkName}\` for one) out of the rules under Settings → Branches`
      : `deletes the ruleset whose name begins with \`Firebreak freeze w-${slug}\`, under Settings → Rules → Rulesets`
  return paragraphs(
    `> [!CAUTION]\n> **${capitalized(windowName(window))} could not be lifted.** ${branchList(freeze?.branches ?? [])} may still be frozen.`,
    `Why: ${mixed(freeze?.problem ?? '')}`,
    `By hand, an administrator ${where}. It is tried again every hour, and at once when the permissions of this App change.`,
  )
}

/** Who took it away, and how. */
function lostSentence({ bypasses }: PlannedFreeze): string {
  const lost = bypasses.findLast(({ branch }) => branch === undefined)
  return lost ? `${beginningWith(lost.by)} ${mixed(lost.how)}; ` : ''
}

const mostLines = 50

function listed(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const shown = lines.slice(-mostLines)
  const rest = lines.length - shown.length
  return paragraphs(`**${heading}:**`, [...shown, ...(rest > 0 ? [`- and ${rest} before`] : [])].join('\n'))
}

const bypassLine = (bypass: Bypass): string => `- ${timeWords(bypass.at)}: ${pastWords(bypass)}`

function pastWords({ branch, sha, how, by }: Bypass): string {
  if (branch === undefined) return `${person(by)} ${mixed(how)}`
  return `${neutralCode(branch, { max: 100 })}, ${shortSha(sha ?? '')}: ${mixed(how)}; by ${person(by)}`
}

const bypassSentence = (bypass: Bypass): string =>
  `**A change went past the planned freeze**: ${pastWords(bypass)}. If it was meant, say why here, for whoever reads this later.`

const editLine = (edit: RuleEdit): string => `- ${timeWords(edit.at)}: ${editWords(edit)}`

const editWords = ({ by, how }: RuleEdit): string => `${person(by)} ${mixed(how)}`

const editSentence = ({ by, how }: RuleEdit): string =>
  `${beginningWith(by)} ${mixed(how)}. The planned freeze may not hold as before: please check its rules.`
