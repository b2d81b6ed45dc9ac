import type { Approvals } from '../policy/policy.ts'
import { type RuleVerdict, verdict } from './hotfix-verdict.ts'
import { type Incident, severityOf } from './incident.ts'
import { atLeast, isAmong, membersOf } from './permission.ts'
import type { Plan } from './plan.ts'
import { type Asking, permissionOf, reviewsOf } from './question.ts'
import type { PullRequest } from './repository.ts'

interface Candidate {
  readonly pullRequest: PullRequest
  /** Undefined: it names no incident that is open; then no severity asks for approvals. */
  readonly incident: Incident | undefined
}

/** One role whose approval counts. */
interface RoleCount {
  readonly role: string
  /** Its members that approved this head. */
  readonly by: readonly string[]
  /** Nobody of it could: the author is its only member. */
  readonly excused: boolean
}

const none: Approvals = { required: 0, from: [], each: false }

/**
 * The approvals that the incident's severity asks for. What counts is the latest review of each person, given to the very
 * head, by a member of the roles, and never the author's own. The report says of every role who approved.
 */
export function* approvals(plan: Plan, candidate: Candidate): Asking<RuleVerdict> {
  const { pullRequest, incident } = candidate
  const wanted = (incident && severityOf(incident)?.approvals) ?? none
  if (wanted.required === 0 && !wanted.each) return verdict('approvals', true, 'none is asked for', '')
  const members = membersOf(plan.situation.policy, wanted.from, incident, plan.now)
  if (isAlone(members, pullRequest.author))
    return verdict('approvals', true, `${pullRequest.author} is the only one who could approve`, '')
  const { current, stale } = yield* approversOf(pullRequest)
  // Roles that a preset names and nobody has filled yet must not block every hotfix for ever.
  const judged =
    members.length === 0
      ? anybodysApproval(wanted, yield* writersAmong(current))
      : rolesApproval(wanted, yield* countRoles(plan, candidate, { wanted, approvers: current }))
  return { ...judged, details: [...judged.details, ...stale.map(staleWords)] }
}

const staleWords = (login: string): string => `${login} approved an earlier commit, which does not count any more`

/** A single maintainer cannot approve their own pull request on GitHub; asking for it would block every hotfix of theirs. */
const isAlone = (members: readonly string[], author: string): boolean =>
  members.length === 1 && members[0]?.toLowerCase() === `@${author}`.toLowerCase()

interface Approvers {
  readonly current: readonly string[]
  /** Those whose approval was of another commit. */
  readonly stale: readonly string[]
}

/** An approval counts for the very head it was given to, and never one's own. */
function* approversOf({ number, author, head }: PullRequest): Asking<Approvers> {
  const isAuthor = (login: string): boolean => login.toLowerCase() === author.toLowerCase()
  const approved = (yield* reviewsOf(number)).filter((one) => one.state === 'approved' && !isAuthor(one.author))
  const by = (isCurrent: boolean): readonly string[] =>
    approved.filter(({ sha }) => (sha === head.sha) === isCurrent).map((one) => one.author)
  return { current: by(true), stale: by(false) }
}

function* writersAmong(logins: readonly string[]): Asking<readonly string[]> {
  const writers: string[] = []
  for (const login of logins) if (atLeast(yield* permissionOf(login), 'write')) writers.push(login)
  return writers
}

type Judged = RuleVerdict & Required<Pick<RuleVerdict, 'details'>>

function anybodysApproval({ required, from }: Approvals, by: readonly string[]): Judged {
  const ask = 'Ask for a review by somebody with write permission.'
  const empty = from.length === 0 ? '' : ` (${from.join(' and ')} ${from.length === 1 ? 'has' : 'have'} no members)`
  const judged = verdict('approvals', by.length >= required, foundWords(by.length, `${required} needed`), ask)
  return { ...judged, details: [`anybody with write permission${empty}: ${approvedWords(by)}`] }
}

function rolesApproval({ required, from, each }: Approvals, roles: readonly RoleCount[]): Judged {
  const total = new Set(roles.flatMap(({ by }) => by.map((login) => login.toLowerCase()))).size
  const missing = each ? roles.filter(({ by, excused }) => by.length === 0 && !excused).map(({ role }) => role) : []
  const needed = required === 0 ? 'one from every role needed' : `${required} needed${each ? ', from every role' : ''}`
  const still = missing.length > 0 ? ` Still missing: ${missing.join(', ')}.` : ''
  const remedy = `Ask for a review by ${from.join(each ? ' and ' : ' or ')}.${still}`
  const passed = total >= required && missing.length === 0
  return { ...verdict('approvals', passed, foundWords(total, needed), remedy), details: roles.map(roleWords) }
}

function foundWords(total: number, needed: string): string {
  const given = total === 1 ? '1 approval' : `${total === 0 ? 'no' : total} approvals`
  return `${given} of this head, ${needed}`
}

const roleWords = ({ role, by, excused }: RoleCount): string =>
  `${role}: ${excused ? 'its only member is the author, whose own approval never counts' : approvedWords(by)}`

const approvedWords = (by: readonly string[]): string =>
  by.length === 0 ? 'nobody yet' : `approved by ${by.join(' and ')}`

/** Who of each role approved; somebody in two roles speaks for both. */
function* countRoles(
  plan: Plan,
  { incident, pullRequest }: Candidate,
  { wanted, approvers }: { readonly wanted: Approvals; readonly approvers: readonly string[] },
): Asking<readonly RoleCount[]> {
  const counts: RoleCount[] = []
  for (const role of wanted.from) {
    const members = membersOf(plan.situation.policy, [role], incident, plan.now)
    const by: string[] = []
    for (const login of approvers) if (yield* isAmong(login, members)) by.push(login)
    counts.push({ role, by, excused: isAlone(members, pullRequest.author) })
  }
  return counts
}
