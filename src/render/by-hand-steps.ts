/** The commands of a page for doing it by hand, step by step; one text is one block to paste. */
export interface ByHandSteps {
  /** What has to be known before. */
  readonly remarks: readonly string[]
  readonly keep: readonly string[]
  readonly freeze: readonly string[]
  readonly check: readonly string[]
  readonly lift: readonly string[]
  readonly compare: readonly string[]
  /** What the comparison shows when all is well. */
  readonly compared: string
}

export const block = (commands: string): string => `\`\`\`sh\n${commands}\n\`\`\``

/** A file's name for what stood on a branch; numbered, because two names may look the same once they are made plain. */
export const fileFor = (branch: string, place: number): string =>
  `before-${place + 1}-${branch.replace(/[^\w.-]+/g, '-').slice(0, 60)}.json`
