import type { FreezeStanding } from '../check-up.ts'
import type { FreezeStandards } from '../freeze-result.ts'
import type { Incident } from '../incident.ts'
import { respondersOf } from '../permission.ts'
import type { Plan } from '../plan.ts'
import { reason } from '../reason.ts'
import type { Actor } from '../repository.ts'
import { releaseHeldChecks } from './freeze-check.ts'

export interface Tampering {
  /** Undefined: nobody here knows. */
  readonly actor: Actor | undefined
  readonly how: string
  readonly lost: boolean
  /** What the freeze was found to be afterwards, in words that are the same for the same finding. */
  readonly found?: string
}

/** What a freeze is compared with; undefined: nothing of it was seen to stand. */
export function standardsOf({ anchor, policy, freeze }: Incident): FreezeStandards | undefined {
  if (!freeze?.applied) return undefined
  const { mode, branches, checkName, applied } = freeze
  const { mechanism, rulesetId, verified } = applied
  const { reviewed } = policy.freeze
  return { number: anchor.number, mode, branches, reviewed, checkName, applied: { mechanism, rulesetId, verified } }
}

/** A finding in one line; the same for the same finding. */
export const findingOf = ({ changes }: FreezeStanding): string => changes.join(', ')

/** `edited the ruleset`, and what came of it as far as it is known. */
export function editWords(edited: string, standing: FreezeStanding): string {
  const found = findingOf(standing)
  if (found === '') return edited
  return `${edited}${standing.is === 'open' ? ' so that it holds nothing back' : ''}: ${found}`
}

/**
 * One change is said once, however long it stays and whoever tells of it.
 * @param by who is named with it now; undefined: whoever it is
 */
export function isOnRecord({ timeline }: Incident, found: string, by?: string): boolean {
  const last = timeline.findLast(({ type }) => type === 'FrozenSeen' || type === 'FreezeTampered')
  if (last?.type !== 'FreezeTampered' || found === '') return false
  return last.found === found && (by === undefined || last.by === by)
}

/**
 * Somebody else changed the freeze or took it away. It goes on the record with the name, is said aloud and is not put
 * back. Where that looks like the work of a tool that keeps settings, the responders are asked about it.
 */
export function noteTampering(plan: Plan, incident: Incident, { actor, how, lost, found }: Tampering): void {
  const by = actor?.login ?? ''
  const left = lost ? 'who takes a freeze away is believed: it is not put back' : 'the freeze holds all the same'
  plan.because(`${by || 'somebody'} ${how}`, !lost, [reason(left)])
  const times = lost ? timesTaken(incident, by, plan.now) : undefined
  const tampered = plan.record(incident, { type: 'FreezeTampered', how, lost, ...(found && { found }) }, by)
  const bot = actor?.type === 'Bot'
  const members = lost && (bot || times !== undefined) ? respondersOf(plan, tampered) : []
  const noted = lost ? releaseHeldChecks(plan, tampered) : tampered
  plan.put(noted, {
    type: 'PostComment',
    thread: incident.anchor.number,
    message: {
      type: 'FreezeTampered',
      incident: incident.id,
      ...{ by, bot, members, how, lost },
      ...(times !== undefined && { times }),
    },
  })
}

const soon = 10 * 60_000

/**
 * Tools that keep settings act with a bot, or with somebody's token. Those show by doing it again: within minutes after
 * each freeze, or for the third time. A person who lifts a freeze once more has changed their mind.
 * @returns how often the same account has taken the freeze away, this time included; undefined: it does not look so
 */
function timesTaken({ timeline }: Incident, by: string, now: number): number | undefined {
  const frozen = timeline.flatMap(({ type, at }) => (type === 'FrozenSeen' ? [at] : []))
  const isSoon = (at: number): boolean => frozen.some((seen) => seen <= at && at - seen <= soon)
  const before = timeline.filter((entry) => entry.type === 'FreezeTampered' && entry.lost && (entry.by ?? '') === by)
  const isQuick = isSoon(now) && before.some(({ at }) => isSoon(at))
  return isQuick || before.length > 1 ? before.length + 1 : undefined
}
