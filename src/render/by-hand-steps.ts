import type { UnreadBranches } from '../incident/readiness/facts.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { andList } from './words.ts'

/** The commands of a page for doing it by hand, step by step; one text is one block to paste. */
export interface ByHandSteps {
  /** What has to be known before. */
  readonly remarks: readonly string[]
  readonly keep: readonly string[]
  readonly freeze: readonly string[]
  /** What may come back from it and means no harm. */
  readonly frozen?: string
  readonly check: readonly string[]
  readonly lift: readonly string[]
  readonly compare: readonly string[]
  /** What the comparison shows when all is well. */
  readonly compared: string
}

/** Keeps what GitHub answers. What is kept already stays: begun again after the freeze, this would keep the freeze. */
export const keptIn = (file: string, request: string): string =>
  `test -e ${file} || { ${request} > ${file}.part && mv ${file}.part ${file}; }`

export const block = (commands: string): string => `\`\`\`sh\n${commands}\n\`\`\``

/** A file's name for what stood on a branch; numbered, because two names may look the same once they are made plain. */
export const fileFor = (branch: string, place: number): string =>
  `before-${place + 1}-${branch.replace(/[^\w.-]+/g, '-').slice(0, 60)}.json`

const mostNamed = 100

/** Branches that would be frozen and were not looked at, by name as far as those were read. */
export function unreadList({ named, unnamed }: UnreadBranches): string {
  const shown = named.slice(0, mostNamed).map((branch) => neutralCode(branch, { max: 100 }))
  const others = named.length - shown.length + unnamed
  return andList(others > 0 ? [...shown, `${others} others`] : shown)
}
