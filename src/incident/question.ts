import type { FreezeMechanism, Permission } from '../policy/policy.ts'
import type { Alert, AlertPackage } from './alert.ts'
import type { FreezeStanding, OwnCheck, Whereabouts } from './check-up.ts'
import type { ConfigurationReport } from './configuration-report.ts'
import type { FreezeStandards } from './freeze-result.ts'
import type { KeptState } from './kept.ts'
import type { ChannelAsked, ProbedChannel } from './readiness/channels.ts'
import type { ReadinessAsked, ReadinessFacts } from './readiness/facts.ts'
import type { PullRequest, Review, Thread } from './repository.ts'
import type { Survey } from './survey.ts'

/**
 * A fact that a decision needs and that only GitHub knows. Deciding is a generator: it yields a question, the engine
 * reads the answer and goes on. So the steps read from top to bottom, ask for no more than they need, and stay pure.
 */
export type Question =
  | { readonly ask: 'permission'; readonly login: string }
  | { readonly ask: 'membership'; readonly login: string; readonly team: string }
  | { readonly ask: 'issue'; readonly number: number }
  | { readonly ask: 'pull-request'; readonly number: number }
  | { readonly ask: 'reviews'; readonly number: number }
  | { readonly ask: 'files'; readonly number: number }
  | { readonly ask: 'open-pull-requests' }
  | { readonly ask: 'pull-requests-with-commit'; readonly sha: string }
  | { readonly ask: 'repository-file'; readonly path: string }
  | { readonly ask: 'merge-group'; readonly sha: string; readonly baseBranch: string }
  | { readonly ask: 'configuration-at'; readonly sha: string }
  | { readonly ask: 'repository-files'; readonly pattern: string }
  | { readonly ask: 'issue-elsewhere'; readonly repository: string; readonly number: number }
  | { readonly ask: 'deployed-environments' }
  | { readonly ask: 'open-alerts'; readonly ghsa: string; readonly package: AlertPackage }
  | { readonly ask: 'effects-asked-for'; readonly prefix: string }
  | { readonly ask: 'kept-state'; readonly mechanism: FreezeMechanism }
  | { readonly ask: 'command-answered'; readonly commentId: number }
  | { readonly ask: 'whereabouts'; readonly number: number }
  | { readonly ask: 'comment-stands'; readonly id: number }
  | { readonly ask: 'freeze-standing'; readonly freeze: FreezeStandards }
  | { readonly ask: 'own-checks'; readonly sha: string }
  // No decision asks these: see `LookAround`.
  | { readonly ask: 'readiness'; readonly wanted: ReadinessAsked }
  | { readonly ask: 'channels'; readonly wanted: readonly ChannelAsked[] }
  | { readonly ask: 'survey' }

/** How many were asked for, whatever became of them, and how many of those still wait to be carried out. */
export interface EffectCount {
  readonly asked: number
  readonly waiting: number
}

/** What each question is answered with. */
export interface Answers {
  /** `none` for somebody who is no collaborator of a private repository or no user at all. */
  readonly permission: Permission
  readonly membership: boolean
  readonly issue: Thread | undefined
  readonly 'pull-request': PullRequest | undefined
  /** The latest review of each reviewer. */
  readonly reviews: readonly Review[]
  /** Paths, old and new names of renamed ones both. */
  readonly files: readonly string[]
  readonly 'open-pull-requests': readonly PullRequest[]
  /** Open and merged pull requests that contain the commit. */
  readonly 'pull-requests-with-commit': readonly PullRequest[]
  /** The file's text on the default branch; undefined when there is none. */
  readonly 'repository-file': string | undefined
  /** Numbers of the pull requests in the merge group; undefined when GitHub does not tell. */
  readonly 'merge-group': readonly number[] | undefined
  /** Outcome of checking `.github/incident.yml` as it stands at a commit. */
  readonly 'configuration-at': ConfigurationReport
  /** Paths on the default branch that match a glob, sorted; the part before its first `*` names the folder. */
  readonly 'repository-files': readonly string[]
  /** An issue of another repository of the same owner; undefined when it is not there or not to be seen. */
  readonly 'issue-elsewhere': Thread | undefined
  /** Names of the environments that this repository's latest deployments went to; empty: it does not use them. */
  readonly 'deployed-environments': readonly string[]
  /** Open Dependabot alerts of one advisory, one for each manifest; undefined: GitHub does not tell. */
  readonly 'open-alerts': readonly Alert[] | undefined
  /** Effects whose keys begin so; the engine's store tells. */
  readonly 'effects-asked-for': EffectCount
  /** What GitHub keeps of incidents that are not stored; what they remember has been memorised. */
  readonly 'kept-state': KeptState
  /** Whether this App reacted to a comment. */
  readonly 'command-answered': boolean
  /** Of what was an issue or pull request of this repository; it may have been moved, or be gone. */
  readonly whereabouts: Whereabouts
  /** Whether a comment is there; undefined: GitHub does not tell. */
  readonly 'comment-stands': boolean | undefined
  readonly 'freeze-standing': FreezeStanding
  /** The newest run of each check of this App on a commit; undefined: GitHub does not tell. */
  readonly 'own-checks': readonly OwnCheck[] | undefined
  readonly readiness: ReadinessFacts
  /** What trying each of them came to; nobody is told anything. */
  readonly channels: readonly ProbedChannel[]
  readonly survey: Survey
}

export type Answer = { readonly [K in keyof Answers]: { readonly ask: K; readonly value: Answers[K] } }[keyof Answers]

/** A computation that asks as it goes. */
export type Asking<T> = Generator<Question, T, Answer>

function* put<K extends Question['ask']>(question: Extract<Question, { ask: K }>): Asking<Answers[K]> {
  const answer = yield question as Question
  if (answer.ask !== question.ask) throw new Error(`asked for ${question.ask}, was answered ${answer.ask}`)
  // The line above proves it; TypeScript cannot follow a generic discriminant.
  return answer.value as Answers[K]
}

/** The repository permission of a login, asked from GitHub at this moment. */
export const permissionOf = (login: string): Asking<Permission> => put<'permission'>({ ask: 'permission', login })
/** Whether a login is an active member of `@org/team`. */
export const isTeamMember = (login: string, team: string): Asking<boolean> =>
  put<'membership'>({ ask: 'membership', login, team })
export const issueAt = (number: number): Asking<Thread | undefined> => put<'issue'>({ ask: 'issue', number })
export const pullRequestAt = (number: number): Asking<PullRequest | undefined> =>
  put<'pull-request'>({ ask: 'pull-request', number })
export const reviewsOf = (number: number): Asking<readonly Review[]> => put<'reviews'>({ ask: 'reviews', number })
export const filesOf = (number: number): Asking<readonly string[]> => put<'files'>({ ask: 'files', number })
export const openPullRequests = (): Asking<readonly PullRequest[]> =>
  put<'open-pull-requests'>({ ask: 'open-pull-requests' })
export const pullRequestsWith = (sha: string): Asking<readonly PullRequest[]> =>
  put<'pull-requests-with-commit'>({ ask: 'pull-requests-with-commit', sha })
export const repositoryFile = (path: string): Asking<string | undefined> =>
  put<'repository-file'>({ ask: 'repository-file', path })
export const mergeGroupMembers = (sha: string, baseBranch: string): Asking<readonly number[] | undefined> =>
  put<'merge-group'>({ ask: 'merge-group', sha, baseBranch })
export const configurationAt = (sha: string): Asking<ConfigurationReport> =>
  put<'configuration-at'>({ ask: 'configuration-at', sha })
export const repositoryFiles = (pattern: string): Asking<readonly string[]> =>
  put<'repository-files'>({ ask: 'repository-files', pattern })
export const issueElsewhere = (repository: string, number: number): Asking<Thread | undefined> =>
  put<'issue-elsewhere'>({ ask: 'issue-elsewhere', repository, number })
export const deployedEnvironments = (): Asking<readonly string[]> =>
  put<'deployed-environments'>({ ask: 'deployed-environments' })
export const openAlerts = (ghsa: string, of: AlertPackage): Asking<readonly Alert[] | undefined> =>
  put<'open-alerts'>({ ask: 'open-alerts', ghsa, package: of })
export const effectsAskedFor = (prefix: string): Asking<EffectCount> =>
  put<'effects-asked-for'>({ ask: 'effects-asked-for', prefix })
export const whereaboutsOf = (number: number): Asking<Whereabouts> => put<'whereabouts'>({ ask: 'whereabouts', number })
export const commentStands = (id: number): Asking<boolean | undefined> =>
  put<'comment-stands'>({ ask: 'comment-stands', id })
export const freezeStanding = (freeze: FreezeStandards): Asking<FreezeStanding> =>
  put<'freeze-standing'>({ ask: 'freeze-standing', freeze })
export const ownChecksOn = (sha: string): Asking<readonly OwnCheck[] | undefined> =>
  put<'own-checks'>({ ask: 'own-checks', sha })
/** @param mechanism by which the repository freezes: it says where freezes are looked for whose card is gone */
export const keptState = (mechanism: FreezeMechanism): Asking<KeptState> =>
  put<'kept-state'>({ ask: 'kept-state', mechanism })
export const isCommandAnswered = (commentId: number): Asking<boolean> =>
  put<'command-answered'>({ ask: 'command-answered', commentId })
