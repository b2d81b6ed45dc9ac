import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { BranchFact, Demand, ReadinessFacts } from './facts.ts'
import { passersOf } from './passers.ts'
import { about, byNumber, judged, named } from './sentences.ts'

const { good, weak, broken, unknown } = about('checks')

/** What a hotfix has to pass beside the freeze. */
export function checkFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  return judged(
    facts.branches,
    (why) => unknown('What else a hotfix has to pass', why),
    (branches) => {
      const found = branches.flatMap((branch) => ofBranch(policy, branch, (demand) => passersOf(demand, branch, facts)))
      return found.length > 0 ? found : [good('A hotfix has to pass nothing but what Firebreak asks for.')]
    },
  )
}

/** Who passes; undefined: it was not seen. */
type Passers = (demand: Demand) => readonly string[] | undefined

function ofBranch(policy: Policy, branch: BranchFact, passers: Passers): readonly Finding[] {
  return [
    ...requiredChecks(branch, passers),
    ...silentChecks(branch),
    ...codeOwners(branch),
    ...approvals(policy, branch),
    ...(branch.otherRules ?? []).flatMap((demand) => otherRule(branch, demand, passers)),
  ]
}

/** Those that the same people may pass are one finding. */
function requiredChecks({ branch, requiredChecks: checks }: BranchFact, passers: Passers): readonly Finding[] {
  const groups = Map.groupBy(checks, (demand) => JSON.stringify(passers(demand) ?? null))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const contexts = group.map(({ what }) => what)
    return first ? [requiredCheck(branch, contexts, passers(first))] : []
  })
}

function requiredCheck(branch: string, contexts: readonly string[], who: readonly string[] | undefined): Finding {
  const seen = `${branch} requires ${named(contexts)} besides, of a hotfix too.`
  const subjects = [`who passes on ${branch}`]
  if (who === undefined)
    return unknown(`Who may pass ${named(contexts)}, which ${branch} requires of a hotfix too,`, notShown, { subjects })
  if (who.length > 0)
    return good(`${seen} If what reports ${byNumber(contexts, 'it', 'them')} is down, ${named(who)} may pass.`)
  return weak(seen, {
    emergency: `If ${named(contexts)} is what is broken, nobody can merge a hotfix into ${branch}.`,
    remedy:
      'Let administrators bypass that rule through pull requests (Settings → Rules → Rulesets → Bypass list), or rehearse taking the check out.',
  })
}

const notShown = { why: 'GitHub does not show who passes the rule' }

function silentChecks({ branch, silentChecks: silent }: BranchFact): readonly Finding[] {
  if (silent === undefined)
    return [
      unknown(
        `Whether the required checks of ${branch} are reported`,
        { why: 'check runs cannot be read, or there are too many' },
        { subjects: [`reports on ${branch}`] },
      ),
    ]
  if (silent.length === 0) return []
  return [
    weak(`No check run called ${named(silent)} was seen on the newest commit of ${branch}.`, {
      emergency: `A required check that nobody reports holds back every hotfix. It may be a commit status, or run on pull requests alone: those are not seen here.`,
      remedy: 'Look at the last merged pull request; take a check that is gone out of the required ones.',
    }),
  ]
}

function codeOwners({ branch, codeOwnersMustReview }: BranchFact): readonly Finding[] {
  if (!codeOwnersMustReview) return []
  return [
    weak(`${branch} asks for a review by code owners.`, {
      emergency: 'A hotfix waits for the owner of each file that it touches, whoever is on call.',
      remedy: 'Make those on call code owners too, or let administrators bypass that rule through pull requests.',
    }),
  ]
}

/** GitHub's own count stands beside what a severity asks for. */
function approvals({ severities }: Policy, { branch, approvals: wanted = 0 }: BranchFact): readonly Finding[] {
  const fewer = severities.filter(({ freeze, approvals: asked }) => freeze !== false && asked.required < wanted)
  if (fewer.length === 0) return []
  const ids = named(fewer.map(({ id }) => id))
  return [
    weak(`${branch} asks for ${wanted} approval${wanted === 1 ? '' : 's'}, and ${ids} for fewer.`, {
      emergency: `A hotfix that Firebreak lets through still waits for GitHub's ${wanted}.`,
      remedy: `Have approvals.required of ${ids} say ${wanted}, so that nobody is surprised, or ask for fewer on the branch.`,
    }),
  ]
}

/** What a rule of GitHub's does to a hotfix that passes the freeze. */
const rules: Readonly<Record<string, string>> = {
  required_deployments: 'it has to be deployed somewhere first',
  required_signatures: 'each of its commits has to be signed',
  workflows: 'workflows of the organisation have to succeed',
  code_scanning: 'code scanning has to have finished',
  code_quality: 'code quality has to have been judged',
  commit_message_pattern: 'its commit messages have to follow a pattern',
  commit_author_email_pattern: 'the addresses of its authors have to follow a pattern',
  committer_email_pattern: 'the addresses of its committers have to follow a pattern',
}

function otherRule({ branch }: BranchFact, demand: Demand, passers: Passers): readonly Finding[] {
  if (demand.what === 'update') return [noUpdates(branch, passers(demand))]
  return [
    weak(`${branch} has the rule ${demand.what}.`, {
      emergency: `A hotfix that Firebreak lets through still waits: ${rules[demand.what] ?? 'it has to meet that rule'}.`,
      remedy: 'Rehearse it in a drill, or let administrators bypass that rule through pull requests.',
    }),
  ]
}

function noUpdates(branch: string, who: readonly string[] | undefined): Finding {
  const subjects = [branch]
  const remedy = 'Look at Settings → Rules → Rulesets (Restrict updates) and Settings → Branches (Lock branch).'
  if (who === undefined)
    return unknown(`Who may update ${branch}, which is locked or has updates restricted,`, notShown, {
      subjects,
      remedy,
    })
  const seen = `Nobody may update ${branch}: it is locked, or a rule restricts updates.`
  if (who.length > 0) return weak(seen, { emergency: `Only ${named(who)} can merge a hotfix.`, remedy })
  const emergency = `No hotfix can be merged into ${branch}, with a freeze or without.`
  return broken(seen, { subjects, emergency, remedy })
}
