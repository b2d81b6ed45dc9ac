import type { CheckAnnotation, CheckOutput } from '../incident/effect.ts'
import type { Hazard } from '../incident/finding.ts'
import type { Message } from '../incident/message.ts'
import { clean, neutral } from '../lib/markdown-neutral.ts'
import { defaultPath } from '../policy/extends.ts'
import { type Problem, writeKeyPath } from '../policy/problem.ts'
import { forecastSection, forecastTitle } from './check-forecast.ts'
import { problemList } from './problem.ts'
import { count, paragraphs, within } from './words.ts'

/** GitHub takes 50 annotations in one call; the list in the text holds what is beyond. */
const mostAnnotations = 50

type ConfigReport = Extract<Message, { type: 'ConfigReport' }>

/** The report of `firebreak/config`: each problem where it stands in the file, and as a list; and what a valid file changes. */
export function renderConfigurationCheck(report: ConfigReport): CheckOutput {
  if (report.absent) return withoutFile
  const { problems, notices, forecast, hazards = [] } = report
  const errors = problems.filter(({ severity }) => severity === 'error')
  const others = [...problems.filter(({ severity }) => severity !== 'error'), ...notices]
  const isValid = problems.length === 0
  const warnings = notices.length + hazards.length
  return {
    title: isValid ? validTitle(forecast, warnings) : `${count(problems.length, 'problem')} in the configuration`,
    summary: paragraphs(
      isValid
        ? 'This version of `.github/incident.yml` is valid. It takes effect when it is on the default branch.'
        : 'This version of `.github/incident.yml` would not take effect. On the default branch the last valid version stays in force until these are mended.',
      forecast && forecastSection(forecast),
      hazardList(hazards),
      notices.length > 0 && `${count(notices.length, 'warning')}: it takes effect, and perhaps not as it is meant.`,
    ),
    text: paragraphs(
      errors.length > 0 && `**Errors**\n\n${problemList(errors)}`,
      others.length > 0 && `**Good to know**\n\n${problemList(others)}`,
    ),
    annotations: [...[...errors, ...others].map(annotation), ...hazards.flatMap(hazardAnnotation)].slice(
      0,
      mostAnnotations,
    ),
  }
}

const withoutFile: CheckOutput = {
  title: 'There is no configuration on this commit',
  summary: paragraphs(
    'This commit has no `.github/incident.yml`. Where the default branch has none, **nobody is called and nothing is frozen** in an emergency: it gets a card and checklists, and the card says so.',
    'Incidents that are on keep the rules under which they were declared. If the file was taken away by mistake, put it back before this is merged.',
  ),
}

function validTitle(forecast: ConfigReport['forecast'], warnings: number): string {
  if (!forecast) return 'The configuration is valid'
  return `Valid: ${forecastTitle(forecast)}${warnings > 0 ? `, ${count(warnings, 'warning')}` : ''}`
}

const mostHazards = 20
/** Beside the table of a forecast, in one summary. */
const longestHazards = 25_000

function hazardList(hazards: readonly Hazard[]): string {
  if (hazards.length === 0) return ''
  const shown = within(longestHazards, hazards.slice(0, mostHazards).map(hazardItem))
  const rest = hazards.length - shown.length
  const items = rest > 0 ? [...shown, `- and ${rest} more`] : shown
  return `**What would hurt in an emergency**\n\n${items.join('\n')}`
}

const hazardItem = ({ level, seen, emergency = '', remedy = '' }: Hazard): string =>
  `- ${level === 'broken' ? '❌' : '⚠️'} **${shortened(seen)}** ${[emergency, remedy].filter(Boolean).map(shortened).join(' ')}`.trimEnd()

const shortened = (text: string): string => neutral(text, { max: 400 })

function hazardAnnotation({ line, key = [], seen, emergency, remedy }: Hazard): CheckAnnotation[] {
  if (line === undefined) return []
  const message = [seen, emergency, remedy].filter(Boolean).join(' ')
  const title = clean(writeKeyPath(key), 200) || 'The file'
  return [
    { path: defaultPath, startLine: line, endLine: line, level: 'warning', title, message: clean(message, 1_000) },
  ]
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
