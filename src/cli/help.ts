import { withValue } from './arguments.ts'
import { type Command, purposes } from './command.ts'

/** No terminal in use is narrower. */
const columns = 80
const indent = '  '

/** `firebreak help`: what there is, by what people come for. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  const shown = purposes.map((purpose) => ({ purpose, own: commands.filter((one) => one.purpose === purpose) }))
  const groups = shown
    .filter(({ own }) => own.length > 0)
    .flatMap(({ purpose, own }) => [
      '',
      purpose,
      ...own.flatMap(({ name, summary }) => besideEachOther(name, summary, width)),
    ])
  return [
    "firebreak: a repository's emergency procedure, run on GitHub",
    '',
    'New here? In your repository: `firebreak init`, then `firebreak validate` and',
    '`firebreak simulate`. None of them needs GitHub, a server or a key.',
    ...groups,
    '',
    '`firebreak help COMMAND` shows its options, with examples and exit codes.',
    'The server is started with `npm start`. Ten minutes: docs/getting-started.md.',
  ].join('\n')
}

/** `firebreak help COMMAND`. */
export function explain(command: Command): string {
  const { about = [], examples, exits, options, page, summary } = command
  const optionLines = [
    ...Object.entries(options).map(([name, option]) => [withValue(name, option), option.does] as const),
    ['--help', 'shows this'] as const,
  ]
  const codes = exits.flatMap((meaning, code) => (meaning === undefined ? [] : [[String(code), meaning] as const]))
  return [
    usage(command),
    '',
    ...wrap(`${capitalized(summary)}.`, columns),
    ...about.flatMap((paragraph) => ['', ...wrap(paragraph, columns)]),
    ...titled('Options', listed(optionLines)),
    ...titled(
      'Examples',
      examples.flatMap(([line, what]) => [`${indent}${line}`, `${indent}${indent}${what}`]),
    ),
    ...titled('Exit codes', listed(codes)),
    ...(page === undefined ? [] : ['', `More in ${page}.`]),
  ].join('\n')
}

/** How a command is called, in as many lines as it takes. */
export function usage({ name, operands, options }: Command): string {
  const parts = Object.entries(options).map(([option, known]) => {
    const written = withValue(option, known)
    return known.isRequired ? written : `[${written}]`
  })
  const call = `firebreak ${name}`
  const [first = '', ...rest] = packed([...(operands === undefined ? [] : [operands]), ...parts], columns - call.length)
  return [`${call} ${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(call.length)} ${line}`)].join('\n')
}

const titled = (title: string, lines: readonly string[]): readonly string[] => ['', title, ...lines]

function listed(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(Math.max(...rows.map(([left]) => left.length)) + 2, 34)
  return rows.flatMap(([left, right]) => besideEachOther(left, right, width))
}

/** A name, and beside it as many lines as its explanation takes; below it where the name is too long. */
function besideEachOther(name: string, explanation: string, width: number): readonly string[] {
  const lines = wrap(explanation, columns - width - indent.length)
  const place = `${indent}${' '.repeat(width)}`
  if (name.length > width - 2) return [`${indent}${name}`, ...lines.map((line) => `${place}${line}`)]
  return lines.map((line, index) => (index === 0 ? `${indent}${name.padEnd(width)}${line}` : `${place}${line}`))
}

const wrap = (text: string, width: number): string[] => packed(text.split(' '), width)

/** As many parts in a line as there is room for. */
function packed(parts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ''} ${part}`.trimStart()
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
