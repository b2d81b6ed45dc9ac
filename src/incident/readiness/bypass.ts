import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { BypassFact, ReadinessFacts } from './facts.ts'
import { freezeMaterial } from './freeze.ts'
import { about, judged, named } from './sentences.ts'
import { isPersonal } from './whereabouts.ts'

const { good, weak, broken, unknown } = about('bypass')

/** Who passes a freeze, who can lift one without the App, and who passes the rules that stand. */
export function bypassFindings(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  return [
    ...judged(
      facts.administrators,
      (why) => unknown('Who administers the repository', why, { subjects: administrators }),
      (logins) => administratorFindings(facts, logins),
    ),
    ...heldAdmins(policy, facts),
    ...directPushes(policy, facts),
    ...judged(
      facts.bypasses,
      (why) => unknown('Who passes the rules that stand', why, { subjects: ['the rules that stand'] }),
      passing,
    ),
    ...judged(
      facts.closedRulesets,
      (why) => unknown('Which rulesets hide who passes them', why, { subjects: ['the rules that stand'] }),
      closed,
    ),
  ]
}

const administrators = ['administrators']

function administratorFindings(facts: ReadinessFacts, logins: readonly string[]): readonly Finding[] {
  const [only, ...others] = logins
  if (only === undefined) return [nobodyAdministers(facts)]
  const may =
    'may merge past a freeze in the mode hotfix-only, through a pull request and on record, and lift one by hand'
  if (others.length > 0) return [good(`${named(logins)} administer the repository: they ${may}.`)]
  // Nobody can change that but by giving the repository to an organisation.
  if (isPersonal(facts))
    return [good(`${only} owns the repository, and nobody else can administer it: only ${only} ${may}.`)]
  return [
    weak(`${only} alone administers the repository.`, {
      emergency: `While the App is down, only ${only} can lift a freeze or let a hotfix through by hand.`,
      remedy: 'Give somebody else the role admin too: Settings → Collaborators and teams.',
    }),
  ]
}

function nobodyAdministers(facts: ReadinessFacts): Finding {
  if (isPersonal(facts))
    return unknown(
      'Who administers the repository',
      { why: 'GitHub does not name its owner' },
      { subjects: administrators },
    )
  return broken('GitHub names nobody who administers this repository.', {
    subjects: administrators,
    emergency: 'While the App is down nobody can lift a freeze, or let a hotfix through by hand.',
    remedy: 'Give somebody the role admin: Settings → Collaborators and teams.',
  })
}

/** A ruleset of a freeze names its own exceptions; branch protection leaves administrators out unless it says otherwise. */
function heldAdmins(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  if (freezeMaterial(policy, facts) !== 'branch-protection' || !facts.branches.known) return []
  const open = facts.branches.value.filter(({ classic }) => classic?.holdsAdmins !== true)
  if (open.length === 0) return []
  return [
    weak(`Administrators are not held by the protection of ${named(open.map(({ branch }) => branch))}.`, {
      emergency: 'They can push to a frozen branch and merge anything. It is noticed, and said, afterwards.',
      remedy:
        'Tick Settings → Branches → Do not allow bypassing the above settings, or freeze in the mode reviewed or locked.',
    }),
  ]
}

/** What reaches a branch without a pull request is what an advisory freeze cannot stop at all. */
function directPushes(policy: Policy, facts: ReadinessFacts): readonly Finding[] {
  const branches = facts.branches.known ? facts.branches.value : []
  const open = branches.filter(({ needsPullRequest }) => needsPullRequest === false).map(({ branch }) => branch)
  if (open.length === 0) return []
  const seen = `Whoever has write permission can push to ${named(open)} without a pull request`
  if (freezeMaterial(policy, facts) !== 'none') return [good(`${seen}, until a freeze takes that away.`)]
  return [
    weak(`${seen}.`, {
      emergency: 'What is pushed is noticed and said afterwards; nothing holds it back.',
      remedy: 'Tell everybody what a freeze means here, or have rules: see Freeze.',
    }),
  ]
}

function passing(bypasses: readonly BypassFact[]): readonly Finding[] {
  if (bypasses.length === 0) return []
  const traceless = bypasses.filter(({ mode }) => mode === 'exempt')
  const rulesets = [...new Set(bypasses.map(({ ruleset }) => ruleset))]
  const seen = rulesets.map((ruleset) => {
    const who = bypasses.filter((each) => each.ruleset === ruleset)
    const isOrganization = who.some(({ ofOrganization }) => ofOrganization)
    return good(
      `${named(who.map((each) => each.who))} may pass the ruleset "${ruleset}"${isOrganization ? ' of the organisation' : ''}, and not a freeze, which is a ruleset of its own.`,
    )
  })
  const hidden = traceless.map(({ who, ruleset }) =>
    weak(`${who} is exempt from the ruleset "${ruleset}".`, {
      emergency: 'What passes it in this way leaves no trace with GitHub.',
      remedy: 'Change the exception from Exempt to For pull requests only: Settings → Rules → Rulesets.',
    }),
  )
  return [...hidden, ...seen]
}

function closed(rulesets: readonly { readonly name: string }[]): readonly Finding[] {
  if (rulesets.length === 0) return []
  return [
    unknown(
      `Who passes ${named(rulesets.map(({ name }) => `"${name}"`))}`,
      {
        why: "GitHub shows that to those who may change the ruleset, and those of an organisation are not the App's to change",
      },
      { subjects: ['the rules that stand'], remedy: 'An owner looks: Organisation settings → Repository → Rulesets.' },
    ),
  ]
}
