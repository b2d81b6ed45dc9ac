import { byHandCheck } from '../incident/freeze-rules.ts'
import { type ByHandFacts, type MergeMethod, mergeMethods } from '../incident/readiness/facts.ts'
import { block } from './by-hand-steps.ts'
import { paragraphs } from './words.ts'

/** How one pull request gets through a freeze that was made by hand. @param repository `OWNER/REPO` */
export function letThrough(repository: string, facts: ByHandFacts): string {
  const methods = methodsFor(facts)
  return paragraphs(
    '## 4. Let a hotfix through',
    'For one pull request: put its number in place of `NUMBER`. Only the commit that it has now passes; what is pushed later does not. Whoever may push here can give this status, so look who did: the pull request shows it.',
    block(commands(`repos/${repository}`, methods)),
    methods.length > 1 &&
      'It is merged in the first of these ways that is allowed; GitHub answers `405` to one that is not. Leave out those that you do not want.',
    `What else the branch asks for, such as other checks and reviews, it still asks for. Where it has a merge queue, an administrator merges with \`${pastQueue(repository, methods)}\`.`,
  )
}

/** Each line waits for the one before it: `NUMBER` left as it is, nothing happens. */
function commands(path: string, methods: readonly MergeMethod[]): string {
  const merge = `gh api -X PUT "${path}/pulls/$N/merge" -f "sha=$SHA" -f`
  return [
    'N=NUMBER',
    `SHA=$(gh api "${path}/pulls/$N" --jq .head.sha) &&`,
    `gh api -X POST "${path}/statuses/$SHA" -f state=success -f context=${byHandCheck} -f "description=Let through by hand" &&`,
    methods.length === 1
      ? `${merge} merge_method=${methods[0]}`
      : `for WAY in ${methods.join(' ')}; do ${merge} "merge_method=$WAY" && break; done`,
  ].join('\n')
}

const pastQueue = (repository: string, methods: readonly MergeMethod[]): string =>
  `gh pr merge NUMBER -R ${repository} --admin${methods.length === 1 ? ` --${methods[0]}` : ''}`

/**
 * What the rules of some branch leave, in GitHub's order. The settings of the repository are not known: GitHub shows them
 * only to who may write contents, which the App's token may not. So GitHub refuses, and the next one is tried.
 */
function methodsFor({ branches }: ByHandFacts): readonly MergeMethod[] {
  const left = branches.known ? branches.value.map((branch) => branch.mergeMethods) : []
  const isLeft = (method: MergeMethod): boolean =>
    left.length === 0 || left.some((methods) => methods === undefined || methods.includes(method))
  const found = mergeMethods.filter(isLeft)
  return found.length > 0 ? found : mergeMethods
}
