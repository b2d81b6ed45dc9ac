/**
 * Matches like Ruby's File.fnmatch with FNM_PATHNAME, which GitHub uses: `*` and `?` stop at slashes, a leading or
 * inner double star with a slash spans folders, `[abc]` is a choice of characters.
 * Source: docs "Creating rulesets", fnmatch syntax.
 */
export function fnmatch(pattern: string, name: string): boolean {
  return new RegExp(`^${translate(pattern)}$`).test(name)
}

/** @returns true when the pattern is more than a literal name. */
export function isWildcard(pattern: string): boolean {
  return /[*?[\]]/.test(pattern)
}

function translate(pattern: string): string {
  return pattern.replace(/\*\*\/|\*+|\?|\[[^\]/]+\]|[\\^$.|+(){}[\]]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token.startsWith('*')) return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1) return token.replace(/^\[!/, '[^').replace(/\\/g, '\\\\')
    return `\\${token}`
  })
}
