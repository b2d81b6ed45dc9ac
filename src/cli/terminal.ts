/** Where a command's words go. */
export interface Terminal {
  print(line: string): void
  printError(line: string): void
  /** Whether to write in colours: somebody looks, or wants them (`isColoured`). */
  readonly isTerminal: boolean
  /** Puts a line in the place of the one before, for progress; an empty one takes it back. Undefined: nobody looks. */
  readonly rewrite?: ((line: string) => void) | undefined
  /** What is piped in. */
  readonly input?: AsyncIterable<Uint8Array>
  /** Has something removed when the process ends, by itself or by Ctrl-C. */
  readonly atEnd?: (clean: () => void) => void
}

/** Variables that a command is run with. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a command has beside its arguments. */
export interface Surroundings {
  readonly terminal: Terminal
  readonly environment: Environment
}

/**
 * Whether to write in colours: to a terminal that has them, unless NO_COLOR says otherwise (https://no-color.org).
 * FORCE_COLOR wants them in a pipe as well, such as in the log of a workflow; it wins, as it does in Node itself.
 */
export function isColoured(isTerminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean {
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTerminal && !NO_COLOR && TERM !== 'dumb'
}
