import { branchMatches } from '../lib/glob.ts'
import { sectionText } from '../lib/markdown.ts'
import type { ChecklistTemplate, HotfixRule } from '../policy/policy.ts'
import { detectMark } from './detect.ts'
import { approvals } from './hotfix-approvals.ts'
import { hotfixBranchPatterns, isOwnBranch, matchesHotfixBranch, namedIncident } from './hotfix-link.ts'
import { type RuleVerdict, verdict } from './hotfix-verdict.ts'
import { type Incident, isOngoing } from './incident.ts'
import { isFor } from './meant-for.ts'
import type { Plan } from './plan.ts'
import type { Asking } from './question.ts'
import type { PullRequest } from './repository.ts'

export interface Candidate {
  readonly pullRequest: PullRequest
  /** Undefined: it names no incident that is open. */
  readonly incident: Incident | undefined
  /** A trusted person linked it by command: that is worth more than where its branch lies. */
  readonly linkedByHand: boolean
}

type Judge = (plan: Plan, candidate: Candidate) => Asking<RuleVerdict>

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
  if (isRollback(incident, pullRequest, linkedByHand))
    return verdict('branch', true, `is named ${ref}, as GitHub names a roll-back`, '')
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

/**
 * GitHub names the branch of a roll-back, whoever has it opened: this App, which is on the record; or, where it could not,
 * somebody who presses "Revert" for one that was asked for, and whose pull request was linked by hand.
 */
function isRollback(incident: Incident | undefined, { number, head }: PullRequest, linkedByHand: boolean): boolean {
  const asked = incident?.rollbacks ?? []
  const isNamedSo = asked.some(({ pullRequest }) => head.ref.startsWith(`revert-${pullRequest}-`))
  return asked.some((one) => one.number === number) || (linkedByHand && isNamedSo)
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
  const isBefore = ({ id, on }: ChecklistTemplate): boolean =>
    on === 'declared' || on === 'hotfix-opened' || (on === undefined && ofKind.includes(id))
  // One of the severity that the incident had at first holds nobody up.
  const wanted = incident?.policy.checklists.filter((list) => isBefore(list) && isFor(incident, list)) ?? []
  const lists = incident?.checklists.filter(({ id }) => wanted.some((template) => template.id === id)) ?? []
  const open = lists.flatMap(({ items, thread }) =>
    items.filter((item) => !item.ticked || !item.trusted).map(({ text }) => ({ text, thread })),
  )
  const remedy = `Tick what is done; on #${open[0]?.thread} the first is "${open[0]?.text}".`
  const found =
    open.length === 0 ? 'every item is ticked' : open.length === 1 ? '1 item is open' : `${open.length} items are open`
  return verdict('checklist', open.length === 0, found, remedy)
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
