import { createHash } from 'node:crypto'
import type { ConfigurationReport } from '../incident/configuration-report.ts'
import { fullName, type Repository } from '../incident/repository.ts'
import { defaultPath, writeReference } from '../policy/extends.ts'
import { type FetchShared, loadPolicy } from '../policy/load-policy.ts'
import type { Policy } from '../policy/policy.ts'
import { problem } from '../policy/problem.ts'
import { withoutFile } from '../policy/resolve-policy.ts'
import type { WrittenConfiguration } from './forecasts.ts'
import { type GitHub, type Log, TryLater } from './ports.ts'
import { errorFields } from './redact.ts'

/** One version of a repository's configuration, with all it extends. The report carries its identity, as `PolicyRecord` does. */
export interface ConfigurationVersion {
  /** None when the configuration does not take effect. */
  readonly policy: Policy | undefined
  readonly report: ConfigurationReport
  readonly etag: string | undefined
  readonly extended: boolean
  /** Undefined: there is no file. */
  readonly written: WrittenConfiguration | undefined
}

export interface ConfigurationSource {
  readonly github: Pick<GitHub, 'configuration' | 'extended'>
  readonly log: Log
}

/**
 * Reads a version of a repository's configuration and checks it. A person's mistake never throws.
 * @param options.ref a commit or branch; the default branch without one
 * @throws TryLater, and whatever else reading the repository's own file throws
 */
export async function readConfiguration(
  source: ConfigurationSource,
  repository: Repository,
  options: { ref?: string; etag?: string | undefined },
): Promise<ConfigurationVersion | 'unchanged'> {
  const file = await source.github.configuration(repository, options)
  if (file.found === 'unchanged') return 'unchanged'
  if (!file.found) return absent
  const extended: (string | undefined)[] = []
  const shared: Record<string, string> = {}
  const { policy, ...found } = await check(source, { repository, text: file.text }, async (reference) => {
    const text = await source.github.extended(repository, reference)
    extended.push(text)
    if (text !== undefined) shared[writeReference(reference)] = text
    return text
  })
  const blob = extended.length === 0 ? file.blob : `${file.blob}+${digest(extended)}`
  const written = { text: file.text, shared }
  return { policy, report: { present: true, blob, ...found }, etag: file.etag, extended: extended.length > 0, written }
}

/** What a repository without a configuration gets. */
export const policyWithoutFile: Policy = withoutFile()

/** What one gets whose configuration has errors and was never valid. */
export const policyWithBrokenFile: Policy = withoutFile('broken-file')

const absent: ConfigurationVersion = {
  policy: policyWithoutFile,
  report: { present: false, blob: undefined, problems: [], notices: [] },
  etag: undefined,
  extended: false,
  written: undefined,
}

type Checked = Pick<ConfigurationReport, 'problems' | 'notices'> & Pick<ConfigurationVersion, 'policy'>

/** A configuration that makes the checking itself fail is a broken configuration, and tells so to people. */
async function check(
  { log }: ConfigurationSource,
  { repository, text }: { readonly repository: Repository; readonly text: string },
  fetch: FetchShared,
): Promise<Checked> {
  try {
    const loaded = await loadPolicy(text, fetch, { repository: fullName(repository) })
    if (!loaded.ok) return { policy: undefined, problems: loaded.error, notices: [] }
    const { policy, warnings } = loaded.value
    return { policy, problems: [], notices: warnings }
  } catch (error) {
    if (error instanceof TryLater) throw error
    log.error({ repository: repository.id, ...errorFields(error) }, 'Checking a configuration failed')
    return { policy: undefined, problems: [uncheckable], notices: [] }
  }
}

const uncheckable = problem({
  at: { file: defaultPath, line: 1, column: 1, endLine: 1, endColumn: 1 },
  path: [],
  found: 'something that this version cannot check',
  expected: 'a configuration',
  sentence: 'The configuration could not be checked: this is a mistake of Firebreak, and its log says which.',
  remedy: 'The last valid version stays in force. Take back the last change, and report the mistake.',
})

function digest(texts: readonly (string | undefined)[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text === undefined ? 'absent' : `${text.length}:${text}`)
  return hash.digest('hex').slice(0, 16)
}
