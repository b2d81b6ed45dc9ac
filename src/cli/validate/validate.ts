import { parseArgs } from 'node:util'
import { redact } from '../../engine/redact.ts'
import { didYouMean } from '../../lib/did-you-mean.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath, type FileReference, writeReference } from '../../policy/extends.ts'
import { loadOffline } from '../../policy/load-offline.ts'
import type { Terminal } from '../terminal.ts'
import { asGithub } from './as-github.ts'
import { asJson } from './as-json.ts'
import { asSarif } from './as-sarif.ts'
import { asText } from './as-text.ts'
import { counted, type Finding, type Verdict } from './finding.ts'
import { type Input, readInput } from './input.ts'
import { checkNamedFiles } from './named-files.ts'

const writers: ReadonlyMap<string, (verdict: Verdict, coloured: boolean) => string> = new Map([
  ['text', asText],
  ['json', asJson],
  ['github', asGithub],
  ['sarif', asSarif],
])

const usage = 'firebreak validate [FILE | -] [--format text|json|github|sarif] [--strict]'

/**
 * `firebreak validate`: checks a configuration as the server does, without the server and without GitHub.
 * @param args behind `validate`
 * @returns the exit code: 0 valid, 1 not, or with `--strict` not without warnings, 2 not understood or not readable
 */
export async function runValidate(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args)
  if (!options.ok) {
    terminal.printError(`firebreak validate: ${options.error}\n\n  ${usage}`)
    return 2
  }
  const { file, write, isStrict } = options.value
  const input = await readInput(file, terminal)
  if (!input.ok) {
    terminal.printError(`firebreak validate: ${input.error}`)
    return 2
  }
  const verdict = await judge(input.value)
  terminal.print(write(verdict, terminal.isTerminal))
  const fails = counted(verdict, 'error') > 0 || (isStrict && counted(verdict, 'warning') > 0)
  return fails ? 1 : 0
}

interface Options {
  readonly file: string
  readonly write: (verdict: Verdict, coloured: boolean) => string
  readonly isStrict: boolean
}

function readOptions(args: readonly string[]): Result<Options, string> {
  const parsed = parse(args)
  if (!parsed.ok) return parsed
  const { values, positionals } = parsed.value
  const [file = defaultPath, ...more] = positionals
  if (more.length > 0) return failure(`one file at a time; there are ${positionals.length}.`)
  const { format = 'text', strict = false } = values
  const write = writers.get(format)
  if (write) return success({ file, write, isStrict: strict })
  const names = [...writers.keys()]
  const nearest = didYouMean(format, names)
  return failure(
    `the format "${format}" is not known. ${nearest ? `Did you mean ${nearest}?` : `There are ${names.join(', ')}.`}`,
  )
}

function parse(args: readonly string[]) {
  try {
    const options = { format: { type: 'string' }, strict: { type: 'boolean' } } as const
    return success(parseArgs({ args: [...args], options, allowPositionals: true }))
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split('. ') : []
    return failure(`${reason ?? 'The options are not understood'}.`)
  }
}

async function judge({ file, path, text, root }: Input): Promise<Verdict> {
  const { problems, unread } = await loadOffline(text, file)
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
    message: `\`extends\` names \`${name}\`, which stands in another repository and was not read. Of this file only its own keys and values were checked, not the names in it.`,
  }
}
