import { branchMatches } from '../../lib/glob.ts'
import { momentOf } from '../../lib/local-time.ts'
import type { FreezeWindow } from '../policy.ts'
import type { KeyPath, Problem } from '../problem.ts'
import { slugOf } from '../slug.ts'
import { type Checking, finding, findingAtKey } from './checking.ts'

export function checkFreeze(checking: Checking): Problem[] {
  return [...checkExempt(checking), ...checkWindows(checking), ...checkLocked(checking), ...checkOwnBranches(checking)]
}

function checkExempt(checking: Checking): Problem[] {
  const { freeze, detection } = checking.configuration
  const emergency = new Set(detection.labels.map((label) => label.toLowerCase()))
  const labels = freeze.exempt.labels.flatMap((label, index) => {
    if (!emergency.has(label.toLowerCase())) return []
    const expected = 'a label that does not declare an emergency'
    return [finding(checking, ['freeze', 'exempt', 'labels', index], { found: `the label \`${label}\``, expected })]
  })
  const paths = freeze.exempt.paths.flatMap((glob, index) => {
    if (glob !== '**' && glob !== '**/*') return []
    const path: KeyPath = ['freeze', 'exempt', 'paths', index]
    return [
      finding(checking, path, { found: 'every path', expected: 'some paths', remedy: 'A freeze would stop nothing.' }),
    ]
  })
  return [...labels, ...paths]
}

function checkWindows(checking: Checking): Problem[] {
  const names = new Map<string, number>()
  return checking.configuration.freeze.windows.flatMap((window, index) => {
    const path = ['freeze', 'windows', index]
    const problems: Problem[] = []
    problems.push(...checkLength(checking, [...path, 'to'], window))
    // The check of a window is named after it.
    const slug = slugOf(window.name)
    const other = names.get(slug)
    names.set(slug, index)
    if (slug === '' || other !== undefined) {
      const expected = 'a name with a letter or digit that no other window has'
      problems.push(finding(checking, [...path, 'name'], { found: `\`${window.name}\``, expected }))
    }
    return problems
  })
}

/** A window that is longer than a year is most likely a slip in the year. */
const longestUsual = 366 * 86_400_000

function checkLength(checking: Checking, path: KeyPath, { from, to, timezone }: FreezeWindow): Problem[] {
  const length = momentOf(to, timezone) - momentOf(from, timezone)
  const found = `\`${to}\``
  if (length <= 0) return [finding(checking, path, { found, expected: `later than \`from\` (\`${from}\`)` })]
  if (length <= longestUsual) return []
  const expected = `within a year of \`from\` (\`${from}\`)`
  const remedy = 'The branches would be frozen for more than a year.'
  return [finding(checking, path, { found, expected, remedy, severity: 'warning' })]
}

function checkLocked(checking: Checking): Problem[] {
  const { freeze, severities } = checking.configuration
  if (freeze.lift !== 'hotfix-merged') return []
  return Object.entries(severities).flatMap(([id, severity]) => {
    if (severity.freeze !== 'locked') return []
    return [
      finding(checking, ['severities', id, 'freeze'], {
        found: '`locked` together with `freeze.lift: hotfix-merged`',
        expected: 'a way for the freeze to end',
        remedy:
          'Nothing merges while it is locked, hotfixes neither: it ends by `/incident thaw`, or when the mode is changed.',
        severity: 'warning',
      }),
    ]
  })
}

/** A freeze on the hotfix branches themselves would stop the work on the repair. */
function checkOwnBranches(checking: Checking): Problem[] {
  const { freeze, hotfix } = checking.configuration
  const examples = hotfix.branches
    .filter((pattern) => !pattern.startsWith('/'))
    .map((pattern) => pattern.replace(/\*+|\?|\[[^\]]*\]/g, 'x'))
  return freeze.branches.flatMap((pattern, index) => {
    const frozen = examples.find((branch) => branchMatches([pattern], branch, ''))
    if (frozen === undefined) return []
    return [
      findingAtKey(checking, ['freeze', 'branches', index], {
        found: `\`${pattern}\`, which freezes hotfix branches such as \`${frozen}\` too`,
        expected: 'branches that hotfixes are merged into',
        remedy: 'Nobody could push to a hotfix branch during a freeze.',
        severity: 'warning',
      }),
    ]
  })
}
