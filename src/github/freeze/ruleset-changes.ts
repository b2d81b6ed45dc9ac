import type { FreezeStanding } from '../../incident/check-up.ts'
import type { RulesetBody } from '../../incident/freeze-rules.ts'
import { at, field, integer, isRecord, list, text } from '../json.ts'
import { isSame } from './canonical.ts'

/**
 * What somebody changed of a freeze's ruleset. GitHub adds settings of its own to what it was sent, so only what was sent
 * is looked for; whatever is asked for on top makes nothing weaker.
 * @param found as `repos/get-repo-ruleset` describes it
 */
export function rulesetChanges(made: RulesetBody, found: unknown): Pick<FreezeStanding, 'is' | 'changes'> {
  const enforcement = text(field(found, 'enforcement')) ?? ''
  if (enforcement !== made.enforcement) return { is: 'open', changes: [`it is set to ${enforcement}`] }
  const missing = missingBranches(made, found)
  const rules = missingRules(made, found)
  const changes = [
    ...missing.map((pattern) => `it leaves out ${nameOf(pattern)}`),
    ...excludedBranches(found).map((pattern) => `it excepts ${nameOf(pattern)}`),
    ...rules.map((type) => ruleWords.get(type) ?? `it has lost the rule ${type}`),
    ...bypassChanges(made, found),
  ]
  if (changes.length === 0) return { is: 'as-made', changes }
  // Without its first rule, or without any branch, nothing is held back.
  const isOpen = missing.length === made.conditions.ref_name.include.length || rules.includes(made.rules[0]?.type ?? '')
  return { is: isOpen ? 'open' : 'changed', changes }
}

const ruleWords: ReadonlyMap<string, string> = new Map([
  ['required_status_checks', 'it does not ask for the checks that it asked for'],
  ['pull_request', 'it does not ask for pull requests as it did'],
  ['update', 'it does not forbid changes any more'],
  ['non_fast_forward', 'it does not forbid forced pushes any more'],
  ['deletion', 'it does not forbid deletion any more'],
])

const nameOf = (pattern: string): string => {
  if (pattern === '~DEFAULT_BRANCH') return 'the default branch'
  return pattern === '~ALL' ? 'all branches' : pattern.replace(/^refs\/heads\//u, '')
}

function missingBranches({ conditions }: RulesetBody, found: unknown): readonly string[] {
  const included = list(at(found, 'conditions', 'ref_name', 'include'))
  if (included.includes('~ALL')) return []
  return conditions.ref_name.include.filter((pattern) => !included.includes(pattern))
}

const excludedBranches = (found: unknown): readonly string[] =>
  list(at(found, 'conditions', 'ref_name', 'exclude')).flatMap((pattern) => text(pattern) ?? [])

function missingRules({ rules }: RulesetBody, found: unknown): readonly string[] {
  const standing = list(field(found, 'rules'))
  return rules.flatMap(({ type, parameters = {} }) => {
    const stands = standing.some(
      (rule) => field(rule, 'type') === type && asksFor(field(rule, 'parameters'), parameters),
    )
    return stands ? [] : [type]
  })
}

/** Of required checks ours must be among them; of approvals there may be more; all else must be as it was sent. */
function asksFor(found: unknown, made: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(made).every(([name, value]) => {
    const now = field(found, name)
    if (typeof value === 'number') return (integer(now) ?? 0) >= value
    if (typeof value === 'boolean') return now === value || (now === true && value === false)
    if (!Array.isArray(value)) return isSame(now, value)
    return value.every((wanted) => list(now).some((each) => includes(each, wanted)))
  })
}

const includes = (found: unknown, wanted: unknown): boolean =>
  isRecord(wanted) && Object.entries(wanted).every(([name, value]) => isSame(field(found, name), value))

/** Not told to everybody. The name of an actor would cost a call each; that there are others is what matters. */
function bypassChanges({ bypass_actors: made }: RulesetBody, found: unknown): readonly string[] {
  const told = field(found, 'bypass_actors')
  if (told === undefined) return []
  const more = list(told).filter((actor) => !made.some((wanted) => includes(actor, wanted)))
  return more.length === 0 ? [] : ['more people or Apps may go past it']
}
