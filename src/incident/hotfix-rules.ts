import { branchMatches } from '../lib/glob.ts'
import { sectionText } from '../lib/markdown.ts'
import type { Approvals, ChecklistTemplate, HotfixRule } from '../policy/policy.ts'
import { detectMark } from './detect.ts'
import { hotfixBranchPatterns, isOwnBranch, matchesHotfixBranch, namedIncident } from './hotfix-link.ts'
import type { RuleVerdict } from './hotfix-verdict.ts'
import { type Incident, isOngoing, severityOf } from './incident.ts'
import { atLeast, isAmong, membersOf } from './permission.ts'
import type { Plan } from './plan.ts'
import { type Asking, permissionOf, reviewsOf } from './question.ts'
import type { PullRequest } from './repository.ts'

export interface Candidate {
  readonly pullRequest: PullRequest
  /** Undefined: it names no incident that is open. */
  readonly incident: Incident | undefined
  /** A trusted person linked it by command: that is worth more than where its branch lies. */
  readonly linkedByHand: boolean
}

type Judge = (plan: Plan, candidate: Candidate) => Asking<RuleVerdict>

/** One rule's verdict: what was found, and how to mend it. */
const verdict = (rule: HotfixRule, passed: boolean, found: string, remedy: string): RuleVerdict => ({
  rule,
  passed,
  found,
  remedy: passed ? undefined : remedy,
})

const list = (items: readonly string[]): string => items.map((item) => `\`${item}\``).join(' or ')

function* title(plan: Plan, { pullRequest, incident }: Candidate): Asking<RuleVerdict> {
  const { detection } = incident?.policy ?? plan.situation.policy
  const mark = detectMark({ ...detection, labels: [] }, pullRequest)
  const passed = detection.titlePrefixes.length === 0 || mark !== undefined
  const found = mark ? `starts with ${mark.mark}` : 'has no emergency prefix'
  return verdict('title', passed, found, `Start the title with ${list(detection.titlePrefixes)}.`)
}

function* branch(plan: Plan, { pullRequest, incident, linkedByHand }: Candidate): Asking<RuleVerdict> {
  const policy = incident?.policy ?? plan.situation.policy
  const { ref } = pullRequest.head
  if (!isOwnBranch(plan.situation.repository, pullRequest) && !linkedByHand) {
    const remedy =
      'Push the branch to this repository, or ask somebody with the right to comment `/incident link` here.'
    return verdict('branch', false, 'the branch lies in a fork', remedy)
  }
  // Without an incident any kind's branch will do: which kind it is shows when it names one.
  const kind = incident ? (incident.kind ?? 'none') : undefined
  const isFork = !isOwnBranch(plan.situation.repository, pullRequest)
  const passed = matchesHotfixBranch(policy, kind, ref) || (linkedByHand && isFork)
  const patterns = hotfixBranchPatterns(policy, kind)
  return verdict(
    'branch',
    passed,
    `is named ${ref}`,
    `Name the branch ${list(patterns)} and open the pull request from it.`,
  )
}

function* base(plan: Plan, { pullRequest, incident }: Candidate): Asking<RuleVerdict> {
  const { bases } = (incident?.policy ?? plan.situation.policy).hotfix
  const { defaultBranch } = plan.situation.repository
  const { ref } = pullRequest.base
  const passed = branchMatches(bases, ref, defaultBranch)
  const allowed = bases.map((pattern) => (pattern === '~DEFAULT_BRANCH' ? defaultBranch : pattern))
  return verdict('base', passed, `goes into ${ref}`, `Change the base branch to ${list(allowed)}.`)
}

function* incidentRule(plan: Plan, { pullRequest, incident }: Candidate): Asking<RuleVerdict> {
  const remedy =
    'Name an open incident in the description (`Incident: #12` or `Fixes #12`), or comment `/incident link #12`.'
  const named = incident ? undefined : namedIncident(plan.active, pullRequest)
  if (named) {
    const { number } = named.anchor
    const ask = `Ask somebody with ${plan.situation.policy.detection.trust} permission to comment \`/incident link #${number}\` here.`
    return verdict('incident', false, `names #${number}, and nobody trusted has tied it to that`, ask)
  }
  if (!incident) return verdict('incident', false, 'names no open incident', remedy)
  const { number } = incident.anchor
  const name = number === pullRequest.number ? 'this pull request' : `#${number}`
  if (incident.status === 'reported')
    return verdict(
      'incident',
      false,
      `${name} is reported and not confirmed`,
      'Ask a maintainer to comment `/incident confirm` there.',
    )
  return verdict('incident', isOngoing(incident), `${name} is ${incident.status}`, remedy)
}

function section(rule: 'impact' | 'bypass-reason'): Judge {
  return function* (plan, { pullRequest, incident }) {
    const { sections } = (incident?.policy ?? plan.situation.policy).hotfix
    const heading = rule === 'impact' ? sections.impact : sections.bypassReason
    const text = sectionText(pullRequest.body, heading)
    const found =
      text === undefined
        ? `has no section "${heading}"`
        : text === ''
          ? `section "${heading}" is empty`
          : `section "${heading}" is filled in`
    return verdict(
      rule,
      text !== undefined && text !== '',
      found,
      `Write a few words under a heading "${heading}" in the description.`,
    )
  }
}

function* checklist(_plan: Plan, { incident }: Candidate): Asking<RuleVerdict> {
  const ofKind = incident?.policy.kinds[incident.kind ?? '']?.checklists ?? []
  // A list that only the kind names is posted when the incident is declared.
  const isWanted = ({ id, on }: ChecklistTemplate): boolean =>
    on === 'declared' || on === 'hotfix-opened' || (on === undefined && ofKind.includes(id))
  const wanted = incident?.policy.checklists.filter(isWanted) ?? []
  const lists = incident?.checklists.filter(({ id }) => wanted.some((template) => template.id === id)) ?? []
  const open = lists.flatMap(({ items }) => items.filter((item) => !item.ticked || !item.trusted))
  const found =
    open.length === 0 ? 'every item is ticked' : open.length === 1 ? '1 item is open' : `${open.length} items are open`
  return verdict('checklist', open.length === 0, found, `Tick what is done, first: "${open[0]?.text ?? ''}".`)
}

function* approvals(plan: Plan, { pullRequest, incident }: Candidate): Asking<RuleVerdict> {
  const wanted = (incident && severityOf(incident)?.approvals) ?? { required: 0, from: [], each: false }
  if (wanted.required === 0 && !wanted.each) return verdict('approvals', true, 'none is asked for', '')
  if (isOnlyApprover(plan, incident, wanted, pullRequest.author))
    return verdict('approvals', true, `${pullRequest.author} is the only one who could approve`, '')
  const approvers = yield* approversOf(plan, pullRequest)
  const counted = yield* countApprovals(plan, incident, wanted, approvers)
  const who =
    membersOf(plan.situation.policy, wanted.from, incident, plan.now).length === 0
      ? 'somebody with write permission'
      : wanted.from.join(wanted.each ? ' and ' : ' or ')
  const given = counted.total === 1 ? '1 approval' : `${counted.total === 0 ? 'no' : counted.total} approvals`
  const needed = wanted.required === 0 ? 'one from every role' : wanted.required
  const found = `${given} of this head, ${needed} needed`
  const missing = counted.missingRoles.length > 0 ? ` Still missing: ${counted.missingRoles.join(', ')}.` : ''
  const passed = counted.total >= wanted.required && counted.missingRoles.length === 0
  return verdict('approvals', passed, found, `Ask for a review by ${who}.${missing}`)
}

/** A single maintainer cannot approve their own pull request on GitHub; asking for it would block every hotfix of theirs. */
function isOnlyApprover(plan: Plan, incident: Incident | undefined, { from }: Approvals, author: string): boolean {
  const members = membersOf(plan.situation.policy, from, incident, plan.now)
  return members.length === 1 && members[0]?.toLowerCase() === `@${author}`.toLowerCase()
}

/** An approval counts for the very head it was given to, and never one's own. */
function* approversOf(_plan: Plan, pullRequest: PullRequest): Asking<readonly string[]> {
  const reviews = yield* reviewsOf(pullRequest.number)
  return reviews
    .filter(
      ({ state, sha, author }) => state === 'approved' && sha === pullRequest.head.sha && author !== pullRequest.author,
    )
    .map(({ author }) => author)
}

function* countApprovals(
  plan: Plan,
  incident: Incident | undefined,
  wanted: Approvals,
  approvers: readonly string[],
): Asking<{ total: number; missingRoles: readonly string[] }> {
  // Roles that a preset names and nobody has filled yet must not block every hotfix for ever.
  if (membersOf(plan.situation.policy, wanted.from, incident, plan.now).length === 0) {
    let total = 0
    for (const login of approvers) if (atLeast(yield* permissionOf(login), 'write')) total += 1
    return { total, missingRoles: [] }
  }
  const counted = new Set<string>()
  const missingRoles: string[] = []
  for (const role of wanted.from) {
    const members = membersOf(plan.situation.policy, [role], incident, plan.now)
    let found = false
    for (const login of approvers) {
      if (!(yield* isAmong(login, members))) continue
      counted.add(login)
      found = true
    }
    if (!found && wanted.each) missingRoles.push(role)
  }
  return { total: counted.size, missingRoles }
}

const judges: { readonly [K in HotfixRule]: Judge } = {
  title,
  branch,
  base,
  incident: incidentRule,
  impact: section('impact'),
  'bypass-reason': section('bypass-reason'),
  approvals,
  checklist,
}

/** Judges every rule the policy requires; the tie to an open incident is asked for always. */
export function* judgeRules(plan: Plan, candidate: Candidate): Asking<readonly RuleVerdict[]> {
  const required = (candidate.incident?.policy ?? plan.situation.policy).hotfix.require
  const rules: readonly HotfixRule[] = required.includes('incident') ? required : ['incident', ...required]
  const verdicts: RuleVerdict[] = []
  for (const rule of rules) verdicts.push(yield* judges[rule](plan, candidate))
  // A branch that outsiders control is no hotfix whatever the policy requires.
  if (
    !rules.includes('branch') &&
    !isOwnBranch(plan.situation.repository, candidate.pullRequest) &&
    !candidate.linkedByHand
  )
    verdicts.push(yield* judges.branch(plan, candidate))
  return verdicts
}
