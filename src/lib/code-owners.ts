import { compileGlob } from './glob.ts'

/** A longer list is not read: each of its patterns costs time, and whoever may write to a repository may write it. */
const longestList = 64 * 1024

/**
 * Who owns a path by the text of a CODEOWNERS file: the last line that matches it decides, and one without owners says that
 * nobody does. https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 *
 * Not the package `ignore`: what GitHub leaves out of gitignore (`!`, `[ ]`) it would read, and patterns of strangers are
 * matched in linear time here.
 * @param path from the top of the repository, such as `.github/incident.yml`
 * @returns logins, teams and addresses as they are written; undefined when the list is too long to be read
 */
export function codeOwnersOf(text: string, path: string): readonly string[] | undefined {
  if (text.length > longestList) return undefined
  const lines = text.split(/\r?\n/).reverse()
  for (const line of lines) {
    const [pattern, ...owners] = wordsOf(line)
    if (pattern !== undefined && owns(pattern, path)) return owners
  }
  return []
}

/** Everybody whom a CODEOWNERS file names for any path, once each, in its order and as they are written. */
export const ownersNamedIn = (text: string): readonly string[] => [
  ...new Set(text.split(/\r?\n/).flatMap((line) => wordsOf(line).slice(1))),
]

/** What stands before a comment; a space that belongs to a path has a backslash before it. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? []
  const comment = words.findIndex((word) => word.startsWith('#'))
  return comment < 0 ? words : words.slice(0, comment)
}

function owns(pattern: string, path: string): boolean {
  // GitHub takes such lines for mistakes and skips them.
  if (/^!|[[\]]/.test(pattern) || !isPossible(pattern, path)) return false
  return globsOf(pattern).some((glob) => {
    const matcher = compileGlob(glob)
    return matcher.ok && matcher.value(path)
  })
}

/** A cheap look first: whatever stands between the wildcards has to be in the path. */
const isPossible = (pattern: string, path: string): boolean =>
  pattern
    .replace(/\\(.)/g, '$1')
    .split(/[*?/]+/)
    .every((part) => path.includes(part))

/** The globs that say the same from the top of the repository: of the file itself, and of the folder with all that is in it. */
function globsOf(pattern: string): readonly string[] {
  const escaped = pattern.replace(/[{}]/g, '\\$&')
  const isFolder = escaped.endsWith('/')
  const bare = escaped.replace(/^\/|\/$/g, '')
  const isAnchored = escaped.replace(/\/$/, '').includes('/')
  const glob = isAnchored ? bare : `**/${bare}`
  const inside = `${glob}/**`
  if (isFolder) return [inside]
  // `docs/*` means what lies directly in there, and not what lies deeper.
  return escaped.endsWith('/*') ? [glob] : [glob, inside]
}
