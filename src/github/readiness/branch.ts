import type { RequiredCheckRule } from '../../incident/freeze-rules.ts'
import type { BranchFact } from '../../incident/readiness/facts.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { hasOwnQueue } from '../freeze/classic-rule.ts'
import { except, readRules } from '../freeze/effective-rules.ts'
import type { RuleTrace } from '../freeze/memory.ts'
import { at, field, integer, list, text } from '../json.ts'
import { bodiesByHand, classicOf, type Protection } from './classic.ts'
import { checkDemands, otherDemands } from './demands.ts'
import { type Looking, placeOf } from './look.ts'
import { methodsOfBranch } from './merge-methods.ts'
import type { Rulesets } from './rulesets.ts'
import { silentAmong } from './silent-checks.ts'

export interface BranchAsked {
  readonly name: string
  readonly rulesets: Rulesets
  /** A freeze would be made of branch protection. */
  readonly isClassic: boolean
}

export interface ReadBranch {
  readonly fact: BranchFact
  /** Ids of those that hold on it, but ours. */
  readonly rulesets: readonly number[]
}

/**
 * What holds on one branch now, freezes of this App left out. Some three calls: its rules, itself, and its protection where
 * it has one; one more where somebody's check is required.
 * @returns undefined when there is no such branch
 */
export async function readBranch(looking: Looking, asked: BranchAsked): Promise<ReadBranch | undefined> {
  const octokit = await looking.clients.forRepository(looking.repository)
  const own = new Set(asked.rulesets.all.filter(({ isOwn }) => isOwn).map(({ id }) => id))
  const rules = except(await rulesOf(octokit, looking, asked.name), own)
  const summary = await summaryOf(octokit, looking, asked.name)
  if (summary === undefined) return undefined
  const needsProtection = summary.isProtected || asked.isClassic
  const protection = needsProtection ? await classicOf(looking, asked) : { settings: null, notWritable: undefined }
  const checks = checkDemands(rules, summary.required, looking.appId)
  const required = checks.map(({ what }) => what)
  const fact: BranchFact = {
    branch: asked.name,
    requiredChecks: checks,
    silentChecks: await silentAmong(octokit, looking, { required, sha: summary.sha }),
    hasMergeQueue: await hasQueue(octokit, looking, { asked, rules, isProtected: summary.isProtected }),
    ...reviewsOf(rules, protection),
    otherRules: otherDemands(rules, protection?.settings),
    mergeMethods: methodsOfBranch(rules, protection?.settings),
    classic: protection?.settings
      ? { holdsAdmins: protection.settings.enforce_admins, notWritable: protection.notWritable }
      : undefined,
    ...(asked.isClassic && protection && { byHand: bodiesByHand(protection.settings) }),
  }
  return { fact, rulesets: [...new Set(rules.map(({ ruleset }) => ruleset))] }
}

/** None where rulesets cannot be had. */
async function rulesOf(octokit: Octokit, { repository }: Looking, branch: string): Promise<RuleTrace[]> {
  try {
    return await readRules(octokit, repository, branch)
  } catch (error) {
    if (isRefusal(error, 'plan', 'not-found')) return []
    throw error
  }
}

interface Summary {
  readonly sha: string
  readonly isProtected: boolean
  readonly required: readonly RequiredCheckRule[]
}

/** What of its classic protection needs no administration. Source: "Get a branch" (contents: read). */
async function summaryOf(octokit: Octokit, looking: Looking, branch: string): Promise<Summary | undefined> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', {
      ...placeOf(looking),
      branch,
    })
    const checks = list(at(data, 'protection', 'required_status_checks', 'checks'))
    return {
      sha: text(at(data, 'commit', 'sha')) ?? '',
      isProtected: at(data, 'protection', 'enabled') === true,
      required: checks.flatMap((check) => {
        const context = text(field(check, 'context'))
        const id = integer(field(check, 'app_id'))
        return context === undefined ? [] : [id === undefined ? { context } : { context, integration_id: id }]
      }),
    }
  } catch (error) {
    if (isRefusal(error, 'branch-not-found', 'not-found')) return undefined
    throw error
  }
}

interface QueueAsked {
  readonly asked: BranchAsked
  readonly rules: readonly RuleTrace[]
  readonly isProtected: boolean
}

/** The queue of a classic rule is told by GraphQL alone. */
async function hasQueue(
  octokit: Octokit,
  looking: Looking,
  { asked, rules, isProtected }: QueueAsked,
): Promise<boolean> {
  if (rules.some(({ type }) => type === 'merge_queue')) return true
  if (!isProtected) return false
  return hasOwnQueue({ octokit, repository: looking.repository, branch: asked.name }, octokit)
}

type Reviews = Pick<BranchFact, 'codeOwnersMustReview' | 'approvals' | 'needsPullRequest'>

function reviewsOf(rules: readonly RuleTrace[], protection: Protection | undefined): Reviews {
  const asked = rules.filter(({ type }) => type === 'pull_request').map(({ parameters }) => JSON.parse(parameters))
  const classic = protection?.settings?.required_pull_request_reviews ?? undefined
  const counts = asked.map((each) => integer(field(each, 'required_approving_review_count')) ?? 0)
  return {
    codeOwnersMustReview:
      asked.some((each) => field(each, 'require_code_owner_review') === true) ||
      classic?.require_code_owner_reviews === true,
    approvals: Math.max(0, classic?.required_approving_review_count ?? 0, ...counts),
    needsPullRequest: asked.length > 0 || classic !== undefined || (protection ? false : undefined),
  }
}
