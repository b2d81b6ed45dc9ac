import type { Action } from '../incident/aftermath.ts'
import type { Bypass, Freeze, Hotfix, Incident } from '../incident/incident.ts'
import { severityOf } from '../incident/incident.ts'
import { labelsOf } from '../incident/labels.ts'
import type { Entry } from '../incident/timeline.ts'
import { alertVariables } from './alert-variables.ts'
import { durationWords } from './duration-words.ts'
import { freezeLength, freezeState } from './freeze-words.ts'
import { Harmless } from './liquid.ts'
import { timeWords } from './time-words.ts'
import { entrySentence, entryTime, inOrder } from './timeline.ts'
import { mixed } from './words.ts'

const at = (moment: number | undefined): string | undefined => (moment === undefined ? undefined : timeWords(moment))

const between = (from: number | undefined, to: number | undefined): string | undefined =>
  from === undefined || to === undefined ? undefined : durationWords(Math.max(0, to - from))

/**
 * What a template can use. Every key can be written with hyphens, as in the configuration, or with underscores. Texts are
 * as people wrote them; sentences of ours are Markdown that is harmless already.
 * @param longestTimeline how many of the newest lines are given
 */
export const postmortemVariables = (incident: Incident, longestTimeline: number): object =>
  bothSpellings(recordVariables(incident, longestTimeline))

/** The same in one spelling, for templates that are given more. */
export function recordVariables(incident: Incident, longestTimeline: number) {
  const timeline = inOrder(incident.timeline)
  return {
    incident: incidentVariables(incident),
    timeline: timeline.slice(-longestTimeline).map((entry) => entryVariables(entry, incident)),
    'earlier-lines': Math.max(0, timeline.length - longestTimeline),
    hotfixes: incident.hotfixes.map(hotfixVariables),
    freeze: incident.freeze && freezeVariables(incident.freeze),
    bypasses: incident.bypasses.map(bypassVariables),
    checklists: incident.checklists.map(({ title, items }) => ({
      title,
      // Who ticked may not be known.
      items: items.map(({ text, ticked, by }) => ({ text: new Harmless(mixed(text)), ticked, by: by || undefined })),
      done: items.filter(({ ticked }) => ticked).length,
      total: items.length,
    })),
    config: configurationVariables(incident),
    alert: alertVariables(incident),
    decision: incident.decision && {
      choice: incident.decision.choice,
      reason: incident.decision.reason,
      by: incident.decision.by,
      at: timeWords(incident.decision.at),
    },
    'roll-out': (incident.rollOut?.stages ?? []).map(({ name, status, at: moment }, place) => ({
      name,
      status,
      at: at(moment),
      'deployed-at': ['deployed', 'watched'].includes(status) ? at(deployedAt(incident, place)) : undefined,
    })),
    updates: updateVariables(incident),
    // The newest of them, for a message that carries one.
    update: updateVariables(incident).at(-1),
    actions: incident.aftermath.actions.map(actionVariables),
  }
}

const updateVariables = ({ timeline }: Incident) =>
  timeline.flatMap((entry) =>
    entry.type === 'Updated' ? [{ at: timeWords(entry.at), by: entry.by, text: entry.text }] : [],
  )

const actionVariables = ({ text, owner, due, number, status }: Action): object => ({
  text,
  owner,
  due: due?.written,
  number,
  done: status === 'closed',
})

function incidentVariables(incident: Incident): object {
  const { anchor, times, timeline } = incident
  const resolved = timeline.findLast((entry) => entry.type === 'Resolved')
  return {
    title: anchor.title,
    number: anchor.number,
    url: /^https?:\/\/[\w./:%-]+$/.test(anchor.url) ? new Harmless(anchor.url) : anchor.url,
    severity: incident.severity,
    'severity-name': severityOf(incident)?.name,
    kind: incident.kind,
    status: incident.status,
    commander: incident.commander,
    reporter: incident.reporter,
    summary: resolved?.type === 'Resolved' ? resolved.summary : undefined,
    labels: labelsOf(incident).map(({ name }) => name),
    tracking: incident.disclosure.tracking,
    ...timeVariables(times),
    'verified-at': at(verifiedAt(incident)),
    year: new Date(times.declared ?? times.reported).getUTCFullYear(),
  }
}

/** When a stage was deployed; `at` says when it reached its status, which is the end of the watch for one that was watched. */
const deployedAt = ({ timeline }: Incident, place: number): number | undefined =>
  timeline.findLast((entry) => entry.type === 'StageChanged' && entry.stage === place && entry.status === 'deployed')
    ?.at

/**
 * When the repair was known to hold: the last stage of its roll-out had been watched; without one, somebody said that the
 * emergency is over.
 */
function verifiedAt({ rollOut, times }: Incident): number | undefined {
  const watched = rollOut?.finished ? rollOut.stages.at(-1)?.at : undefined
  return watched ?? times.resolved
}

function timeVariables(times: Incident['times']): object {
  const began = times.declared ?? times.reported
  return {
    // When it was detected is when somebody, or an alert, first said so here.
    'detected-at': at(times.reported),
    'reported-at': at(times.reported),
    'declared-at': at(times.declared),
    'responded-at': at(times.responded),
    'acknowledged-at': at(times.acknowledged),
    'mitigated-at': at(times.mitigated),
    'resolved-at': at(times.resolved),
    'closed-at': at(times.closed),
    durations: {
      respond: between(began, times.responded),
      acknowledge: between(began, times.acknowledged),
      mitigate: between(began, times.mitigated),
      resolve: between(began, times.resolved),
    },
  }
}

const entryVariables = (entry: Entry, incident: Incident): object => ({
  at: timeWords(entryTime(entry)),
  who: entry.by ?? 'Firebreak',
  what: new Harmless(entrySentence(entry, incident)),
})

const hotfixVariables = ({ number, state, mergeSha, mergedAt, passed }: Hotfix): object => ({
  number,
  state,
  sha: mergeSha?.slice(0, 7),
  'merged-at': at(mergedAt),
  passed,
})

const freezeVariables = (freeze: Freeze): object => ({
  mode: freeze.mode,
  status: freeze.status,
  state: new Harmless(freezeState(freeze)),
  branches: freeze.applied?.verified ?? freeze.branches,
  'applied-at': at(freeze.appliedAt),
  'lifted-at': at(freeze.liftedAt),
  length: freezeLength(freeze),
  comparison: freeze.comparison.map(({ branch, same, differences }) => ({
    branch,
    same,
    differences: differences.map((difference) => new Harmless(mixed(difference))),
  })),
})

const bypassVariables = ({ at: moment, by, branch, sha, how, reason }: Bypass): object => ({
  at: timeWords(moment),
  by: by ?? 'somebody unknown',
  branch,
  sha: sha?.slice(0, 7),
  how: new Harmless(mixed(how)),
  reason,
})

/** The part of the configuration that a post-mortem may want to quote; nothing of channels and their secrets. */
function configurationVariables({ policy }: Incident): object {
  const words = (duration: number | undefined): string | undefined =>
    duration === undefined ? undefined : durationWords(duration)
  const { due } = policy.postmortem
  return {
    severities: policy.severities.map(({ id, name, description, respondWithin, resolveWithin }) => ({
      id,
      name,
      description,
      'respond-within': words(respondWithin),
      'resolve-within': words(resolveWithin),
    })),
    'post-mortem': {
      due: { scheduled: words(due.scheduled), held: words(due.held), published: words(due.published) },
    },
  }
}

/** Liquid reads `declared-at` as well as `declared_at`, and people write either. */
export function bothSpellings(value: unknown): object {
  return Object(spelled(value))
}

function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled)
  if (typeof value !== 'object' || value === null || value instanceof Harmless) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const result = spelled(inner)
      return [
        [key, result],
        [key.replaceAll('-', '_'), result],
      ]
    }),
  )
}
