import { anyFreezePrefix, byHandCheck } from '../incident/freeze-rules.ts'
import type { ByHandFacts } from '../incident/readiness/facts.ts'
import { freezeMaterial } from '../incident/readiness/freeze.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { ghDeleteRulesets, shellWord } from '../lib/gh-api.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import type { Policy } from '../policy/policy.ts'
import { classicSteps } from './by-hand-classic.ts'
import { letThrough } from './by-hand-hotfix.ts'
import { rulesetSteps } from './by-hand-ruleset.ts'
import { type ByHandSteps, block } from './by-hand-steps.ts'
import { timeWords } from './time-words.ts'
import { andList, count, paragraphs, person } from './words.ts'

/** What the page is made of. */
export interface ByHandAsked {
  readonly repository: Pick<Repository, 'owner' | 'name'>
  readonly policy: Pick<Policy, 'freeze'>
  readonly facts: ByHandFacts
  /** Epoch milliseconds at which it is printed. */
  readonly now: number
}

/**
 * How an administrator freezes this very repository, lets a hotfix through and lifts the freeze while the App is down:
 * commands to be pasted one after another. Markdown; nothing in it is run or read by the App.
 */
export function renderByHandPage(asked: ByHandAsked): string {
  const { repository, policy, facts, now } = asked
  const steps = stepsFor(asked)
  return `${paragraphs(
    `# ${fullName(repository)}: the emergency by hand`,
    `For the day that Firebreak is down. Made on ${timeWords(now)} from the configuration and the rules of that day: make it again when they change, and keep it where you find it without GitHub. It freezes ${patternList(policy)}.`,
    whoMay(facts),
    shell(facts),
    stayed(repository),
    ...(steps === undefined ? [nothingEnforced] : sections(asked, steps)),
  )}\n`
}

const patternList = ({ freeze }: ByHandAsked['policy']): string =>
  andList(freeze.branches.map((pattern) => neutralCode(pattern)))

function stepsFor(asked: ByHandAsked): ByHandSteps | undefined {
  const { repository, policy, facts } = asked
  switch (freezeMaterial(policy, facts)) {
    case 'branch-protection':
      return classicSteps(repository, facts)
    case 'none':
      return undefined
    default:
      return rulesetSteps(repository, policy.freeze.branches, facts)
  }
}

function whoMay({ administrators }: ByHandFacts): string {
  const known = administrators.known ? administrators.value : []
  const who = known.length > 0 ? ` When this was made, those were ${peopleList(known)}.` : ''
  return `**Who may.** An administrator of the repository, logged in with the command line \`gh\` (\`cli.github.com\`). \`gh auth status\` says who you are.${who}`
}

const mostPeople = 12

function peopleList(logins: readonly string[]): string {
  const shown = logins.slice(0, mostPeople).map(person)
  const more = logins.length - shown.length
  return andList(more > 0 ? [...shown, count(more, 'other')] : shown)
}

/** Somebody who has another server than `github.com` must not freeze a repository of the same name there. */
function shell({ repository }: ByHandFacts): string {
  const host = repository.known ? repository.value.host : undefined
  return paragraphs(
    '**Where.** In a shell such as bash or zsh; on Windows in Git Bash. Paste one block at a time, and read what comes back.',
    host !== undefined &&
      host !== 'github.com' &&
      'This repository is on another server than github.com, so first of all:',
    host !== undefined && host !== 'github.com' && block(`export GH_HOST=${shellWord(host)}`),
    host === undefined &&
      'Which server it is on was not seen: if it is not github.com, `export GH_HOST=` and its name come first.',
  )
}

function stayed(repository: ByHandAsked['repository']): string {
  const path = `repos/${fullName(repository)}/rulesets`
  const list = `gh api --paginate '${path}?includes_parents=false' --jq '.[] | select(.name | startswith("${anyFreezePrefix}")) | .name'`
  return paragraphs(
    '## Is a freeze of Firebreak on?',
    `A freeze of Firebreak stays on while it is down. What stands is listed by this; behind \`#\` is the number of the incident's issue:`,
    block(list),
    `If that one is to go on, there is nothing to freeze: go to *Let a hotfix through*, as an administrator with \`gh pr merge NUMBER -R ${fullName(repository)} --admin\` (in the mode \`locked\`, and in \`reviewed\` with \`enforce-admins\`, it holds administrators too). If it is to go, this deletes every freeze of Firebreak here, and nothing else:`,
    block(ghDeleteRulesets(fullName(repository), anyFreezePrefix)),
    'A freeze that lies on branch protection is not listed: docs/procedure.md of Firebreak, "The bot is down", takes it out. Once it is back, Firebreak notes that somebody lifted the freeze, and does not put it back.',
  )
}

const nothingEnforced =
  '**Nothing can be enforced here.** The plan of this private repository has neither rulesets nor branch protection, for people as little as for Firebreak. Say in a pinned issue that nothing is to be merged, and have everybody watch the default branch.'

function sections({ repository, facts }: ByHandAsked, steps: ByHandSteps): readonly string[] {
  return [
    ...(steps.remarks.length === 0 ? [] : [steps.remarks.map((remark) => `> ${remark}`).join('\n>\n')]),
    section('1. Keep what stands', kept, steps.keep),
    section('2. Freeze', steps.frozen, steps.freeze),
    section('3. See that it holds', `Each of these prints \`${byHandCheck}\`:`, steps.check),
    letThrough(fullName(repository), facts),
    section('5. Lift', undefined, steps.lift),
    section('6. Compare', steps.compared, steps.compare),
  ]
}

const kept =
  'In a new folder that you will find again. What was kept already is left alone, so doing this twice loses nothing.'

const section = (heading: string, before: string | undefined, blocks: readonly string[]): string =>
  blocks.length === 0
    ? paragraphs(`## ${heading}`, 'There is no command for this: see what is said at the top.')
    : paragraphs(`## ${heading}`, before, ...blocks.map(block))
