import type { Finding, Verdict } from './finding.ts'

/** SARIF has results of rules. Ours differ in what follows from them. */
const rules = {
  error: { id: 'invalid', level: 'error', text: 'The configuration would not take effect.' },
  warning: { id: 'doubtful', level: 'warning', text: 'It takes effect, and probably not as it is meant.' },
  note: { id: 'not-checked', level: 'note', text: 'It could not be looked at here.' },
} as const

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code scanning and editors. */
export function asSarif(verdict: Verdict): string {
  const driver = {
    name: 'Firebreak',
    rules: Object.values(rules).map(({ id, level, text }) => ({
      id,
      shortDescription: { text },
      defaultConfiguration: { level },
    })),
  }
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    results: verdict.findings.map((one) => result(one, verdict.path)),
  }
  return JSON.stringify(
    { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] },
    null,
    2,
  )
}

function result(one: Finding, path: string) {
  const { id: ruleId, level } = rules[one.severity]
  // There the column after the last one is given.
  const { line: startLine, column: startColumn, endLine, endColumn } = one
  return {
    ruleId,
    level,
    message: { text: one.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          region: { startLine, startColumn, endLine, endColumn: endColumn + 1 },
        },
        logicalLocations: [{ fullyQualifiedName: one.keyPath || 'the file' }],
      },
    ],
  }
}
