import { type Incident, severityOf, updateEveryOf } from '../incident/incident.ts'
import { updateDueAt } from '../incident/update-clock.ts'
import { harmlessUrl } from './alert-variables.ts'
import { durationInFull } from './duration-words.ts'
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
    tasks: taskVariables(incident),
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
    'next-update-at': due === undefined || every === undefined ? undefined : timeWords(nextAfter(due, now, every)),
  }
}

/** Whoever reads of an update that is due writes it now, and promises the one after it. */
const nextAfter = (due: number, now: number, every: number): number => (due <= now ? now + every : due)

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
