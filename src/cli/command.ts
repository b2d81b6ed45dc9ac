import { type Arguments, type Options, readArguments } from './arguments.ts'
import type { Surroundings } from './terminal.ts'

/** What people come for, in the order in which it is shown. */
export const purposes = [
  'Write and check your configuration',
  'Rehearse an emergency',
  'Prepare a repository',
  'When the server is down',
  'Operate the server',
] as const

/** Why a command was not begun, as a sentence: its usage is shown with it. */
export interface NotUnderstood {
  readonly notUnderstood: string
}

/** An exit code, or why there was nothing to do. */
export type Ending = number | NotUnderstood

/** A command, as it is explained and as it is run. */
export interface Command {
  /** One word, or two where several commands are about one thing. */
  readonly name: string
  readonly purpose: (typeof purposes)[number]
  /** What it does, in a few words: "checks …". */
  readonly summary: string
  /** What stands behind its name, such as `[FILE | -]`; left out where nothing does. */
  readonly operands?: string
  readonly options: Options
  /** What the summary has no room for: one paragraph each. */
  readonly about?: readonly string[]
  /** A command line, and what it is for. */
  readonly examples: readonly (readonly [line: string, what: string])[]
  /** What its exit codes 0, 1 and 2 mean; undefined where there is none. */
  readonly exits: readonly [done: string, amiss: string | undefined, notBegun: string]
  /** The page that says more. */
  readonly page?: string
  /** @param args behind its name */
  run(args: readonly string[], surroundings: Surroundings): Promise<Ending>
}

interface Definition<Known extends Options> extends Omit<Command, 'run'> {
  readonly options: Known
  /** How many operands it takes; none unless told otherwise. */
  readonly mostOperands?: number
  readonly leastOperands?: number
  run(written: Arguments<Known>, surroundings: Surroundings): Promise<Ending>
}

/** Makes a command of its definition: what somebody wrote is read by its options before it is run. */
export function defineCommand<const Known extends Options>(definition: Definition<Known>): Command {
  const { mostOperands = 0, leastOperands = 0, run, ...explained } = definition
  return {
    ...explained,
    async run(args, surroundings) {
      const written = readArguments(args, definition.options)
      if (!written.ok) return { notUnderstood: written.error }
      const { length } = written.value.positionals
      if (length < leastOperands) return { notUnderstood: `${definition.operands} is missing.` }
      const [tooMuch] = written.value.positionals.slice(mostOperands)
      if (tooMuch !== undefined) return { notUnderstood: `"${tooMuch}" is one too many.` }
      return await run(written.value, surroundings)
    },
  }
}
