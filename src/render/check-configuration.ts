import type { CheckAnnotation, CheckOutput } from '../incident/effect.ts'
import { clean } from '../lib/markdown-neutral.ts'
import type { Problem } from '../policy/problem.ts'
import { problemList } from './problem.ts'
import { count, paragraphs } from './words.ts'

/** GitHub takes 50 annotations in one call; the list in the text holds what is beyond. */
const mostAnnotations = 50

/** The report of `firebreak/config`: each problem where it stands in the file, and as a list. */
export function renderConfigurationCheck(problems: readonly Problem[], notices: readonly Problem[]): CheckOutput {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const others = [...problems.filter(({ severity }) => severity !== 'error'), ...notices]
  const isValid = problems.length === 0
  return {
    title: isValid ? 'The configuration is valid' : `${count(problems.length, 'problem')} in the configuration`,
    summary: paragraphs(
      isValid
        ? 'This version of `.github/incident.yml` is valid. It takes effect when it is on the default branch.'
        : 'This version of `.github/incident.yml` would not take effect. On the default branch the last valid version stays in force until these are mended.',
      notices.length > 0 && `${count(notices.length, 'warning')}: it takes effect, and perhaps not as it is meant.`,
    ),
    text: paragraphs(
      errors.length > 0 && `**Errors**\n\n${problemList(errors)}`,
      others.length > 0 && `**Good to know**\n\n${problemList(others)}`,
    ),
    annotations: [...errors, ...others].slice(0, mostAnnotations).map(annotation),
  }
}

const levels = { error: 'failure', warning: 'warning' } as const

function annotation(problem: Problem): CheckAnnotation {
  const { file, line, endLine, severity, keyPath, message } = problem
  return {
    path: file,
    startLine: line,
    endLine: Math.max(line, endLine),
    level: levels[severity],
    title: clean(keyPath, 200) || 'The file',
    // Annotations are plain text: the marks of code would only be noise.
    message: clean(message.replaceAll('`', "'"), 1_000),
  }
}
