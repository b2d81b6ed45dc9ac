import type { Account, AskedEffect, RecordedLine } from './account.ts'
import { type Asked, type AskedFor, askedFor } from './account-asked.ts'
import { causeOf, threadIn } from './account-cause.ts'
import { effectWords } from './account-effect.ts'
import type { PutEffect } from './effect.ts'
import type { Event } from './event.ts'
import { tiedIncidents } from './hotfix-link.ts'
import { incidentId, isPostmortemAt } from './incident.ts'
import type { Decision, Situation } from './plan.ts'
import type { Reason } from './reason.ts'

/** A decision, what it came from, and what was asked on the way. */
export interface Deliberation {
  readonly situation: Situation
  readonly event: Event
  readonly asked: readonly AskedFor[]
  readonly decision: Decision
}

/**
 * The account of a decision. Undefined where there is nothing to explain: it is about no incident, no planned freeze and
 * no thread, or nothing was considered.
 */
export function accountOf(deliberation: Deliberation): Account | undefined {
  const subjects = subjectsOf(deliberation)
  if (subjects.length === 0) return undefined
  const { event, asked, decision } = deliberation
  return bounded({
    at: deliberation.situation.now,
    subjects,
    cause: causeOf(event),
    asked: once(asked.filter(isOfPeople).map(askedFor)),
    because: decision.because,
    entries: linesOf(decision),
    effects: decision.effects.map(askedEffect),
    timers: decision.timers.flatMap(({ timers }) => timers.map(({ name, at }) => ({ name, at }))),
    leftOut: 0,
  })
}

/** What the engine looks up in its own books says nothing to anybody. */
const isOfPeople = ({ question }: AskedFor): boolean => question.ask !== 'effects-asked-for'

const askedEffect = ({ key, keep, effect }: PutEffect): AskedEffect => ({
  key,
  type: effect.type,
  what: effectWords(effect),
  ...(keep === 'latest' && { isKept: true }),
})

/** The same question is answered in the same way within a decision. */
const once = (asked: readonly Asked[]): readonly Asked[] => [
  ...new Map(asked.map((one) => [`${one.ask} ${one.about}`, one])).values(),
]

/** What changed; where nothing did and there is a reason for that, what the event names. */
function subjectsOf({ situation, event, decision }: Deliberation): readonly string[] {
  const before = new Set(situation.planned.freezes)
  const planned = decision.planned?.freezes.filter((freeze) => !before.has(freeze)) ?? []
  const changed = [...decision.incidents, ...planned].map(({ id }) => id)
  if (changed.length > 0 || decision.because.length === 0) return changed
  return subjectsNamed(situation, event)
}

function subjectsNamed({ incidents, repository }: Situation, event: Event): readonly string[] {
  // That something was done is read from the outbox; what follows from it changes something.
  if (event.type === 'EffectSettled') return []
  if (event.type === 'TimerFired') return incidents.some(({ id }) => id === event.incident) ? [event.incident] : []
  const thread = threadIn(event)
  if (thread === undefined) return []
  const tied = [
    ...tiedIncidents(incidents, thread),
    ...incidents.filter((incident) => isPostmortemAt(incident, thread)),
  ]
  if (tied.length > 0) return [...new Set(tied.map(({ id }) => id))]
  // A command that was refused may be asked about. Of reports, strangers can make as many as they like.
  return event.type === 'CommentAdded' ? [incidentId(repository.id, thread)] : []
}

/** Not everything that is recorded is a line: where a card stands, for one, is part of the state alone. */
function linesOf({ entries, incidents }: Decision): readonly RecordedLine[] {
  const timelines = new Map(incidents.map(({ id, timeline }) => [id, timeline]))
  return entries.map(({ incident, entry }) => {
    const place = timelines.get(incident)?.lastIndexOf(entry) ?? -1
    return { incident, type: entry.type, ...(place >= 0 && { line: place + 1 }) }
  })
}

/** Characters of an account as JSON; what is longer is left out bit by bit. */
export const largestAccount = 16_384
const longestText = 300
/** How many things of each kind are kept, at most; fewer where they are long. */
const counts = [40, 20, 10, 5, 2, 1]

function bounded(whole: Account): Account {
  for (const most of counts) {
    const account = cut(whole, most)
    if (JSON.stringify(account).length <= largestAccount) return account
  }
  return { ...cut(whole, 0), subjects: whole.subjects.slice(0, 1) }
}

function cut(whole: Account, most: number): Account {
  const parts = {
    subjects: whole.subjects.slice(0, Math.max(most, 1)),
    asked: whole.asked.slice(0, most),
    because: reasonsCut(whole.because, most),
    entries: whole.entries.slice(0, most),
    effects: whole.effects.slice(0, most),
    timers: whole.timers.slice(0, most),
  }
  const leftOut = sizeOf(whole) - sizeOf(parts)
  return {
    at: whole.at,
    ...parts,
    cause: { ...whole.cause, ...(whole.cause.failure !== undefined && { failure: short(whole.cause.failure) }) },
    asked: parts.asked.map(({ ask, about, answer }) => ({ ask, about: short(about), answer: short(answer) })),
    effects: parts.effects.map((effect) => ({ ...effect, what: short(effect.what) })),
    leftOut,
  }
}

type Parts = Pick<Account, 'subjects' | 'asked' | 'because' | 'entries' | 'effects' | 'timers'>

const sizeOf = ({ subjects, asked, because, entries, effects, timers }: Parts): number =>
  subjects.length + asked.length + reasonsIn(because) + entries.length + effects.length + timers.length

const reasonsIn = (reasons: readonly Reason[]): number =>
  reasons.reduce((count, { because }) => count + 1 + reasonsIn(because), 0)

/** The first reasons, each before what it rests on: of a deep tree its leaves go first. */
function reasonsCut(reasons: readonly Reason[], most: number): readonly Reason[] {
  let left = most
  const take = (some: readonly Reason[]): readonly Reason[] => {
    const kept = some.slice(0, left)
    left -= kept.length
    return kept.map((one) => ({ what: short(one.what), holds: one.holds, because: take(one.because) }))
  }
  return take(reasons)
}

const short = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text)
