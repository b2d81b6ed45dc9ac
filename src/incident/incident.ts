import type { FreezeMode, HotfixRule, Policy, Severity } from '../policy/policy.ts'
import type { Aftermath } from './aftermath.ts'
import type { AlertRecord } from './alert.ts'
import type { Interrupted } from './check-up.ts'
import type { Communication } from './communication.ts'
import type { Cooldown } from './community.ts'
import type { Disclosure } from './disclosure.ts'
import type { DrillRecord } from './drill.ts'
import type { AdvisoryReason, AppliedFreeze, BranchComparison } from './freeze-result.ts'
import type { GivenCheck } from './given-check.ts'
import type { RepairDecision, Rollback, RollOut } from './roll-out.ts'
import type { Entry, Status } from './timeline.ts'

/** One emergency in one repository, anchored at one issue or pull request. The fold of its timeline; see `evolve.ts`. */
export interface Incident {
  /** `REPOSITORY-ID#NUMBER`, stable across renames. */
  readonly id: string
  readonly repositoryId: number
  readonly anchor: Anchor
  readonly status: Status
  readonly severity: string
  readonly kind: string | undefined
  readonly reporter: string
  readonly commander: string | undefined
  /** The policy it was declared under; roles and contacts are taken from the current one. */
  readonly policy: Policy
  readonly times: Times
  readonly escalation: Escalation
  readonly freeze: Freeze | undefined
  readonly hotfixes: readonly Hotfix[]
  readonly bypasses: readonly Bypass[]
  readonly checklists: readonly Checklist[]
  readonly cardComment: number | undefined
  readonly postmortem: Postmortem | undefined
  /** The security alert it is about. */
  readonly alert: AlertRecord | undefined
  readonly decision: RepairDecision | undefined
  readonly communication: Communication
  readonly rollOut: RollOut | undefined
  /** Merged pull requests that were asked to be taken back, oldest first. */
  readonly rollbacks: readonly Rollback[]
  /** Conversations that cool off now. */
  readonly cooldowns: readonly Cooldown[]
  readonly disclosure: Disclosure
  readonly aftermath: Aftermath
  /** Set when it is an exercise. */
  readonly drill: DrillRecord | undefined
  /** Pushes onto a frozen branch that no pull request explains so far; GitHub may need a moment to tell. */
  readonly suspects: readonly SuspectPush[]
  /** When it was last rebuilt from GitHub because the database was lost, in epoch milliseconds. */
  readonly rebuilt?: number
  /** Set while this App can do nothing in the repository. */
  readonly interrupted?: Interrupted | undefined
  /** Raised by one with every decision that touches the incident; the store refuses a stale one. */
  readonly version: number
  readonly timeline: readonly Entry[]
}

export interface Anchor {
  readonly number: number
  readonly type: 'issue' | 'pull-request'
  readonly title: string
  readonly url: string
  /** False once it was deleted or transferred. */
  readonly present: boolean
  /** The issue that was opened in place of a lost one: from then on the incident is talked about and commanded there. */
  readonly replacement?: number
}

/** Epoch milliseconds. */
export interface Times {
  readonly reported: number
  readonly declared: number | undefined
  readonly responded: number | undefined
  readonly acknowledged: number | undefined
  readonly mitigated: number | undefined
  readonly resolved: number | undefined
  readonly closed: number | undefined
  readonly updated: number | undefined
}

export interface Escalation {
  /** The next step to reach, counted from 0; past the last one, repeats are counted by `repeated`. */
  readonly next: number
  readonly repeated: number
  readonly lastReachedAt: number | undefined
  /** Roles that were told so far. */
  readonly told: readonly string[]
  readonly snoozedUntil: number | undefined
  /** When somebody last asked for the next step by hand: later steps keep their distance from it. */
  readonly askedAt: number | undefined
  /** A response stops the clock until somebody escalates again. */
  readonly stopped: boolean
  readonly responseBreached: boolean
  readonly resolutionBreached: boolean
}

export type FreezeStatus = 'applying' | 'on' | 'advisory' | 'failed' | 'lifting' | 'off' | 'lost'

export interface Freeze {
  readonly status: FreezeStatus
  readonly mode: FreezeMode
  readonly branches: readonly string[]
  readonly checkName: string
  /** Key of the effect that was last asked to apply it. */
  readonly applyKey: string
  /** Key of the first of them: its memory holds what stood there before. */
  readonly firstKey: string
  readonly requestedAt: number
  readonly appliedAt: number | undefined
  readonly liftedAt: number | undefined
  readonly applied: AppliedFreeze | undefined
  /** Mode and branches that were last seen to hold: a change that cannot be made leaves them standing. */
  readonly seen: { readonly mode: FreezeMode; readonly branches: readonly string[] } | undefined
  readonly advisory: { readonly reason: AdvisoryReason; readonly commands: readonly string[] } | undefined
  readonly comparison: readonly BranchComparison[]
  readonly durationAsked: boolean
  readonly problem: string | undefined
  /** Set while this App may not administer the repository: then it could not lift the freeze. */
  readonly isOutOfReach?: boolean
  /** Our verdicts of this freeze's check, by commit. */
  readonly checks: Readonly<Record<string, GivenCheck>>
}

export interface Hotfix {
  readonly number: number
  /** A trusted person tied it by command: then it may lie in a fork. */
  readonly linkedByHand: boolean
  /** What landed on the base; undefined until it is merged. */
  readonly mergeSha: string | undefined
  /** Its merge makes GitHub close the anchor, for a closing keyword. */
  readonly closesAnchor: boolean
  readonly state: 'open' | 'merged' | 'closed'
  /** The head that was judged last. */
  readonly sha: string | undefined
  readonly passed: boolean | undefined
  readonly failed: readonly HotfixRule[]
  readonly mergedAt: number | undefined
}

export interface Bypass {
  readonly id: string
  readonly at: number
  readonly by: string | undefined
  /** Branch and commit that something reached; undefined when it was the freeze itself that somebody took away. */
  readonly branch: string | undefined
  readonly sha: string | undefined
  readonly how: string
  readonly reason: string | undefined
}

export interface Postmortem {
  readonly effect: string
  /** `OWNER/REPO` where the issue is, when it is not the incident's own repository. */
  readonly repository?: string
  readonly number: number | undefined
  readonly url: string | undefined
  /** Its issue was closed: published, as far as anybody can see. */
  readonly closed: boolean
  /** Its issue was deleted or transferred: nothing can be said there. */
  readonly gone?: boolean
}

export interface SuspectPush {
  readonly sha: string
  readonly branch: string
  readonly by: string | undefined
  /** Epoch milliseconds at which it is looked at again. */
  readonly lookAgainAt: number
}

export interface Checklist {
  readonly id: string
  readonly title: string
  readonly thread: number
  readonly commentId: number | undefined
  readonly requestedAt: number
  readonly due: boolean
  readonly items: readonly ChecklistItem[]
}

export interface ChecklistItem {
  readonly text: string
  readonly ticked: boolean
  readonly by: string | undefined
  readonly at: number | undefined
  /** Whether the one who ticked had the trust level then. */
  readonly trusted: boolean
}

/** `REPOSITORY-ID#NUMBER` */
export const incidentId = (repositoryId: number, number: number): string => `${repositoryId}#${number}`

/** The number of the issue or pull request where the incident is talked about. */
export const placeOf = ({ anchor }: Pick<Incident, 'anchor'>): number => anchor.replacement ?? anchor.number

/** Whether a number is that of the incident's anchor, or of the issue that stands in its place. */
export const isAnchoredAt = ({ anchor }: Pick<Incident, 'anchor'>, number: number): boolean =>
  anchor.number === number || anchor.replacement === number

/** Whether a number of the incident's own repository is that of its post-mortem. */
export const isPostmortemAt = ({ postmortem }: Pick<Incident, 'postmortem'>, number: number): boolean =>
  postmortem?.repository === undefined && postmortem?.number === number

/** True when it is closed or cancelled: then nothing but a person's command moves the incident itself. */
export const isEnded = (incident: Pick<Incident, 'status'>): boolean =>
  incident.status === 'closed' || incident.status === 'cancelled'

/** True while people are still working on the emergency itself. */
export const isOngoing = (incident: Pick<Incident, 'status'>): boolean =>
  !isEnded(incident) && incident.status !== 'resolved'

/** True while merges may depend on this incident's freeze. */
export const isFrozen = (incident: Pick<Incident, 'freeze'>): boolean =>
  incident.freeze?.status === 'on' || incident.freeze?.status === 'applying' || incident.freeze?.status === 'lifting'

/** True while a freeze stands that another mode would replace; a thaw that was given up leaves it standing. */
export const isHeld = (freeze: Freeze | undefined): freeze is Freeze =>
  freeze?.status === 'on' ||
  freeze?.status === 'applying' ||
  (freeze?.status === 'lifting' && freeze.problem !== undefined)

/** True between asking for a thaw and its outcome. */
export const isBeingLifted = (freeze: Freeze | undefined): boolean =>
  freeze?.status === 'lifting' && freeze.problem === undefined

/** True while anything may still have to be done: a freeze that is to be lifted by hand outlives its incident. */
export const isActive = (incident: Pick<Incident, 'status' | 'freeze'>): boolean =>
  !isEnded(incident) || isFrozen(incident)

/** The name of the check that a merge needs while the freeze of this anchor is on. */
export const freezeCheckName = (anchorNumber: number): string => `firebreak/freeze-${anchorNumber}`

/** The anchor's number that the name of a freeze's check carries; undefined for any other check. */
export function anchorOfCheck(name: string): number | undefined {
  const digits = /^firebreak\/freeze-([1-9][0-9]{0,9})$/u.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The check that stands on every pull request that means to be a hotfix. */
export const hotfixCheckName = 'firebreak/hotfix'

/** The check that judges changes to the configuration. */
export const configCheckName = 'firebreak/config'

/** The severity an incident stands at, in the scale it was declared under. */
export const severityOf = (incident: Pick<Incident, 'policy' | 'severity'>): Severity | undefined =>
  incident.policy.severities.find(({ id }) => id === incident.severity)

/** How often updates are asked for, in milliseconds: as its kind says for this severity, else as the severity says. */
export const updateEveryOf = (incident: Pick<Incident, 'policy' | 'severity' | 'kind'>): number | undefined =>
  incident.policy.kinds[incident.kind ?? '']?.updateEvery[incident.severity] ?? severityOf(incident)?.updateEvery
