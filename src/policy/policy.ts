/**
 * What a repository asked for: `.github/incident.yml` after parsing, checking, extending and filling in defaults.
 * Durations are milliseconds, moments are epoch milliseconds, names are kept as the maintainers wrote them.
 * Everything here is plain data, so that an incident can be stored together with the policy it was declared under.
 */

import type { RollOutPolicy } from './course.ts'
import type { Drill, ReadinessPolicy } from './preparation.ts'

/** Repository permission as GitHub names its roles, weakest first. */
export const permissions = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type Permission = (typeof permissions)[number]

/** `@user` or `@org/team`, always with the leading at-sign. */
export type Member = string

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export type FreezeMode = 'hotfix-only' | 'reviewed' | 'locked'
export type FreezeMechanism = 'auto' | 'ruleset' | 'branch-protection'
export type ChecklistTrigger = 'declared' | 'hotfix-opened' | 'hotfix-merged' | 'resolved' | 'post-mortem'
export type HotfixRule =
  | 'title'
  | 'branch'
  | 'base'
  | 'incident'
  | 'impact'
  | 'bypass-reason'
  | 'approvals'
  | 'checklist'

/** `broken-file`: there is a file, it has errors, and no valid version of it is known. */
export type PolicyOrigin = 'file' | 'no-file' | 'broken-file'

export interface Policy {
  /** Where it comes from: without a valid file it is what is built in, and people are told why. */
  readonly origin: PolicyOrigin
  readonly detection: Detection
  readonly roles: Readonly<Record<string, Role>>
  readonly channels: Readonly<Record<string, Channel>>
  /** Most severe first; never empty (without a configuration there is one, `emergency`). */
  readonly severities: readonly Severity[]
  /** The id of one of `severities`. */
  readonly defaultSeverity: string
  readonly kinds: Readonly<Record<string, Kind>>
  readonly freeze: FreezePolicy
  readonly hotfix: HotfixPolicy
  readonly escalation: EscalationPolicies
  readonly checklists: readonly ChecklistTemplate[]
  readonly updates: UpdatesPolicy
  readonly rollOut: RollOutPolicy
  readonly confidential: ConfidentialPolicy
  readonly cooldown: CooldownPolicy
  readonly postmortem: PostmortemPolicy
  readonly drills: readonly Drill[]
  readonly readiness: ReadinessPolicy
  /** Least permission for a command that differs from the built-in default, by the command's name. */
  readonly commands: Readonly<Record<string, Permission>>
}

export interface Detection {
  readonly titlePrefixes: readonly string[]
  readonly labels: readonly string[]
  readonly alerts: { readonly dependabot: boolean; readonly advisories: boolean }
  readonly trust: Exclude<Permission, 'none'>
}

export type Role =
  | { readonly type: 'members'; readonly members: readonly Member[] }
  | { readonly type: 'rotation'; readonly rotation: Rotation; readonly overrides: readonly RotationOverride[] }

export interface Rotation {
  readonly every: number
  /** Local wall-clock time in `timezone`, ISO 8601 without an offset: `2025-01-13T09:00`. */
  readonly starts: string
  readonly timezone: string
  readonly members: readonly Member[]
  readonly offset: number
}

export interface RotationOverride {
  /** Local wall-clock times in the rotation's time zone. */
  readonly from: string
  readonly to: string
  readonly members: readonly Member[]
}

export interface Channel {
  readonly type: 'slack' | 'discord' | 'teams' | 'pagerduty' | 'email' | 'webhook'
  /** The name of the operator's secret, never the address itself. */
  readonly secret: string
}

export interface Severity {
  readonly id: string
  readonly name: string
  readonly description: string
  /** The label that marks it; putting it on an incident by hand sets the severity. */
  readonly label: string
  readonly when: SeverityCondition | undefined
  readonly respondWithin: number | undefined
  readonly resolveWithin: number | undefined
  readonly updateEvery: number | undefined
  readonly freeze: FreezeMode | false
  /** The name of an escalation policy. */
  readonly escalation: string | false
  /** Names of roles. */
  readonly responders: readonly string[]
  readonly approvals: Approvals
}

export interface SeverityCondition {
  readonly cvss: { readonly operator: '>=' | '>' | '<=' | '<' | '='; readonly score: number } | undefined
  readonly exploited: boolean | undefined
  readonly scope: 'runtime' | 'development' | undefined
}

export interface Approvals {
  readonly required: number
  /** Names of roles; empty: anybody with write permission. */
  readonly from: readonly string[]
  readonly each: boolean
}

export interface Kind {
  readonly label: string | undefined
  readonly keywords: readonly string[]
  readonly severity: string | undefined
  /** Cadences of this kind, by the id of a severity, where they differ from that severity's own. */
  readonly updateEvery: Readonly<Record<string, number>>
  readonly confidential: boolean
  readonly runbook: string | undefined
  readonly hotfixBranches: readonly string[]
  /** Ids of checklists posted for this kind when the incident is declared. */
  readonly checklists: readonly string[]
  /** Texts for people to adapt and send, posted with the kind's checklists. */
  readonly drafts: readonly Draft[]
}

export interface Draft {
  readonly title: string
  readonly text: string
}

/** A Liquid template: a file on the repository's default branch, or written out in the configuration. */
export type Template =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'text'; readonly text: string }

export interface FreezePolicy {
  /** GitHub's ref patterns: `~DEFAULT_BRANCH`, `~ALL`, or fnmatch on branch names without `refs/heads/`. */
  readonly branches: readonly string[]
  readonly mechanism: FreezeMechanism
  readonly lift: 'hotfix-merged' | 'resolved' | 'manual'
  readonly maxDuration: number | undefined
  readonly exempt: {
    readonly labels: readonly string[]
    readonly paths: readonly string[]
    readonly authors: readonly string[]
  }
  readonly reviewed: ReviewedMode
  readonly windows: readonly FreezeWindow[]
}

export interface ReviewedMode {
  readonly approvals: number
  readonly strict: boolean
  readonly enforceAdmins: boolean
}

export interface FreezeWindow {
  readonly name: string
  /** Local wall-clock times in `timezone`. */
  readonly from: string
  readonly to: string
  readonly timezone: string
  readonly mode: FreezeMode
}

export interface HotfixPolicy {
  /** Globs, or regular expressions between slashes. */
  readonly branches: readonly string[]
  readonly bases: readonly string[]
  readonly require: readonly HotfixRule[]
  readonly sections: { readonly impact: string; readonly bypassReason: string }
}

export interface EscalationPolicies {
  readonly response: 'activity' | 'acknowledge'
  readonly policies: Readonly<Record<string, EscalationPolicy>>
}

export interface EscalationPolicy {
  readonly steps: readonly EscalationStep[]
  readonly repeat: { readonly every: number; readonly times: number } | undefined
  readonly hours: WorkingHours | undefined
}

export interface EscalationStep {
  /** Names of roles. */
  readonly notify: readonly string[]
  /** Milliseconds after the declaration. */
  readonly after: number
  /** Names of channels. */
  readonly channels: readonly string[]
}

export interface WorkingHours {
  readonly timezone: string
  readonly days: readonly Weekday[]
  /** Minutes since local midnight. */
  readonly from: number
  readonly to: number
}

export interface ChecklistTemplate {
  readonly id: string
  readonly title: string
  /** Undefined: posted only where a kind or a follow-up names it. */
  readonly on: ChecklistTrigger | undefined
  /** Empty: all. */
  readonly kinds: readonly string[]
  readonly severities: readonly string[]
  readonly due: number | undefined
  /** Either `items` is not empty, or `file` names a Markdown file of the repository that holds them. */
  readonly items: readonly string[]
  readonly file: string | undefined
}

export interface UpdatesPolicy {
  /** Of the update that people are asked for. */
  readonly template: Template | undefined
  readonly minimumWords: number
  /** What the App itself says at a moment of the incident, in the order in which it is written. */
  readonly messages: readonly UpdateMessage[]
  readonly deadlines: readonly {
    readonly within: number
    readonly to: readonly string[]
    readonly channels: readonly string[]
    /** Empty: all. */
    readonly kinds: readonly string[]
    readonly severities: readonly string[]
  }[]
}

export interface UpdateMessage {
  readonly id: string
  readonly title: string
  readonly on: ChecklistTrigger
  readonly template: Template
  /** Names of channels that get it too. */
  readonly channels: readonly string[]
  /** Empty: all. */
  readonly kinds: readonly string[]
  readonly severities: readonly string[]
}

export interface ConfidentialPolicy {
  /** Begins the tracking id: `SEC` makes `SEC-2026-12`. */
  readonly tracking: string
  /** `OWNER/REPO`, of the same owner, where details go when no draft advisory can be opened; undefined: nowhere. */
  readonly repository: string | undefined
  /** Of the draft advisory's description. */
  readonly advisory: Template | undefined
}

export type InteractionLimit = 'existing-users' | 'contributors-only' | 'collaborators-only'

export interface CooldownPolicy {
  /** Who may still interact with the whole repository while a conversation cools off; undefined: everybody. */
  readonly interactions: InteractionLimit | undefined
}

export interface PostmortemPolicy {
  readonly open: 'hotfix-merged' | 'resolved' | false
  /** Ids of severities; undefined: all. */
  readonly severities: readonly string[] | undefined
  readonly template: Template | undefined
  readonly title: string
  readonly labels: readonly string[]
  /** Built-in role names, role names, or `@user`. */
  readonly assign: readonly string[]
  /** `OWNER/REPO`; undefined: the incident's repository. */
  readonly repository: string | undefined
  readonly due: {
    readonly scheduled: number | undefined
    readonly held: number | undefined
    readonly published: number | undefined
  }
  readonly actions: boolean
  readonly publish: { readonly discussions: string | undefined }
  readonly followUps: readonly { readonly after: number; readonly checklist: string }[]
}
