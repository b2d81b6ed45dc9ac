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
  /** Paths in the repository that the policy names: templates, lists, runbooks. */
  readonly files?: readonly string[]
  /** `OWNER/REPO` of others that the policy writes issues to. */
  readonly repositories?: readonly string[]
  /** Only what tells whether a proposed policy would do; not how the App itself is. */
  readonly isProposal?: true
}

/** A fact, or why it could not be had: one sentence for people. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string }

/** Ways in which GitHub merges a pull request, its own default first. */
export const mergeMethods = ['merge', 'squash', 'rebase'] as const
export type MergeMethod = (typeof mergeMethods)[number]

export interface RepositoryFact {
  readonly owner: 'user' | 'organization'
  readonly private: boolean
  readonly archived: boolean
  readonly hasIssues: boolean
  /** Where its pages are, such as `github.com`; undefined: GitHub did not say. */
  readonly host?: string | undefined
}

/** What the App asks for since it was registered; an installation may have been granted less. */
export interface AppFact {
  readonly slug: string
  readonly permissions: Readonly<Record<string, string>>
  readonly events: readonly string[]
  /** Where an owner accepts what was added later. */
  readonly installationPage: string | undefined
}

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
  /** Others cannot see it, and so cannot mention it. */
  readonly isSecret?: boolean
  /** Its members asked not to hear of mentions of the team. */
  readonly isMuted?: boolean
  /** What its members may do in the repository; undefined: GitHub did not say. */
  readonly permission?: PersonFact['permission'] | undefined
}

/** Id of a ruleset; `protection` is the classic one of the branch. */
export type RuleSource = number | 'protection'

/** Something that a hotfix has to pass besides. */
export interface Demand {
  readonly what: string
  /** All that ask for it. */
  readonly by: readonly RuleSource[]
}

/** What holds on one branch that would be frozen. */
export interface BranchFact {
  readonly branch: string
  /** Contexts of required checks, but ours. */
  readonly requiredChecks: readonly Demand[]
  /** Those among them that no check run on the branch's newest commit has; undefined: it was not seen. */
  readonly silentChecks?: readonly string[] | undefined
  readonly hasMergeQueue: boolean
  readonly codeOwnersMustReview: boolean
  /** Approvals that GitHub itself asks for. */
  readonly approvals?: number
  /** Whether everything but a pull request is refused now, without a freeze; undefined: not seen. */
  readonly needsPullRequest?: boolean | undefined
  /** Types of rules, in GitHub's spelling, that stop a hotfix which Firebreak lets through: `update`, `required_signatures`, … */
  readonly otherRules?: readonly Demand[]
  /** Ways of merging that its rules leave. What the repository's settings allow is not shown to an App that only reads. */
  readonly mergeMethods?: readonly MergeMethod[] | undefined
  /** Of its classic protection; undefined: it has none, or it was not seen. */
  readonly classic?: ClassicFact | undefined
  /** What an administrator would send by hand; only where branch protection is what a freeze would be made of. */
  readonly byHand?: ProtectionByHand | undefined
}

/** Bodies of `PUT …/branches/BRANCH/protection`. */
export interface ProtectionByHand {
  /** As it stands now; null: the branch is not protected. */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly frozen: Readonly<Record<string, unknown>>
  /** Required signatures are not part of that body, and are switched on again after it. */
  readonly signatures: boolean
  /** What was taken off both, because a freeze of this App was on; undefined: nothing. */
  readonly ownFreeze?: OwnFreeze | undefined
}

export interface OwnFreeze {
  /** Names of its checks. */
  readonly checks: readonly string[]
  /** The branch was locked as well. */
  readonly locked: boolean
}

/** Branches that would be frozen and were not looked at. */
export interface UnreadBranches {
  readonly named: readonly string[]
  /** Whose names were not read either. */
  readonly unnamed: number
}

export interface ClassicFact {
  /** Administrators are held by it too. */
  readonly holdsAdmins: boolean
  /** Why it cannot be changed without losing something of it; a clause. */
  readonly notWritable: string | undefined
}

/** Who passes the rules of the repository. In words, such as `the role admin` or `the App 123`. */
export interface BypassFact {
  readonly who: string
  /** Name of the ruleset that lets them. */
  readonly ruleset: string
  readonly rulesetId: number
  /** Somebody who could merge, and no App or key. */
  readonly isPeople: boolean
  /** Whether the organisation has it. */
  readonly ofOrganization?: boolean
  /** `exempt` leaves no trace. */
  readonly mode?: 'always' | 'pull_request' | 'exempt' | undefined
}

export interface DeliveryFact {
  /** Epoch milliseconds of the newest delivery in GitHub's log; undefined: there is none. */
  readonly newest: number | undefined
  /** Deliveries that no attempt brought through. */
  readonly failed: number
  readonly total: number
}

/** Where GitHub sends deliveries. */
export interface HookFact {
  readonly hasAddress: boolean
  /** Certificates are not looked at, or it is no https. */
  readonly isInsecure: boolean
}

export interface DrillFact {
  /** Epoch milliseconds at which the newest drill's issue was opened; undefined: none was held. */
  readonly newest: number | undefined
}

/** What was found on GitHub about a repository, before an emergency. */
export interface ReadinessFacts {
  readonly repository: Fact<RepositoryFact>
  readonly app: Fact<AppFact>
  /** Permission → access that the installation grants, such as `administration` → `write`. */
  readonly permissions: Fact<Readonly<Record<string, string>>>
  /** Events that the App is subscribed to. */
  readonly events: Fact<readonly string[]>
  /** Whether a ruleset can be had here; `no` with a plan or server that has none. */
  readonly rulesets: Fact<'yes' | 'no'>
  readonly protection: Fact<'yes' | 'no'>
  readonly branches: Fact<readonly BranchFact[]>
  /** Undefined: all were looked at. */
  readonly unreadBranches?: UnreadBranches | undefined
  /** Patterns that match no branch. */
  readonly unmatchedPatterns: Fact<readonly string[]>
  readonly bypasses: Fact<readonly BypassFact[]>
  /** Rulesets that do not show who passes them. */
  readonly closedRulesets: Fact<readonly { readonly id: number; readonly name: string }[]>
  /** Logins of those who may lift a freeze by hand. */
  readonly administrators: Fact<readonly string[]>
  /** What else sets rules here: a path of the repository that such a tool reads, such as `.github/settings.yml`. */
  readonly rivals: Fact<readonly string[]>
  readonly missingLabels: Fact<readonly string[]>
  readonly missingFiles: Fact<readonly string[]>
  /** Of the other repositories, those in which the App cannot open an issue. */
  readonly unreachable: Fact<readonly string[]>
  readonly people: Fact<readonly PersonFact[]>
  readonly teams: Fact<readonly TeamFact[]>
  /** The text of CODEOWNERS; undefined: there is none. */
  readonly codeOwners: Fact<string | undefined>
  readonly drills: Fact<DrillFact>
  readonly deliveries: Fact<DeliveryFact>
  readonly hook: Fact<HookFact>
  /** Milliseconds by which GitHub's clock is ahead of this machine's. */
  readonly clockSkew: Fact<number>
  /** What was left out so that looking stays cheap; sentences for people. */
  readonly leftOut: readonly string[]
}

/** What a page needs that says how to freeze without this App. */
export type ByHandFacts = Pick<
  ReadinessFacts,
  'repository' | 'rulesets' | 'protection' | 'branches' | 'unreadBranches' | 'administrators'
>

/** @param why one sentence without its full stop */
export function nothingKnown(why: string): ReadinessFacts {
  const unknown: Fact<never> = { known: false, why }
  return {
    ...{ repository: unknown, app: unknown, permissions: unknown, events: unknown },
    ...{ rulesets: unknown, protection: unknown, branches: unknown, unmatchedPatterns: unknown },
    ...{ bypasses: unknown, closedRulesets: unknown, administrators: unknown, rivals: unknown },
    ...{ missingLabels: unknown, missingFiles: unknown, unreachable: unknown, people: unknown, teams: unknown },
    ...{ codeOwners: unknown, drills: unknown, deliveries: unknown, hook: unknown, clockSkew: unknown },
    leftOut: [],
  }
}
