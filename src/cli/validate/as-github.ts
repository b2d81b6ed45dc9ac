import { type Finding, printable, summed, type Verdict } from './finding.ts'

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const

/**
 * Workflow commands: GitHub Actions shows each beside its line of the pull request
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
 */
export function asGithub(verdict: Verdict): string {
  const lines = verdict.findings.map((one) => command(one, verdict.path))
  return [...lines, `${printable(verdict.path)}: ${summed(verdict) || 'valid'}`].join('\n')
}

function command(one: Finding, path: string): string {
  const properties = {
    file: path,
    line: one.line,
    endLine: one.endLine,
    // Columns of a range over several lines are refused there.
    ...(one.line === one.endLine && { col: one.column, endColumn: one.endColumn }),
    title: printable(one.keyPath) || 'The file',
  }
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
  // Annotations are plain text: the marks of code would only be noise.
  return `::${commands[one.severity]} ${written.join(',')}::${escaped(printable(one.message).replaceAll('`', "'"))}`
}

/** As the runner reads it back: `%` first, or the others would be escaped twice. */
const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
