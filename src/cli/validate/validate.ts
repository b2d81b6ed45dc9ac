import { redact } from '../../engine/redact.ts'
import { defaultPath, type FileReference, writeReference } from '../../policy/extends.ts'
import { loadOffline } from '../../policy/load-offline.ts'
import { oneOf } from '../arguments.ts'
import type { Ending } from '../command.ts'
import { withProgress } from '../progress.ts'
import { readSharedFlags, readSharedTexts } from '../shared-flag.ts'
import type { Terminal } from '../terminal.ts'
import { asGithub } from './as-github.ts'
import { asJson } from './as-json.ts'
import { asSarif } from './as-sarif.ts'
import { asText } from './as-text.ts'
import { counted, type Finding, type Verdict } from './finding.ts'
import { type Input, readInput } from './input.ts'
import { checkNamedFiles } from './named-files.ts'

const writers = { text: asText, json: asJson, github: asGithub, sarif: asSarif } as const
const formats = ['text', 'json', 'github', 'sarif'] as const

/** What stands behind `validate`, as it was written. */
interface Written {
  readonly positionals: readonly string[]
  readonly values: {
    readonly format?: string | undefined
    readonly strict?: boolean | undefined
    readonly shared?: readonly string[] | undefined
  }
}

/**
 * `firebreak validate`: checks a configuration as the server does, without the server and without GitHub.
 * @returns 0 valid, 1 not, or with `--strict` not without warnings, 2 not readable
 */
export async function runValidate({ values, positionals }: Written, terminal: Terminal): Promise<Ending> {
  const format = oneOf('format', values.format ?? 'text', formats)
  if (!format.ok) return { notUnderstood: format.error }
  const flags = readSharedFlags(values.shared)
  if (!flags.ok) return { notUnderstood: flags.error }
  const [file = defaultPath] = positionals
  const input = await readInput(file, terminal)
  const shared = readSharedTexts(flags.value)
  if (!input.ok || !shared.ok) {
    for (const read of [input, shared]) if (!read.ok) terminal.printError(`firebreak validate: ${read.error}`)
    return 2
  }
  const verdict = await withProgress(terminal, (tell) => {
    tell(`Checking ${file} and the files that it names`)
    return judge(input.value, shared.value)
  })
  terminal.print(writers[format.value](verdict, terminal.isTerminal))
  const fails = counted(verdict, 'error') > 0 || (values.strict === true && counted(verdict, 'warning') > 0)
  return fails ? 1 : 0
}

async function judge({ file, path, text, root }: Input, shared: Readonly<Record<string, string>>): Promise<Verdict> {
  const { problems, unread } = await loadOffline(text, file, shared)
  const wrong = new Set(problems.map(({ keyPath }) => keyPath))
  const named = (await checkNamedFiles({ file, text, root })).filter(({ keyPath }) => !wrong.has(keyPath))
  const found = [...problems, ...named, ...unread.map(notRead)].map(withoutSecrets)
  const order = ['error', 'warning', 'note']
  const findings = found.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.line - b.line || a.column - b.column,
  )
  return { file, path, text, findings }
}

/** Reports are kept in logs that others read. */
function withoutSecrets(one: Finding): Finding {
  return { ...one, found: redact(one.found), message: redact(one.message) }
}

function notRead(reference: FileReference): Finding {
  const name = writeReference(reference)
  return {
    ...reference.at,
    severity: 'note',
    keyPath: 'extends',
    found: `\`${name}\``,
    expected: '',
    remedy: '',
    message: `\`extends\` names \`${name}\`, which stands in another repository and was not read. Of this file only its own keys and values were checked, not the names in it; \`--shared ${name}=FILE\` says where its text is.`,
  }
}
