/** Where a command's words go. */
export interface Terminal {
  print(line: string): void
  printError(line: string): void
  /** Colours are only for people. */
  readonly isTerminal: boolean
  /** What is piped in. */
  readonly input?: AsyncIterable<Uint8Array>
}
