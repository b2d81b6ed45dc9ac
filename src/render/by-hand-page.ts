import { anyFreezePrefix, byHandCheck } from '../incident/freeze-rules.ts'
import type { ByHandFacts } from '../incident/readiness/facts.ts'
import { freezeMaterial } from '../incident/readiness/freeze.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { ghDeleteRulesets } from '../lib/gh-api.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import type { Policy } from '../policy/policy.ts'
import { classicSteps } from './by-hand-classic.ts'
import { rulesetSteps } from './by-hand-ruleset.ts'
import { type ByHandSteps, block } from './by-hand-steps.ts'
import { timeWords } from './time-words.ts'
import { andList, paragraphs, person } from './words.ts'

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
    stayed(repository),
    ...(steps === undefined ? [nothingEnforced] : sections(repository, steps)),
  )}\n`
}

const patternList = ({ freeze }: ByHandAsked['policy']): string =>
  andList(freeze.branches.map((pattern) => neutralCode(pattern)))

function stepsFor(asked: ByHandAsked): ByHandSteps | undefined {
  const { repository, policy, facts } = asked
  const branches = facts.branches.known ? facts.branches.value : []
  switch (freezeMaterial(policy, facts)) {
    case 'branch-protection':
      return classicSteps(repository, branches)
    case 'none':
      return undefined
    default:
      return rulesetSteps(repository, policy.freeze.branches, branches)
  }
}

function whoMay({ administrators }: ByHandFacts): string {
  const known = administrators.known && administrators.value.length > 0 ? administrators.value : undefined
  const who = known ? ` When this was made, those were ${andList(known.map(person))}.` : ''
  return `**Who may.** An administrator of the repository, logged in with the command line \`gh\` (\`cli.github.com\`). \`gh auth status\` says who you are.${who}`
}

function stayed(repository: ByHandAsked['repository']): string {
  const path = `repos/${fullName(repository)}/rulesets`
  const list = `gh api --paginate '${path}?includes_parents=false' --jq '.[] | select(.name | startswith("${anyFreezePrefix}")) | .name'`
  return paragraphs(
    '## Is a freeze of Firebreak on?',
    `A freeze of Firebreak stays on while it is down. What stands is listed by this; behind \`#\` is the number of the incident's issue:`,
    block(list),
    'If that one is to go on, there is nothing to freeze: go to *Let a hotfix through*, as an administrator with `gh pr merge NUMBER --admin`. If it is to go, this deletes every freeze of Firebreak here, and nothing else:',
    block(ghDeleteRulesets(fullName(repository), anyFreezePrefix)),
    'A freeze that lies on branch protection is not listed: docs/procedure.md, "The bot is down", takes it out. Once it is back, Firebreak notes that somebody lifted the freeze, and does not put it back.',
  )
}

const nothingEnforced =
  '**Nothing can be enforced here.** The plan of this private repository has neither rulesets nor branch protection, for people as little as for Firebreak. Say in a pinned issue that nothing is to be merged, and have everybody watch the default branch.'

function sections({ owner, name }: ByHandAsked['repository'], steps: ByHandSteps): readonly string[] {
  const repository = `${owner}/${name}`
  return [
    ...(steps.remarks.length === 0 ? [] : [steps.remarks.map((remark) => `> ${remark}`).join('\n>\n')]),
    paragraphs('## 1. Keep what stands', 'In a folder that you will find again:', ...steps.keep.map(block)),
    paragraphs('## 2. Freeze', ...steps.freeze.map(block)),
    paragraphs('## 3. See that it holds', `Each of these prints \`${byHandCheck}\`:`, ...steps.check.map(block)),
    letThrough(repository),
    paragraphs('## 5. Lift', ...steps.lift.map(block)),
    paragraphs('## 6. Compare', steps.compared, ...steps.compare.map(block)),
  ]
}

function letThrough(repository: string): string {
  const path = `repos/${repository}`
  return paragraphs(
    '## 4. Let a hotfix through',
    'For one pull request, put its number in the first line. Only the commit that it has now passes; what is pushed later does not. Whoever may push here can give this status, so look who did: the pull request shows it.',
    block(
      [
        'N=123',
        `SHA=$(gh api "${path}/pulls/$N" --jq .head.sha)`,
        `gh api -X POST "${path}/statuses/$SHA" -f state=success -f context=${byHandCheck} -f "description=Let through by hand"`,
        `gh api -X PUT "${path}/pulls/$N/merge" -f "sha=$SHA"`,
      ].join('\n'),
    ),
    'What else the branch asks for, such as other checks and reviews, it still asks for. Where it has a merge queue, an administrator merges with `gh pr merge NUMBER --admin`.',
  )
}
