import { dueSteps, escalationPolicyOf, respondBy } from '../incident/escalation-clock.ts'
import {
  type Hotfix,
  type Incident,
  isBeingLifted,
  isOngoing,
  type Postmortem,
  severityOf,
} from '../incident/incident.ts'
import { isGivenUp, isWaiting } from '../incident/steps/postmortem.ts'
import { neutral } from '../lib/markdown-neutral.ts'
import { alertFact } from './alert-words.ts'
import { channelsFact, cooldownsFact, drillFact, updatesFact } from './card-progress.ts'
import { durationWords } from './duration-words.ts'
import { freezeState, modeWords } from './freeze-words.ts'
import { fileLink, severityWords, statusWords } from './incident-words.ts'
import { decisionFact, rollOutFact } from './roll-out-words.ts'
import { timeWords } from './time-words.ts'
import { andList, branchList, count, issueName, person, shortSha, tableRow } from './words.ts'

/** The card's table: what is known about the incident, one fact per row. */
export function cardFacts(incident: Incident): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Status', statusWords(incident.status)],
    ['Drill', drillFact(incident)],
    ['Severity', severityFact(incident)],
    ['Kind', kindFact(incident)],
    ['Alert', alertFact(incident)],
    ['Commander', commanderFact(incident)],
    ['Reporter', person(incident.reporter)],
    [
      incident.times.declared === undefined ? 'Reported' : 'Declared',
      timeWords(incident.times.declared ?? incident.times.reported),
    ],
    ['Response', responseFact(incident)],
    ['Resolution', resolutionFact(incident)],
    ['Escalation', escalationFact(incident)],
    ['Updates', updatesFact(incident)],
    ['Channels', channelsFact(incident)],
    ['Freeze', freezeFact(incident)],
    ['Repair', decisionFact(incident)],
    ['Hotfixes', hotfixesFact(incident)],
    ['Roll-out', rollOutFact(incident)],
    ['Bypasses', bypassesFact(incident)],
    ['Cooling off', cooldownsFact(incident)],
    ['Post-mortem', postmortemFact(incident)],
  ]
  const shown = rows.flatMap(([name, fact]) =>
    fact === undefined || fact === '' ? [] : [tableRow(`**${name}**`, fact)],
  )
  return ['| | |', '|---|---|', ...shown].join('\n')
}

function severityFact(incident: Incident): string {
  const description = severityOf(incident)?.description ?? ''
  const words = severityWords(incident)
  return description === '' ? words : `${words}: ${neutral(description, { max: 200 })}`
}

function kindFact(incident: Incident): string | undefined {
  const { kind, policy } = incident
  if (kind === undefined) return undefined
  const runbook = policy.kinds[kind]?.runbook
  const words = neutral(kind, { max: 80 })
  return runbook === undefined ? words : `${words}, runbook: ${fileLink(incident, runbook)}`
}

function commanderFact(incident: Incident): string | undefined {
  if (incident.commander !== undefined) return person(incident.commander)
  return isOngoing(incident) ? 'nobody yet; name one with `/incident commander @user`' : undefined
}

function responseFact(incident: Incident): string | undefined {
  const { declared, responded } = incident.times
  const promise = severityOf(incident)?.respondWithin
  if (declared === undefined) return undefined
  const came = responded === undefined ? undefined : `came after ${durationWords(Math.max(0, responded - declared))}`
  if (promise === undefined) return came
  const by = timeWords(respondBy(incident) ?? declared)
  const within = `promised within ${durationWords(promise)}${escalationPolicyOf(incident)?.hours ? ' of working time' : ''}`
  if (came !== undefined) return `${came} (${within})`
  if (!isOngoing(incident))
    return incident.escalation.responseBreached ? `nobody responded in time (${within})` : undefined
  return incident.escalation.responseBreached ? `**overdue** since ${by} (${within})` : `${within}, by ${by}`
}

function resolutionFact(incident: Incident): string | undefined {
  const { declared, resolved } = incident.times
  const promise = severityOf(incident)?.resolveWithin
  if (declared === undefined) return undefined
  const came = resolved === undefined ? undefined : `took ${durationWords(Math.max(0, resolved - declared))}`
  if (promise === undefined) return came
  const within = `promised within ${durationWords(promise)}`
  if (came !== undefined) return `${came} (${within})`
  if (incident.escalation.resolutionBreached) return `**overdue** since ${timeWords(declared + promise)} (${within})`
  return isOngoing(incident) ? `${within}, by ${timeWords(declared + promise)}` : undefined
}

function escalationFact(incident: Incident): string | undefined {
  const { escalation } = incident
  if (!isOngoing(incident)) return undefined
  const roles = escalation.told.filter((role) => !isEmptyRole(incident, role))
  const told = roles.length === 0 ? '' : `; told so far: ${andList(roles.map((role) => neutral(role, { max: 60 })))}`
  const next = dueSteps(incident)
  if (next) {
    const snoozed = escalation.snoozedUntil === undefined ? '' : ' (snoozed)'
    return `step ${next.step + 1}${next.why === 'repeat' ? ' again' : ''} at ${timeWords(next.at)}${snoozed} unless somebody responds${told}`
  }
  if (escalation.stopped) return `stopped, because somebody responded${told}`
  return told === '' ? undefined : `nothing more to come${told}`
}

/** Which pull requests pass a freeze for hotfixes their checks tell; what `reviewed` asks of every one stands nowhere else. */
function freezeFact(incident: Incident): string | undefined {
  const { freeze } = incident
  if (freeze?.status !== 'on' || freeze.mode !== 'reviewed') return freeze && freezeState(freeze)
  return `${freezeState(freeze)}; ${modeWords('reviewed', incident)}`
}

function hotfixesFact(incident: Incident): string {
  const shown = incident.hotfixes.slice(0, 12).map((hotfix) => `#${hotfix.number} ${hotfixWords(hotfix)}`)
  const rest = incident.hotfixes.length - shown.length
  if (rest > 0) shown.push(`${rest} more`)
  if (shown.length > 0) return shown.join('; ')
  return isOngoing(incident) ? `none yet; its branch is named ${branchList(incident.policy.hotfix.branches)}` : 'none'
}

function hotfixWords({ state, passed, failed, sha, mergeSha }: Hotfix): string {
  if (state === 'merged') return mergeSha === undefined ? 'merged' : `merged as ${shortSha(mergeSha)}`
  if (state === 'closed') return 'closed without a merge'
  if (passed === undefined) return 'open, not judged yet'
  const at = sha === undefined ? '' : ` at ${shortSha(sha)}`
  return passed ? `passes its rules${at}` : `does not pass yet${at}: ${failed.join(', ')}`
}

function bypassesFact({ bypasses }: Incident): string | undefined {
  if (bypasses.length === 0) return undefined
  const open = bypasses.filter(({ reason }) => reason === undefined).length
  const reasons = open === 0 ? 'all explained' : `${open} without a reason: \`/incident bypass REASON\``
  return `${count(bypasses.length, 'bypass', 'bypasses')} of the freeze, ${reasons}`
}

function openedPostmortem(incident: Incident, { number, repository, closed, gone }: Postmortem): string {
  if (number !== undefined) return `${issueName(number, repository)}${gone ? ', gone' : closed ? ', closed' : ''}`
  return isGivenUp(incident) ? 'could not be opened; `/incident post-mortem` tries again' : 'being opened'
}

function postmortemFact(incident: Incident): string {
  const { freeze, postmortem, policy, severity, status } = incident
  if (incident.drill) return 'none: this is an exercise'
  if (postmortem) return openedPostmortem(incident, postmortem)
  const { open, severities } = policy.postmortem
  if (open === false || severities?.includes(severity) === false)
    return 'not asked for; `/incident post-mortem` opens one'
  if (isWaiting(incident)) return 'opens with `/incident disclose`'
  const isDue = status === 'resolved' || (status === 'mitigated' && open === 'hotfix-merged')
  if (isDue && isBeingLifted(freeze)) return 'opens when the freeze is lifted'
  return open === 'hotfix-merged' ? 'opens when a hotfix is merged' : 'opens when the incident is resolved'
}

/** A role that names nobody reached nobody. */
function isEmptyRole({ policy }: Incident, name: string): boolean {
  const role = Object.hasOwn(policy.roles, name) ? policy.roles[name] : undefined
  return role?.type === 'members' && role.members.length === 0
}
