import { isFunctionLikeDeclaration } from 'typescript/unstable/ast/is'
import { descendants, endLine, openSources, startLine, syntaxOnly } from './sources.ts'

export interface Measured {
  /** `src/lib/result.ts` for a file, `src/lib/result.ts:12` for a function. */
  readonly at: string
  readonly lines: number
}

/** Lengths in lines, blank lines and comments inside included; functions inside functions count for both. */
export function measure(root: string): {
  readonly files: readonly Measured[]
  readonly functions: readonly Measured[]
} {
  using sources = openSources(root, syntaxOnly)
  const files = sources.files.map(({ path, source }) => ({ at: path, lines: source.text.trimEnd().split('\n').length }))
  const functions = sources.files.flatMap(({ path, source }) =>
    [...descendants(source)].filter(isFunctionLikeDeclaration).map((node) => {
      const start = startLine(source, node)
      return { at: `${path}:${start}`, lines: endLine(source, node) - start + 1 }
    }),
  )
  return { files, functions }
}

/** The smallest length that `share` (0 to 1) of all do not exceed; 0 when there are none. */
export function percentile(measured: readonly Measured[], share: number): number {
  const sorted = measured.map(({ lines }) => lines).sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

export function longerThan(limit: number, measured: readonly Measured[]): string[] {
  return measured.filter(({ lines }) => lines > limit).map(({ at, lines }) => `${at}: ${lines} lines`)
}
