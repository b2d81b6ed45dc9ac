import type { AlertIssue, AlertMessage } from '../incident/alert.ts'
import { neutral, neutralCode } from '../lib/markdown-neutral.ts'
import {
  advisoryName,
  endWords,
  packageWords,
  scopeWords,
  scoreWords,
  securityLink,
  securityPage,
} from './alert-words.ts'
import type { Sayings } from './saying.ts'
import { mentions, paragraphs, person, tableRow } from './words.ts'

export const alertComments: Sayings<AlertMessage['type']> = {
  AlertIssue: ({ message }) => (message.confidential ? confidentialIssue(message) : openIssue(message)),
  AlertElsewhere: ({ message }) =>
    `This advisory already has an incident: #${message.number}. Its alerts are followed there, and this issue is closed.`,
  AlertsHeldBack: ({ message }) => heldBack(message),
  AlertClosed: ({ message }) => {
    const closed = `Every alert of this advisory is closed; the last one was ${endWords(message.end)}.`
    if (message.goesOn === 'roll-out')
      return paragraphs(
        `✅ **${closed}**`,
        'The incident goes on until the hotfix is rolled out everywhere. Then end it with `/incident resolve SUMMARY`.',
      )
    return paragraphs(
      `**${closed}**`,
      `${person(message.by)} may not end incidents here, so this one goes on. Is it over? Somebody trusted ends it with \`/incident resolve SUMMARY\`.`,
    )
  },
  AlertReturned: ({ message, incident }) =>
    paragraphs(
      `🔁 ${mentions(message.members)}${message.members.length > 0 ? ' – ' : ''}**an alert of this advisory is open again**, after all of them were closed.`,
      incident &&
        `What was merged so far may not repair it. The next hotfix is a pull request that says \`Incident: #${incident.anchor.number}\`.`,
    ),
  AdvisoryPublished: ({ message }) =>
    `📣 ${securityLink('The advisory', message.url)} is published. \`/incident disclose\` ends the confidentiality of this incident too.`,
}

/** It says nothing of the alerts themselves: any of them may be a secret. */
function heldBack(message: Extract<AlertMessage, { type: 'AlertsHeldBack' }>): string {
  const [mark] = message.marks
  const page = securityPage(message)
  const place = message.source === 'dependabot' ? 'Security → Dependabot' : 'Security → Advisories'
  return paragraphs(
    `**More security alerts came in than incidents are opened for.** At least ${message.most} are open, or were asked for within one hour; further alerts opened none, so that nobody is called for each.`,
    `Maintainers find all of them under ${page === undefined ? place : securityLink(place, page)}. Please look whether one of them is an emergency of its own${mark === undefined ? '' : `: the label ${neutralCode(mark, { max: 80 })} on an issue declares it`}.`,
    'Close this page when you have looked. It is opened again with the next alert that is left out.',
  )
}

/** What everybody may know of an alert that is no secret. */
function openIssue({ alert, severity }: AlertIssue): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Advisory', advisoryIds(alert)],
    ['What', neutral(alert.summary, { max: 300 }) || 'GitHub gives no summary'],
    ['Where', packageWords(alert)],
    ['Used', scopeWords(alert)],
    ['Rated', scoreWords(alert)],
    ['Exploited', alert.exploited === undefined ? 'nothing says so' : neutral(alert.exploited, { max: 200 })],
    ['Vulnerable', alert.vulnerable === undefined ? 'unknown' : neutralCode(alert.vulnerable, { max: 120 })],
    ['Patched in', alert.patched === undefined ? 'no release yet' : neutralCode(alert.patched, { max: 120 })],
  ]
  return paragraphs(
    `**${alert.source === 'dependabot' ? 'Dependabot found a vulnerability' : 'Somebody reported a vulnerability in private'}, and the configuration makes it ${severityWord(severity)}.**`,
    ['| | |', '|---|---|', ...rows.map(([name, fact]) => tableRow(`**${name}**`, fact))].join('\n'),
    `${securityLink(alert.source === 'dependabot' ? 'The alert itself' : 'The report itself', alert.url)}, under *Security*, tells the rest. The emergency procedure runs here.`,
  )
}

const advisoryIds = (alert: AlertIssue['alert']): string =>
  neutral(alert.cve === undefined ? advisoryName(alert) : `${alert.cve}, ${alert.ghsa}`)

const severityWord = (severity: string): string => neutral(severity, { max: 80 })

/** Nothing of the alert: who may read it knows where to look. */
function confidentialIssue({ alert, severity }: AlertIssue): string {
  const isReport = alert.source === 'advisory'
  const page = securityPage(alert)
  const place = isReport ? 'Security → Advisories' : 'Security → Dependabot'
  return paragraphs(
    `**A confidential security ${isReport ? 'report' : 'alert'} came in, and the configuration makes it ${severityWord(severity)}.**`,
    `Maintainers find it under ${page === undefined ? place : securityLink(place, page)}.`,
    'This page is public: please write no details here. The emergency procedure runs here all the same.',
  )
}
