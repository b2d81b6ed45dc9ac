import { detectMark } from '../incident/detect.ts'
import type {
  AlertChanged,
  CommentAdded,
  DeploymentChanged,
  GitHubEvent,
  IssueChanged,
  PullRequestChanged,
} from '../incident/event.ts'
import { isOwnBranch, matchesHotfixBranch } from '../incident/hotfix-link.ts'
import { isPlannedRuleset } from '../incident/planned-freeze.ts'
import type { PullRequest, Thread } from '../incident/repository.ts'
import { isDeployedTo } from '../incident/roll-out-course.ts'
import { isThawNote } from '../incident/thaw-note.ts'
import type { Policy } from '../policy/policy.ts'
import type { Interest } from './ports.ts'

/** What is known about a repository when a delivery comes in, without asking GitHub. */
interface Known {
  readonly interest: Interest
  /** Undefined: never read. Then whatever a policy could make an emergency is let in, and is how it comes to be read. */
  readonly policy: Policy | undefined
}

/**
 * Whether an event can matter at all; judged before anything is stored, so that what cannot costs no row and no call.
 * Errs towards yes: deciding says no again, with all the facts.
 */
export function isRelevant(event: GitHubEvent, interest: Interest, policy: Policy | undefined): boolean {
  // An app is added, renamed or removed with it whoever did it; everything else of our own is known from its effect.
  if (event.type === 'RepositoryChanged' || event.type === 'InstallationChanged') return true
  if (event.actor.isSelf) return isFromCommandLine(event) || isOwnProposal(event)
  const known: Known = { interest, policy }
  switch (event.type) {
    case 'IssueChanged':
      return isFollowed(interest, event.issue.number) || mayDeclare(event, event.issue, known)
    case 'PullRequestChanged':
      return isPullRequestRelevant(event, known)
    case 'CommentAdded':
      return isFollowed(interest, event.thread.number) || mayCommand(event)
    case 'CommentEdited':
      return isFollowed(interest, event.thread.number)
    case 'ReviewChanged':
      return interest.active > 0 || isFollowed(interest, event.pullRequest.number)
    case 'BranchPushed':
      return interest.frozen || event.touchesConfiguration
    case 'CheckRerunRequested':
      return event.name.startsWith('firebreak/')
    case 'PostmortemClosedElsewhere':
      return interest.active > 0
    case 'AlertChanged':
      return isAlertRelevant(event, known)
    case 'DeploymentChanged':
      return interest.active > 0 && (policy === undefined || isFollowedDeployment(event, policy))
    case 'MergeGroupRequested':
    case 'RulesetChanged':
    case 'ProtectionChanged':
      return interest.frozen
  }
}

/** The command line lifts freezes under the App's own name: it leaves a note, and a planned freeze has no place for one. */
const isFromCommandLine = (event: GitHubEvent): boolean =>
  (event.type === 'CommentAdded' && isThawNote(event.body)) ||
  (event.type === 'RulesetChanged' && event.change === 'deleted' && isPlannedRuleset(event.name))

/** A configuration that the App suggests is judged like anybody's. */
const isOwnProposal = (event: GitHubEvent): boolean => event.type === 'BranchPushed' && event.touchesConfiguration

function isAlertRelevant(event: AlertChanged, { interest, policy }: Known): boolean {
  if (event.change === 'opened') return mayRaise(event, policy)
  // One that is closed at once may have its issue on its way.
  const mayBeOnItsWay = event.change === 'closed' && policy !== undefined && mayRaise(event, policy)
  return interest.active > 0 || mayBeOnItsWay
}

/** Whether a stage of the way into production is deployed there. */
const isFollowedDeployment = ({ deployment }: DeploymentChanged, { rollOut }: Policy): boolean =>
  rollOut.stages.some((stage) => isDeployedTo(stage, deployment.environment))

/** Whether alerts of its sort open incidents under this policy. @returns true for an unknown policy too */
export function mayRaise({ alert }: AlertChanged, policy: Policy | undefined): boolean {
  const alerts = policy?.detection.alerts
  return alerts === undefined || (alert.source === 'dependabot' ? alerts.dependabot : alerts.advisories)
}

/**
 * Whether the event is one that declares an emergency under this policy, if whoever did it may.
 * @returns true for an unknown policy too, as long as the change is of the right sort
 */
export function mayDeclare(
  event: IssueChanged | PullRequestChanged,
  thread: Thread,
  { policy }: Pick<Known, 'policy'>,
): boolean {
  if (!declaring.has(event.change)) return false
  // What was moved here may have been an anchor where it was.
  if (event.type === 'IssueChanged' && event.change === 'opened' && event.counterpart) return true
  return policy === undefined || detectMark(policy.detection, thread) !== undefined
}

const declaring: ReadonlySet<string> = new Set(['opened', 'edited', 'retargeted', 'labelled', 'reopened'])

function isPullRequestRelevant(event: PullRequestChanged, known: Known): boolean {
  const { interest, policy } = known
  const { pullRequest } = event
  return (
    interest.frozen ||
    isFollowed(interest, pullRequest.number) ||
    mayDeclare(event, pullRequest, known) ||
    (policy !== undefined && detectMark(policy.detection, pullRequest) !== undefined) ||
    mayBeHotfix(pullRequest, known) ||
    isConfigurationProposal(event)
  )
}

/** Names an incident, or comes from a branch that hotfixes come from. */
function mayBeHotfix(pullRequest: PullRequest, { interest, policy }: Known): boolean {
  if (interest.active === 0 && !interest.waiting?.size) return false
  const named = numbersNamedBy(`${pullRequest.title}\n${pullRequest.body}`)
  if (named.some((number) => isFollowed(interest, number))) return true
  return policy !== undefined && matchesHotfixBranch(policy, undefined, pullRequest.head.ref)
}

const numbersNamedBy = (text: string): number[] =>
  Array.from(text.matchAll(/(?:#|\bgh-|\/issues\/|\/pull\/)(\d{1,10})\b/gi), ([, digits]) => Number(digits))

/** A change proposed from a fork brings no push event here, so the configuration is checked on the pull request's. */
function isConfigurationProposal({ change, pullRequest, repository }: PullRequestChanged): boolean {
  const isFork = pullRequest.head.repository !== undefined && !isOwnBranch(repository, pullRequest)
  return isFork && proposing.has(change) && pullRequest.base.ref === repository.defaultBranch
}

const proposing: ReadonlySet<string> = new Set(['opened', 'pushed', 'reopened'])

/** A cheap look at what may be a command; deciding reads the comment as Markdown. */
const mayCommand = ({ body }: CommentAdded): boolean => /(?:^|[\r\n])[^\S\r\n]*\/incident\b/i.test(body)

/** Whether a comment may command at an emergency whose opening was not told of yet. @returns true for an unknown policy too */
export const mayBegin = (event: CommentAdded, policy: Policy | undefined): boolean =>
  mayCommand(event) && (policy === undefined || detectMark(policy.detection, event.thread) !== undefined)

const isFollowed = ({ anchors, followed, waiting }: Interest, number: number): boolean =>
  anchors.has(number) || followed.has(number) || (waiting?.has(number) ?? false)
