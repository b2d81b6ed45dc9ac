import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface WordingRule {
  readonly name: string
  readonly where: RegExp
  readonly pattern: RegExp
}

/** What no linter looks for. The patterns are written so that they do not find themselves. */
const rules: readonly WordingRule[] = [
  { name: 'unfinished work', where: /./, pattern: /\b(TO[D]O|FIX[M]E|HA[C]K|XX[X])\b/ },
  { name: 'a test that does not run', where: /\.test\.ts$/, pattern: /\b(it|test|describe|suite)\.(skip|only|todo)\b/ },
  { name: 'a path of one machine', where: /./, pattern: /(?<![\w.})/-])\/(home|Users|root|work|workspace)\/[\w.-]/ },
  {
    name: 'a package registry',
    where: /./,
    pattern: /\b(registry\.\w|npm\.pkg\.|\w+\.npmjs\.\w|verdacci[o]|artifactor[y])/,
  },
]

// Not ours, or nothing a person reads.
const leftOut = new Set(['node_modules', '.git', 'data', 'coverage', 'LICENSE'])

/** Wording that does not belong into the project's files: `path:line: rule`. */
export function wordingBreaches(root: string): string[] {
  return textFiles(root).flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n')
    return rules
      .filter(({ where }) => where.test(path))
      .flatMap(({ name, pattern }) =>
        lines.flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${name}`] : [])),
      )
  })
}

function textFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (leftOut.has(entry.name)) return []
    if (entry.isDirectory()) return textFiles(root, path)
    return entry.isFile() ? [path] : []
  })
}
