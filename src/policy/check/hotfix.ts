import type { KeyPath, Problem } from '../problem.ts'
import { type Checking, finding, isWhole } from './checking.ts'

export function checkHotfix(checking: Checking): Problem[] {
  return [...checkRules(checking), ...checkPatterns(checking), ...checkKeywords(checking), ...checkDetection(checking)]
}

function checkRules(checking: Checking): Problem[] {
  const { hotfix, kinds, checklists } = checking.configuration
  const problems: Problem[] = []
  hotfix.require.forEach((rule, index) => {
    const path = ['hotfix', 'require', index]
    const noBranch =
      hotfix.branches.length === 0 && Object.values(kinds).every((kind) => kind['hotfix-branches'].length === 0)
    if (rule === 'branch' && noBranch) {
      const remedy = 'Give patterns in `hotfix.branches`, or remove the rule.'
      problems.push(
        finding(checking, path, { found: 'a rule that no branch can keep', expected: 'patterns to keep it', remedy }),
      )
    }
    const posted = Object.values(checklists).some(({ on }) => on === 'declared' || on === 'hotfix-opened')
    if (rule === 'checklist' && !posted && isWhole(checking, ['checklists'])) {
      const expected = 'a checklist that is posted on `declared` or `hotfix-opened`'
      problems.push(finding(checking, path, { found: 'a rule without a checklist', expected, severity: 'warning' }))
    }
    if (hotfix.require.indexOf(rule) < index) {
      problems.push(finding(checking, path, { found: `\`${rule}\` again`, expected: 'each rule once' }))
    }
  })
  return problems
}

function checkPatterns(checking: Checking): Problem[] {
  const { hotfix, kinds } = checking.configuration
  const patterns = [
    ...hotfix.branches.map((pattern, index) => ({ pattern, path: ['hotfix', 'branches', index] })),
    ...Object.entries(kinds).flatMap(([id, kind]) =>
      kind['hotfix-branches'].map((pattern, index) => ({ pattern, path: ['kinds', id, 'hotfix-branches', index] })),
    ),
  ]
  return patterns.flatMap(({ pattern, path }) => suspectExpression(checking, path, pattern))
}

/** `[0-9]{4}` and `.+` are the marks of a regular expression that lacks its slashes; as a glob it would match nothing. */
function suspectExpression(checking: Checking, path: KeyPath, pattern: string): Problem[] {
  const isExpression = pattern.startsWith('/') && pattern.endsWith('/')
  if (isExpression || !/\{\d+(,\d*)?\}|\][+*]|\.[+*]|\\d|\(.*\)|[$|]/.test(pattern)) return []
  return [
    finding(checking, path, {
      found: `\`${pattern}\`, which is read as a glob and looks like a regular expression`,
      expected: 'a glob, or a regular expression between slashes',
      remedy: `Write \`"/${pattern}/"\` if you mean the expression.`,
      severity: 'warning',
    }),
  ]
}

function checkKeywords(checking: Checking): Problem[] {
  const owners = new Map<string, string>()
  return Object.entries(checking.configuration.kinds).flatMap(([id, kind]) =>
    kind.keywords.flatMap((keyword, index) => {
      const owner = owners.get(keyword.toLowerCase())
      owners.set(keyword.toLowerCase(), owner ?? id)
      if (owner === undefined || owner === id) return []
      const found = `\`${keyword}\`, which is a keyword of \`${owner}\` already`
      const remedy = 'The first kind wins.'
      return [
        finding(checking, ['kinds', id, 'keywords', index], {
          found,
          expected: 'a word of its own',
          remedy,
          severity: 'warning',
        }),
      ]
    }),
  )
}

function checkDetection(checking: Checking): Problem[] {
  const { detection } = checking.configuration
  const nothing = detection['title-prefixes'].length === 0 && detection.labels.length === 0
  if (!nothing || detection.alerts.dependabot || detection.alerts.advisories) return []
  const expected = 'at least one title prefix or label'
  return [finding(checking, ['detection'], { found: 'empty: no emergency would ever be noticed', expected })]
}
