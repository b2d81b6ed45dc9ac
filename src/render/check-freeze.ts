import type { CheckOutput } from '../incident/effect.ts'
import type { Incident } from '../incident/incident.ts'
import type { WindowTold } from '../incident/planned-freeze.ts'
import type { Reason } from '../incident/reason.ts'
import { modeWords } from './freeze-words.ts'
import { severityWords } from './incident-words.ts'
import { untilWords, windowName, windowParagraph } from './planned-words.ts'
import type { Sayings } from './saying.ts'
import { branchList, capitalized, mixed, paragraphs, tableRow } from './words.ts'

/** The checks that a merge into a frozen branch asks for. */
export const freezeChecks: Sayings<'FreezePassed' | 'FreezeHeld' | 'FreezeOver' | 'MergeGroup', CheckOutput> = {
  FreezePassed: ({ message, incident }) => ({
    title: 'May be merged during the freeze',
    summary: paragraphs(
      `This pull request may be merged: ${mixed(message.why.what)}.`,
      whoseParagraph(message, incident),
    ),
    ...reasons(message.why),
  }),
  FreezeHeld: ({ message, incident }) => ({
    title: heldTitle(message, incident),
    summary: paragraphs(
      `This pull request cannot be merged now: ${mixed(message.why.what)}. ${adviceFor(message.why)}`,
      whoseParagraph(message, incident),
      message.why.because.length === 0 ? repairWords(message, incident) : '',
    ),
    ...reasons(message.why),
  }),
  FreezeOver: ({ message, incident }) => ({
    title: 'The freeze is over',
    summary: `${message.window ? capitalized(windowName(message.window)) : `The freeze${incident ? ` of incident #${incident.anchor.number}` : ''}`} was lifted. This check holds nothing back any more.`,
  }),
  MergeGroup: ({ message, incident }) => ({
    title: message.passed ? 'The whole group may be merged' : 'The group may not be merged during the freeze',
    summary: paragraphs(
      message.passed
        ? 'Every pull request of this merge group may be merged during the freeze.'
        : message.members.length === 0
          ? 'GitHub did not say which pull requests are in this merge group, so none of them passes during the freeze.'
          : 'One pull request that may not be merged holds the whole group back; take it out of the queue.',
      whoseParagraph(message, incident),
    ),
    text: [
      tableRow('', 'Pull request', 'Why'),
      '|---|---|---|',
      ...message.members
        .slice(0, 100)
        .map(({ number, passed, why }) => tableRow(passed ? '✅' : '❌', `#${number}`, mixed(why))),
    ].join('\n'),
  }),
}

/** What holds an ordinary pull request back is nobody's fault; what holds a hotfix back can be mended. */
const adviceFor = (why: Reason): string =>
  why.because.length === 0
    ? 'Nothing is wrong with it, and nothing needs to be done: it can be merged when the freeze is over.'
    : 'The check `firebreak/hotfix` says how to mend each rule; this check follows by itself.'

interface Whose {
  readonly window?: WindowTold
}

function heldTitle({ window }: Whose, incident: Incident | undefined): string {
  // A title is plain text in one place and Markdown in another: the window's name is in the summary.
  if (window) return `Frozen by the calendar until ${untilWords(window)}`
  return `Frozen${incident ? ` because of incident #${incident.anchor.number}` : ''}`
}

const whoseParagraph = ({ window }: Whose, incident: Incident | undefined): string =>
  window ? windowParagraph(window) : freezeParagraph(incident)

function freezeParagraph(incident: Incident | undefined): string {
  if (!incident?.freeze) return ''
  const { freeze, anchor } = incident
  return `Incident #${anchor.number} (${severityWords(incident)}) freezes ${branchList(freeze.branches)}: ${modeWords(freeze.mode, incident)}.`
}

function repairWords({ window }: Whose, incident: Incident | undefined): string {
  if (window) return 'In an emergency: declare an incident. A valid hotfix of an open incident passes this freeze too.'
  if (!incident || incident.freeze?.mode === 'locked') return ''
  return `If it repairs the incident: write \`Incident: #${incident.anchor.number}\` in its description, or comment \`/incident link #${incident.anchor.number}\` here.`
}

/** The tree of reasons as nested lists, so that nobody has to guess. */
function reasons(why: Reason): { readonly text?: string } {
  if (why.because.length === 0) return {}
  const lines = (reason: Reason, depth: number): readonly string[] => [
    `${'  '.repeat(depth)}- ${reason.holds ? '✅' : '❌'} ${capitalized(mixed(reason.what))}`,
    ...(depth < 5 ? reason.because.slice(0, 50).flatMap((below) => lines(below, depth + 1)) : []),
  ]
  return { text: lines(why, 0).join('\n') }
}
