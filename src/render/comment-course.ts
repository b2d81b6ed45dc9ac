import type { Incident } from '../incident/incident.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import { durationWords } from './duration-words.ts'
import { liftByHand } from './freeze-by-hand.ts'
import type { Sayings } from './saying.ts'
import { andList, branchList, issueName, mixed, paragraphs, person } from './words.ts'

const quote = (text: string): string => neutral(text, { max: 1_000 })

/** Where no freeze holds it back, a hotfix can be merged whatever its check says; then it is said, so that it is made up for. */
function unkeptWords(incident: Incident | undefined, number: number): string {
  const hotfix = incident?.hotfixes.find((one) => one.number === number)
  if (hotfix?.passed !== false || hotfix.failed.length === 0) return ''
  return `⚠️ It was merged though it did not keep its rules: ${andList(hotfix.failed)}. Please make up for that.`
}

/** It names none of them: whoever made a hundred must not be read a hundred times. */
function reportsHeldBack({ most, marks }: { readonly most: number; readonly marks: readonly string[] }): string {
  const [mark] = marks
  return paragraphs(
    `**More emergencies were reported than anybody can look into at once.** ${most} reports by people who may not declare one wait for an answer; further ones of today began nothing, so that nobody is called for each.`,
    'Please answer those that wait: `/incident confirm` where it is real, `/incident cancel REASON` where it is not. Then look through the open issues for others.',
    `An emergency among them is declared by somebody trusted who puts ${mark === undefined ? 'the mark into its title' : `the label ${neutralCode(mark, { max: 80 })} on it`}. Close this issue when you have looked.`,
  )
}

/** Comments about the incident's way from its beginning to its end. */
export const courseComments: Sayings<
  | 'Mitigated'
  | 'Resolved'
  | 'Cancelled'
  | 'Reopened'
  | 'ReopenAsked'
  | 'AnchorClosedByUntrusted'
  | 'MarkRemoved'
  | 'ReportsHeldBack'
  | 'HotfixLinked'
  | 'PostmortemOpened'
  | 'Lost'
> = {
  Mitigated: ({ message, incident }) => {
    const lifts =
      incident?.policy.freeze.lift === 'resolved' ? ' until the incident is resolved' : ' until `/incident thaw`'
    return paragraphs(
      `🔵 **Hotfix #${message.number} is merged: the incident is mitigated.** It is over when somebody says so: \`/incident resolve SUMMARY\`.`,
      unkeptWords(incident, message.number),
      message.freezeStays && `The freeze stays on${lifts}.`,
    )
  },
  Resolved: ({ message, incident }) => {
    const { declared, resolved } = incident?.times ?? {}
    const took =
      declared === undefined || resolved === undefined
        ? ''
        : ` after ${durationWords(Math.max(0, resolved - declared))}`
    return paragraphs(
      `🟢 **Resolved**${took}, by ${person(message.by)}.${message.summary === undefined ? '' : ` ${quote(message.summary)}`}`,
      message.askReason && 'What ended it? `/incident note TEXT` puts it on the record for the post-mortem.',
    )
  },
  Cancelled: ({ message, incident }) =>
    paragraphs(
      `⚪ **Cancelled** by ${person(message.by)}: ${quote(message.reason)}`,
      incident?.freeze?.status === 'lifting' && 'The freeze is being lifted; a comment follows when that is seen.',
    ),
  Reopened: ({ message, incident }) =>
    paragraphs(
      `🔴 **Reopened** by ${person(message.by)}: ${quote(message.reason)}`,
      message.askFreeze &&
        `Nothing is frozen by that. \`/incident freeze\` freezes ${incident ? branchList(incident.policy.freeze.branches) : 'the branches'} again, if it is needed.`,
    ),
  ReopenAsked: ({ message, incident }) =>
    `${person(message.by)} reopened this page; the incident stays ${incident?.status ?? 'as it is'} and nothing is frozen by that. \`/incident reopen REASON\` opens the incident again.`,
  AnchorClosedByUntrusted: ({ message, incident }) =>
    paragraphs(
      `${person(message.by)} closed this page. **The incident goes on**: closing ends it only when somebody with ${incident?.policy.detection.trust ?? 'enough'} permission does it.`,
      '`/incident resolve SUMMARY` if it is over, `/incident cancel REASON` if it was a false alarm.',
    ),
  MarkRemoved: ({ message }) =>
    paragraphs(
      `${person(message.by)} removed ${mixed(message.what)}. **The incident goes on**, and nothing is unfrozen by that.`,
      '`/incident resolve SUMMARY` if it is over, `/incident cancel REASON` if it was a false alarm.',
    ),
  ReportsHeldBack: ({ message }) => reportsHeldBack(message),
  HotfixLinked: ({ message, incident }) =>
    incident
      ? `#${message.number} is now a hotfix of incident #${incident.anchor.number}. Its check \`firebreak/hotfix\` lists what it needs before it may be merged.`
      : `#${message.number} is now a hotfix of this incident.`,
  PostmortemOpened: ({ message }) =>
    `📝 The post-mortem is open: ${issueName(message.number, message.repository)}. It holds the timeline already; what happened and why is for people to write.`,
  Lost: ({ message, incident }) => {
    const freeze = incident?.freeze
    const isHeld = freeze !== undefined && ['on', 'applying', 'lifting'].includes(freeze.status)
    return paragraphs(
      `The page of incident ${incident ? `#${incident.anchor.number} ("${neutral(incident.anchor.title)}")` : ''} was ${mixed(message.how)}. The incident itself goes on.`,
      isHeld &&
        `**Its freeze of ${branchList(freeze.branches)} stays.** \`/incident thaw\` here lifts it. ${liftByHand(incident)}`,
      'From now on this is its page: commands work here, and closing it resolves the incident.',
    )
  },
}
