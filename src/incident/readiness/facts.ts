import type { FreezeMechanism } from '../../policy/policy.ts'

/** What the doctor wants to know of GitHub. It follows from the policy alone, so that a question holds no whole policy. */
export interface ReadinessAsked {
  /** Patterns, as the policy gives them. */
  readonly branches: readonly string[]
  readonly mechanism: FreezeMechanism
  /** Logins without `@`. */
  readonly people: readonly string[]
  /** `ORG/SLUG`, without `@`. */
  readonly teams: readonly string[]
  readonly labels: readonly string[]
}

/** A fact, or why it could not be had: one sentence for people. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string }

/** How somebody whom the policy names stands to the repository. */
export interface PersonFact {
  readonly login: string
  /** `absent`: no such user. */
  readonly permission: 'absent' | 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'
}

export interface TeamFact {
  readonly team: string
  /** `unseen`: it is not there, or this App may not see it. */
  readonly state: 'unseen' | 'without-access' | 'ready'
  readonly members: number | undefined
}

/** What holds on one branch that would be frozen. */
export interface BranchFact {
  readonly branch: string
  /** Contexts of required checks, but ours. */
  readonly requiredChecks: readonly string[]
  readonly hasMergeQueue: boolean
  readonly codeOwnersMustReview: boolean
}

/** Who passes the rules of the repository. In words, such as `the role admin` or `the App 123`. */
export interface BypassFact {
  readonly who: string
  /** Name of the ruleset that lets them. */
  readonly ruleset: string
}

export interface DeliveryFact {
  /** Epoch milliseconds of the newest delivery in GitHub's log; undefined: there is none. */
  readonly newest: number | undefined
  readonly failed: number
  readonly total: number
}

export interface DrillFact {
  /** Epoch milliseconds at which the newest drill's issue was opened; undefined: none was held. */
  readonly newest: number | undefined
}

/** What was found on GitHub about a repository, before an emergency. */
export interface ReadinessFacts {
  /** Permission → access that the installation grants, such as `administration` → `write`. */
  readonly permissions: Fact<Readonly<Record<string, string>>>
  /** Events that the App is subscribed to. */
  readonly events: Fact<readonly string[]>
  /** Whether a ruleset can be had here; `no` with a plan or server that has none. */
  readonly rulesets: Fact<'yes' | 'no'>
  readonly protection: Fact<'yes' | 'no'>
  readonly branches: Fact<readonly BranchFact[]>
  readonly bypasses: Fact<readonly BypassFact[]>
  /** What else sets rules here: a path of the repository that such a tool reads, such as `.github/settings.yml`. */
  readonly rivals: Fact<readonly string[]>
  readonly missingLabels: Fact<readonly string[]>
  readonly people: Fact<readonly PersonFact[]>
  readonly teams: Fact<readonly TeamFact[]>
  /** The text of CODEOWNERS; undefined: there is none. */
  readonly codeOwners: Fact<string | undefined>
  readonly drills: Fact<DrillFact>
  readonly deliveries: Fact<DeliveryFact>
  /** Milliseconds by which GitHub's clock is ahead of this machine's. */
  readonly clockSkew: Fact<number>
}

/** @param why one sentence without its full stop */
export function nothingKnown(why: string): ReadinessFacts {
  const unknown: Fact<never> = { known: false, why }
  return {
    ...{ permissions: unknown, events: unknown, rulesets: unknown, protection: unknown, branches: unknown },
    ...{ bypasses: unknown, rivals: unknown, missingLabels: unknown, people: unknown, teams: unknown },
    ...{ codeOwners: unknown, drills: unknown, deliveries: unknown, clockSkew: unknown },
  }
}
