import type { Account, RecordedLine } from '../../incident/account.ts'
import { isSecret } from '../../incident/disclosure.ts'
import { type Incident, incidentId } from '../../incident/incident.ts'
import { plannedId } from '../../incident/planned-freeze.ts'
import { fullName, type Repository } from '../../incident/repository.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { slugOf } from '../../policy/slug.ts'
import { entrySentence } from '../../render/timeline.ts'
import type { Archive, StoredAccount, StoredOutcome } from '../../store/archive/archive.ts'
import { causeWords } from './cause-words.ts'
import { findRepository, incidentsAt, noIncident } from './find.ts'
import { plain } from './words.ts'

/** What somebody asks about: an incident by a number of its repository, or a planned freeze by its name. */
export interface Asked {
  readonly repository: string
  readonly about: { readonly number: number } | { readonly window: string }
}

/** Everything that was decided about one thing, oldest first. */
export interface History {
  readonly title: string
  /** The incident's state in a few words; undefined where there is none. */
  readonly standing: string | undefined
  readonly isConfidential: boolean
  readonly decisions: readonly ExplainedDecision[]
  /** Lines of the timeline that no account tells of: they are older than accounts are. Moments are epoch milliseconds. */
  readonly unexplained: readonly { readonly at: number; readonly text: string }[]
  /** Incidents that the same number belongs to as well. */
  readonly others: readonly number[]
}

export interface ExplainedDecision {
  /** Its place, from 1. */
  readonly number: number
  readonly account: Account
  readonly cause: string
  /** What its lines of the timeline say. */
  readonly lines: readonly string[]
  readonly effects: readonly ExplainedEffect[]
}

export interface ExplainedEffect {
  readonly key: string
  readonly what: string
  /** Brought up to date again and again: the outcome is the last one. */
  readonly isKept: boolean
  /** Undefined: it is no longer kept. */
  readonly outcome: StoredOutcome | undefined
}

/** @returns the history, or one sentence about why there is none */
export async function historyOf(archive: Archive, asked: Asked): Promise<Result<History, string>> {
  const found = findRepository(await archive.repositories(), asked.repository)
  if (!found.ok) return found
  const { about } = asked
  return 'window' in about
    ? await historyOfWindow(archive, found.value, about.window)
    : await historyAt(archive, found.value, about.number)
}

async function historyOfWindow(
  archive: Archive,
  repository: Repository,
  name: string,
): Promise<Result<History, string>> {
  const accounts = (await archive.accounts(plannedId(repository.id, slugOf(name)))) ?? []
  if (accounts.length === 0)
    return failure(
      `Nothing that is remembered was decided about a planned freeze “${name}” of ${fullName(repository)}.`,
    )
  const decisions = await explainAll(archive, accounts, undefined)
  const title = `The planned freeze “${name}” of ${fullName(repository)}`
  return success({ title, standing: undefined, isConfidential: false, decisions, unexplained: [], others: [] })
}

async function historyAt(archive: Archive, repository: Repository, number: number): Promise<Result<History, string>> {
  const incidents = await archive.incidents(repository.id)
  const [state, ...others] = incidentsAt(incidents, number)
  const incident = state && { ...state, timeline: await archive.timelineOf(state.id) }
  const accounts = incident
    ? await accountsAbout(archive, [incident.id, incidentId(repository.id, number)])
    : await accountsNaming(archive, { repository, incidents, number })
  const where = `${fullName(repository)}#${number}`
  if (!incident && accounts.length === 0) return failure(noIncident(where, incidents))
  return success({
    title: incident ? titleOf(repository, incident, number) : `${where}, which is no incident`,
    standing: incident && `${incident.severity}, ${incident.status}`,
    isConfidential: incident !== undefined && isSecret(incident),
    decisions: await explainAll(archive, accounts, incident),
    unexplained: incident ? linesBefore(accounts, incident) : [],
    others: others.map(({ anchor }) => anchor.number),
  })
}

function titleOf(repository: Repository, { anchor }: Incident, number: number): string {
  const title = `${fullName(repository)}#${anchor.number} “${anchor.title}”`
  return anchor.number === number ? title : `${title}, which #${number} belongs to`
}

interface Naming {
  readonly repository: Repository
  readonly incidents: readonly Incident[]
  readonly number: number
}

/** Incidents among whose decisions one about an ordinary pull request is looked for, the newest first. */
const mostSearched = 50

/** A pull request that a freeze holds belongs to no incident, and is what a decision about the incident was made on. */
async function accountsNaming(
  archive: Archive,
  { repository, incidents, number }: Naming,
): Promise<readonly StoredAccount[]> {
  const own = incidentId(repository.id, number)
  const newest = incidents.slice(-mostSearched).map(({ id }) => id)
  const accounts = await accountsAbout(archive, [own, ...newest])
  return accounts.filter(({ account }) => account.subjects.includes(own) || account.cause.thread === number)
}

/** Each once, though it may be about several of them. */
async function accountsAbout(
  archive: Archive,
  subjects: readonly (string | undefined)[],
): Promise<readonly StoredAccount[]> {
  const found = new Map<number, StoredAccount>()
  for (const subject of new Set(subjects))
    for (const stored of subject === undefined ? [] : ((await archive.accounts(subject)) ?? []))
      found.set(stored.id, stored)
  return [...found.values()].sort((one, other) => one.id - other.id)
}

async function explainAll(
  archive: Archive,
  accounts: readonly StoredAccount[],
  incident: Incident | undefined,
): Promise<readonly ExplainedDecision[]> {
  const outcomes = await archive.outcomes([
    ...new Set(accounts.flatMap(({ account }) => account.effects.map(({ key }) => key))),
  ])
  return accounts.map(({ account }, place) => ({
    number: place + 1,
    account,
    cause: causeWords(account.cause, account.at),
    lines: account.entries.flatMap((entry) => wordsOf(entry, incident)),
    effects: account.effects.map(({ key, what, isKept = false }) => ({
      key,
      what,
      isKept,
      outcome: outcomes.get(key),
    })),
  }))
}

function wordsOf({ incident: id, line, type }: RecordedLine, incident: Incident | undefined): readonly string[] {
  if (line === undefined) return []
  const entry = incident?.id === id ? incident.timeline[line - 1] : undefined
  // A line of another incident, which the same decision moved.
  return [incident && entry ? plain(entrySentence(entry, incident)) : `${type} (${id})`]
}

function linesBefore(accounts: readonly StoredAccount[], incident: Incident): History['unexplained'] {
  const explained = accounts.flatMap(({ account }) =>
    account.entries.flatMap((entry) => (entry.incident === incident.id ? (entry.line ?? []) : [])),
  )
  const first = explained.length === 0 ? incident.timeline.length : Math.min(...explained) - 1
  return incident.timeline
    .slice(0, first)
    .map((entry) => ({ at: entry.at, text: plain(entrySentence(entry, incident)) }))
}
