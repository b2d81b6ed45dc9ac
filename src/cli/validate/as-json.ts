import { counted, type Finding, type Verdict } from './finding.ts'

/** For scripts: what was found, with positions that count from 1, and the end included. */
export function asJson(verdict: Verdict): string {
  const report = {
    file: verdict.file,
    valid: counted(verdict, 'error') === 0,
    errors: counted(verdict, 'error'),
    warnings: counted(verdict, 'warning'),
    notes: counted(verdict, 'note'),
    problems: verdict.findings.map(entry),
  }
  return JSON.stringify(report, null, 2)
}

function entry({ severity, file, keyPath, message, found, expected, remedy, ...span }: Finding) {
  const { line, column, endLine, endColumn } = span
  return { severity, file, line, column, endLine, endColumn, key: keyPath, message, found, expected, remedy }
}
