import type { Incident } from '../incident/incident.ts'
import type { WindowTold } from '../incident/planned-freeze.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { durationWords, lateWords } from './duration-words.ts'
import { liftByHand } from './freeze-by-hand.ts'
import { advisoryWarning, appliedWords, comparisonTable, freezeLength, modeWords } from './freeze-words.ts'
import { untilWords, windowName } from './planned-words.ts'
import type { Sayings } from './saying.ts'
import { timeWords } from './time-words.ts'
import { beginningWith, branchList, capitalized, mentions, mixed, paragraphs, person, shortSha } from './words.ts'

/** Comments about the freeze. Each claims what the incident's record shows, and no more. */
export const freezeComments: Sayings<
  | 'Frozen'
  | 'FreezeAdvisory'
  | 'FreezeFailed'
  | 'FreezeDurationAsked'
  | 'FreezeTampered'
  | 'Thawed'
  | 'ThawFailed'
  | 'Bypassed'
> = {
  Frozen: ({ incident }) => frozen(incident),
  FreezeAdvisory: ({ incident }) =>
    incident?.freeze
      ? advisoryWarning(incident.freeze)
      : 'The freeze could not be enforced; nothing holds merges back.',
  FreezeFailed: ({ message, incident }) =>
    paragraphs(
      `> [!CAUTION]\n> **The freeze failed.** ${incident?.freeze ? branchList(incident.freeze.branches) : 'The branches'} may still be open for merges.`,
      `Why: ${mixed(message.reason)}`,
      '`/incident freeze` tries again. Until it holds, please merge nothing but the hotfix, or protect the branches by hand.',
    ),
  FreezeDurationAsked: ({ message }) =>
    paragraphs(
      `${mentions(message.members)} The freeze has lasted as long as was planned for it${lateWords(message.late)}. Is it still needed?`.trim(),
      [
        '- `/incident thaw` lifts it now.',
        '- `/incident freeze` keeps it on.',
        `- Without an answer it is lifted at ${timeWords(message.liftsAt)}, so that no branch stays frozen by oversight.`,
      ].join('\n'),
    ),
  FreezeTampered: ({ message, incident }) => {
    const who = message.bot ? `The bot ${person(message.by)}` : beginningWith(message.by)
    const where = incident?.freeze ? branchList(incident.freeze.branches) : 'the frozen branches'
    if (!message.lost)
      return `${who} ${mixed(message.how)}. The freeze may not hold as before: please check the rules of ${where}. It is on the record.`
    return paragraphs(
      `> [!WARNING]\n> **The freeze is gone.** ${who} ${mixed(message.how)}; ${where} may be open for merges.`,
      message.bot || message.times !== undefined
        ? `${mentions(message.members)} ${rivalWords(message.times)}, and may do it again: shall it leave rulesets named \`Firebreak freeze …\` alone? \`/incident freeze\` puts the freeze back.`.trim()
        : 'That is taken for a decision: Firebreak does not put it back by itself. `/incident freeze` does, if it is still needed.',
      '`/incident bypass REASON` puts the reason on the record.',
    )
  },
  Thawed: ({ message, incident }) => {
    const length = incident?.freeze && freezeLength(incident.freeze)
    return paragraphs(
      message.mitigatedBy !== undefined &&
        `🔵 **Hotfix #${message.mitigatedBy} is merged: the incident is mitigated.** \`/incident resolve SUMMARY\` when it is over.`,
      `**The freeze is lifted**${message.why === '' ? '' : ` (${mixed(message.why)})`}.${length === undefined ? '' : ` The freeze lasted ${length}.`}`,
      message.wasMissing &&
        message.comparison.length > 0 &&
        'Its rules were gone already when they were to be lifted: somebody else removed them, or they never held.',
      message.planned?.map((window) => stillHeld(window)).join('\n\n'),
      comparisonTable(message.comparison),
    )
  },
  ThawFailed: ({ message, incident }) =>
    paragraphs(
      `> [!CAUTION]\n> **The freeze could not be lifted.** ${incident?.freeze ? branchList(incident.freeze.branches) : 'The branches'} may still be frozen.`,
      `Why: ${mixed(message.reason)}`,
      `\`/incident thaw\` tries again. ${liftByHand(incident)}`,
    ),
  Bypassed: ({ message }) =>
    paragraphs(
      `**A change reached ${neutralCode(message.branch, { max: 100 })} past the freeze**: ${shortSha(message.sha)}, ${mixed(message.how)}; by ${person(message.by)}.`,
      message.reason === undefined
        ? 'Why was that necessary? `/incident bypass REASON` puts the answer on the record; the post-mortem shows it.'
        : `The reason was given beforehand: ${neutral(message.reason, { max: 600 })}`,
    ),
}

/** @param times how often it happened; undefined: the account is known to be a bot's */
const rivalWords = (times: number | undefined): string =>
  times === undefined
    ? 'A bot that keeps repository settings did this'
    : `It was taken away ${times} times under this name. That looks like a tool that keeps repository settings (such as safe-settings or Terraform)`

/** Another freeze that the thaw leaves as it is. */
const stillHeld = (window: WindowTold): string =>
  `${capitalized(windowName(window))} is still on, until ${untilWords(window)}: it holds ${branchList(window.freeze.branches)}.`

function frozen(incident: Incident | undefined): string {
  const freeze = incident?.freeze
  if (!incident || !freeze?.applied) return 'The freeze was asked for and is not confirmed yet.'
  const held = freeze.applied.verified.length > 0
  const took = freeze.appliedAt === undefined ? undefined : durationWords(freeze.appliedAt - freeze.requestedAt)
  return paragraphs(
    held
      ? `🧊 **Frozen**: ${modeWords(freeze.mode, incident)}.`
      : '> [!CAUTION]\n> **The freeze was not seen in force on any branch.** Treat them as open.',
    appliedWords(freeze.applied),
    held &&
      `\`/incident thaw\` gives the branches back as they were.${took === undefined ? '' : ` Freezing took ${took}.`}`,
  )
}
