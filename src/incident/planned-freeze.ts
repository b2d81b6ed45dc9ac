import { momentOf } from '../lib/local-time.ts'
import type { FreezePolicy, FreezeWindow } from '../policy/policy.ts'
import { slugOf } from '../policy/slug.ts'
import type { Dashboard } from './dashboard.ts'
import { evolveFreeze } from './evolve-freeze.ts'
import type { Bypass, Freeze, SuspectPush } from './incident.ts'
import { bypassesAfter, suspectsAfter } from './past-the-freeze.ts'
import type { Entry } from './timeline.ts'

/**
 * A freeze by the calendar (`freeze.windows`) that has begun. It belongs to a repository and to no incident, so it has no
 * page and no timeline; what of it must be noticed is said in one issue, its notice.
 */
export interface PlannedFreeze {
  /** `REPOSITORY-ID/window/SLUG`: of two windows by one name, the later goes on where the earlier ended. */
  readonly id: string
  readonly repositoryId: number
  readonly slug: string
  /** As the configuration had it when it was last carried out. */
  readonly window: FreezeWindow
  readonly policy: { readonly freeze: WindowPolicy }
  readonly freeze: Freeze | undefined
  readonly bypasses: readonly Bypass[]
  readonly suspects: readonly SuspectPush[]
  /** What others changed of its rules without taking it away. */
  readonly edits: readonly RuleEdit[]
  /** The issue that says what must be noticed; its number once it was seen. */
  readonly notice: { readonly key: string; readonly number: number | undefined } | undefined
  /** The trouble that people were told of last: what is tried again every hour is said once. */
  readonly told?: string | undefined
}

/** What of the policy a planned freeze goes by. */
export type WindowPolicy = Pick<FreezePolicy, 'branches' | 'mechanism' | 'exempt' | 'reviewed'>

export interface RuleEdit {
  /** Epoch milliseconds. */
  readonly at: number
  readonly by: string | undefined
  readonly how: string
}

/** Everything that a repository keeps beside its incidents; stored as one record, with the decision that changed it. */
export interface PlannedFreezes {
  /** Raised by one with every decision that changes it; the store refuses a stale one. */
  readonly version: number
  /** When the next window begins or ends, in epoch milliseconds, as far as a timer was set for it. */
  readonly next: number | undefined
  /** Those that are on, and those that are over as long as checks of theirs may stand on open pull requests. */
  readonly freezes: readonly PlannedFreeze[]
  /** Undefined: nobody looks what would not work in an emergency, or has looked yet. */
  readonly dashboard?: Dashboard | undefined
}

/** What of a planned freeze is to be noticed now: how it stands, that its rules were edited, or what went past it. */
export type PlannedNews = 'state' | 'edit' | 'bypass'

export type PlannedMessage =
  /** The body of its notice. */
  | { readonly type: 'PlannedNotice'; readonly planned: PlannedFreeze }
  /** What came to it since. */
  | { readonly type: 'PlannedNews'; readonly planned: PlannedFreeze; readonly news: PlannedNews }

/** What a repository has before its first planned freeze. */
export const noPlannedFreezes: PlannedFreezes = { version: 0, next: undefined, freezes: [] }

/** What people are told of a planned freeze, in its checks and in its ruleset. */
export interface WindowTold extends FreezeWindow {
  readonly slug: string
  readonly checkName: string
  readonly freeze: WindowPolicy
}

export const plannedId = (repositoryId: number, slug: string): string => `${repositoryId}/window/${slug}`

/** What its ruleset and its check are named after, where an incident's have the number of its anchor. */
export const windowMark = (slug: string): string => `w-${slug}`

export const windowCheckName = (slug: string): string => `firebreak/freeze-${windowMark(slug)}`

/** Whether a check is named as those of planned freezes are. */
export const isPlannedCheck = (name: string): boolean => /^firebreak\/freeze-w-[a-z0-9-]{1,60}$/u.test(name)

/** Whether a ruleset is named as those of planned freezes are. */
export const isPlannedRuleset = (name: string): boolean => name.startsWith('Firebreak freeze w-')

/** Epoch milliseconds. */
export const beginOf = ({ from, timezone }: FreezeWindow): number => momentOf(from, timezone)
export const endOfWindow = ({ to, timezone }: FreezeWindow): number => momentOf(to, timezone)

/** The windows in which `now` lies. The moment of the end is outside. */
export const windowsAt = (windows: readonly FreezeWindow[], now: number): readonly FreezeWindow[] =>
  windows.filter((window) => beginOf(window) <= now && now < endOfWindow(window))

/** The next moment at which one of them begins or ends, in epoch milliseconds; undefined: all are over. */
export function nextBoundary(windows: readonly FreezeWindow[], now: number): number | undefined {
  const moments = windows.flatMap((window) => [beginOf(window), endOfWindow(window)]).filter((moment) => moment > now)
  return moments.length === 0 ? undefined : Math.min(...moments)
}

/** A window of this repository before anything was asked for. */
export function newPlannedFreeze(repositoryId: number, window: FreezeWindow, policy: WindowPolicy): PlannedFreeze {
  const slug = slugOf(window.name)
  return {
    id: plannedId(repositoryId, slug),
    repositoryId,
    slug,
    window,
    policy: { freeze: policy },
    freeze: undefined,
    bypasses: [],
    suspects: [],
    edits: [],
    notice: undefined,
  }
}

/** The planned freeze after one more thing was decided or seen; the entries are those of an incident's freeze. */
export function evolvePlanned(planned: PlannedFreeze, entry: Entry): PlannedFreeze {
  const { at, by } = entry
  const isEdit = entry.type === 'FreezeTampered' && !entry.lost
  return {
    ...planned,
    freeze: evolveFreeze(planned.freeze, windowCheckName(planned.slug), entry),
    bypasses: bypassesAfter(planned.bypasses, entry),
    suspects: suspectsAfter(planned.suspects, entry),
    edits: isEdit ? [...planned.edits, { at, by, how: entry.how }] : planned.edits,
    told: entry.type === 'FrozenSeen' || entry.type === 'Thawed' ? undefined : planned.told,
  }
}

export const toldOf = ({ slug, window, policy }: PlannedFreeze): WindowTold => ({
  ...window,
  slug,
  checkName: windowCheckName(slug),
  freeze: policy.freeze,
})
