import manifest from '../../package.json' with { type: 'json' }
import { errorFields } from '../engine/redact.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { explain, overview, usage } from './help.ts'
import type { Environment, Terminal } from './terminal.ts'
import { Unreadable } from './text-file.ts'

/**
 * Runs one command of the command line.
 * @param environment variables with the App's settings, for commands that speak to GitHub
 * @returns the exit code: 0 done, 1 something is not as it should be, 2 not understood, or it could not begin
 */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  environment: Environment = {},
): Promise<number> {
  const [first, ...others] = args
  if (first === '--version') return print(terminal, `firebreak ${manifest.version}`)
  if (first === undefined || isHelp(first)) return help(others, terminal)
  const found = findCommand(args)
  if (!found) return refuse(terminal, unknown(args))
  const { command, rest } = found
  if (asksForHelp(rest)) return print(terminal, explain(command))
  try {
    const ending = await command.run(rest, { terminal, environment })
    return typeof ending === 'number' ? ending : refuse(terminal, misused(command, ending.notUnderstood))
  } catch (error) {
    if (error instanceof Unreadable) return refuse(terminal, `firebreak ${command.name}: ${error.message}`)
    return refuse(terminal, unforeseen(command, error))
  }
}

const isHelp = (word: string): boolean => word === 'help' || word === '--help' || word === '-h'

/** What stands behind `--` is no option. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === '--help' || arg === '-h')
}

function help(asked: readonly string[], terminal: Terminal): number {
  const [first] = asked
  if (first === undefined) return print(terminal, overview(commands))
  const found = findCommand(asked)
  const about = found ? [found.command] : family(first)
  if (about.length === 0) return refuse(terminal, unknown(asked))
  return print(terminal, about.map(explain).join('\n\n\n'))
}

/** A name has one word or two. */
function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ')
    const command = commands.find((one) => one.name === name)
    if (command) return { command, rest: args.slice(words) }
  }
  return undefined
}

/** Commands whose name begins with this word, such as `db`. */
const family = (word: string): readonly Command[] => commands.filter(({ name }) => name.startsWith(`${word} `))

/** One sentence, and what to do; never all of the help, in which the mistake would be lost. */
function unknown([first = '', second = '']: readonly string[]): string {
  const siblings = family(first)
  if (siblings.length > 0) {
    const names = siblings.map(({ name }) => name.slice(first.length + 1))
    const nearest = didYouMean(second, names)
    const asked = nearest === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${first} ${nearest}?`
    return `firebreak ${first}: this is not a whole command. ${asked}\n  \`firebreak help ${first}\` explains them.`
  }
  if (first.startsWith('-')) return `firebreak: a command comes first, not ${first}.\n  ${whereToLook}`
  const nearest = didYouMean(
    first,
    commands.map(({ name }) => name),
  )
  const asked = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  return `firebreak: there is no command "${first}".${asked}\n  ${whereToLook}`
}

const whereToLook = '`firebreak help` shows what there is.'

function misused(command: Command, reason: string): string {
  const call = usage(command)
    .split('\n')
    .map((line) => `  ${line}`)
  return [
    `firebreak ${command.name}: ${reason}`,
    '',
    ...call,
    '',
    `  \`firebreak help ${command.name}\` explains it.`,
  ].join('\n')
}

/** What scripts take for "something is amiss" must be what the command found, and no mistake of ours: so this is a 2. */
function unforeseen({ name }: Command, thrown: unknown): string {
  const { error, stack } = errorFields(thrown)
  return `firebreak ${name}: ${error}\n\n  Nobody foresaw that. If it is no matter of your machine, please report it, with this:\n\n${stack ?? error}`
}

function print(terminal: Terminal, text: string): number {
  terminal.print(text)
  return 0
}

function refuse(terminal: Terminal, text: string): number {
  terminal.printError(text)
  return 2
}
