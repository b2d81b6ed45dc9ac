import type { Alert } from '../incident/alert.ts'
import { isSecret } from '../incident/disclosure.ts'
import { type Incident, severityOf, updateEveryOf } from '../incident/incident.ts'
import { updateDueAt } from '../incident/update-clock.ts'
import { durationInFull } from './duration-words.ts'
import { Harmless } from './liquid.ts'
import { bothSpellings, recordVariables } from './postmortem-variables.ts'
import { timeWords } from './time-words.ts'

const hour = 3_600_000

/** How many of the newest lines of the timeline a message may quote. */
const longestTimeline = 20

/**
 * What the templates of messages and updates can use: all that a post-mortem's can, and where things stand at this moment.
 * @param now epoch milliseconds
 */
export function messageVariables(incident: Incident, now: number): object {
  const record = recordVariables(incident, longestTimeline)
  return bothSpellings({
    ...record,
    incident: { ...record.incident, ...momentVariables(incident, now) },
    alert: alertVariables(incident),
    tasks: taskVariables(incident),
    decision: incident.decision && {
      choice: incident.decision.choice,
      reason: incident.decision.reason,
      by: incident.decision.by,
      at: timeWords(incident.decision.at),
    },
    'roll-out': incident.rollOut?.stages.map(({ name, status, at }) => ({
      name,
      status,
      at: at === undefined ? undefined : timeWords(at),
    })),
    'post-mortem': { number: incident.postmortem?.number, url: harmlessUrl(incident.postmortem?.url) },
  })
}

function momentVariables(incident: Incident, now: number): object {
  const { declared, reported } = incident.times
  const elapsed = Math.max(0, now - (declared ?? reported))
  const every = updateEveryOf(incident)
  const promised = severityOf(incident)?.resolveWithin
  const due = updateDueAt(incident)
  return {
    phase: phaseOf(incident),
    // The first hour is hour 1, as in "Hour 1/8".
    hour: Math.floor(elapsed / hour) + 1,
    'response-hours': promised === undefined ? undefined : Math.round((promised / hour) * 10) / 10,
    elapsed: durationInFull(elapsed),
    now: timeWords(now),
    'update-every': every === undefined ? undefined : durationInFull(every),
    'next-update-at': due === undefined ? undefined : timeWords(due),
  }
}

/** How far the response has come, in the words of a runbook with phases. */
function phaseOf({ status, hotfixes }: Incident): string {
  if (status === 'mitigated') return 'deployment'
  if (status === 'resolved') return 'post-mortem'
  if (status === 'closed' || status === 'cancelled') return 'over'
  const open = hotfixes.filter(({ state }) => state === 'open')
  if (open.length === 0) return 'containment'
  return open.some(({ passed }) => passed === true) ? 'validation' : 'remediation'
}

/** What is done and what is still open on all checklists, for a status update. */
function taskVariables({ checklists }: Incident): object {
  const items = checklists.flatMap((list) => list.items)
  return {
    done: items.filter(({ ticked }) => ticked).map(({ text }) => text),
    open: items.filter(({ ticked }) => !ticked).map(({ text }) => text),
  }
}

/** The alert as it was raised first; nothing of one that is kept secret. */
function alertVariables(incident: Incident): object | undefined {
  if (isSecret(incident)) return undefined
  const raised = incident.timeline.find((entry) => entry.type === 'AlertRaised')
  if (raised?.type === 'AlertRaised') return wholeAlert(raised.alert)
  return incident.alert && { cve: incident.alert.cve, ghsa: incident.alert.ghsa }
}

const wholeAlert = (alert: Alert): object => ({
  cve: alert.cve,
  ghsa: alert.ghsa,
  summary: alert.summary,
  severity: alert.severity,
  cvss: alert.score,
  exploited: alert.exploited,
  package: alert.package?.name,
  ecosystem: alert.package?.ecosystem,
  vulnerable: alert.vulnerable,
  patched: alert.patched,
  url: harmlessUrl(alert.url),
})

/** An address of GitHub's own stays a link; everything else is text. */
const harmlessUrl = (url: string | undefined): Harmless | string | undefined =>
  url !== undefined && /^https?:\/\/[\w./:%-]+$/.test(url) ? new Harmless(url) : url
