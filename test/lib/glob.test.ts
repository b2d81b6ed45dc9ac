import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { branchMatches, compileGlob, compilePattern, matchesPattern } from '../../src/lib/glob.ts'

describe('matchesPattern with a glob', () => {
  it.each([
    ['hotfix/*', 'hotfix/production-fix', true],
    ['hotfix/*', 'hotfix/a/b', false],
    ['hotfix/*', 'my/hotfix/a', false],
    ['hotfix/*', 'hotfix/', true],
    ['docs/**', 'docs/a/b.md', true],
    ['docs/**', 'docs', false],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'a/b/c.md', true],
    ['**/*.md', 'a/b/c.mdx', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['?.md', 'a.md', true],
    ['?.md', '/.md', false],
    ['v[0-9].x', 'v3.x', true],
    ['v[!0-9].x', 'v3.x', false],
    ['v[!0-9].x', 'v/.x', false],
    ['a[+-9]b', 'a/b', false],
    ['a[+-9]b', 'a.b', true],
    ['[]]', ']', true],
    ['{hotfix,fix}/*', 'fix/a', true],
    ['{hotfix,fix}/*', 'feature/a', false],
    ['a{b,{c,d}}', 'ad', true],
    ['a,b', 'a,b', true],
    ['a.b', 'axb', false],
    ['a+(b)|$^', 'a+(b)|$^', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['*', 'línea', true],
    ['?', '😀', true],
  ])('%s and %s: %s', (glob, text, matches) => {
    expect(matchesPattern(glob, text)).toBe(matches)
  })

  it.each(['[a', '{a', 'a}', 'a\\', '[z-a]', '{'.repeat(6)])('refuses %s', (glob) => {
    expect(compileGlob(glob).ok).toBe(false)
    expect(matchesPattern(glob, glob)).toBe(false)
  })
})

/** The shortest thing that could be right, for alphabets without special meaning beside `*`, `?` and `/`. */
function naive(glob: string, text: string): boolean {
  if (glob === '') return text === ''
  if (glob.startsWith('**')) {
    const rest = glob.slice(2)
    return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) => naive(rest, text.slice(at)))
  }
  if (glob.startsWith('*')) {
    const free = text.split('/', 1)[0]?.length ?? 0
    return Array.from({ length: free + 1 }, (_, at) => at).some((at) => naive(glob.slice(1), text.slice(at)))
  }
  if (text === '' || (glob[0] === '?' && text[0] === '/')) return false
  return (glob[0] === '?' || glob[0] === text[0]) && naive(glob.slice(1), text.slice(1))
}

describe('any glob', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 })
  const glob = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '?', 'a**b'), { maxLength: 6 })
    .map((parts) => parts.join(''))
    // Three stars are as good as two, and `**` + `/` may stand for nothing; the naive reading knows neither.
    .filter((one) => !one.includes('***') && !/\*\*\//.test(one))

  it('agrees with the naive reading', () => {
    fc.assert(
      fc.property(glob, text, (pattern, candidate) => {
        const compiled = compileGlob(pattern)
        expect(compiled.ok && compiled.value(candidate)).toBe(naive(pattern, candidate))
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (pattern, candidate) => {
        expect([true, false]).toContain(matchesPattern(pattern, candidate))
      }),
    )
  })
})

describe('a regular expression between slashes', () => {
  it('matches the whole text', () => {
    expect(matchesPattern('/hotfix/cve-[0-9]{4}-[0-9]+/', 'hotfix/cve-2025-12345')).toBe(true)
    expect(matchesPattern('/hotfix/cve-[0-9]{4}-[0-9]+/', 'x/hotfix/cve-2025-12345')).toBe(false)
    expect(matchesPattern('/a|b/', 'ab')).toBe(false)
  })

  it('ends in time for input that makes others hang', () => {
    expect(matchesPattern('/(a+)+b/', 'a'.repeat(4000))).toBe(false)
  })

  it.each([
    '/(/',
    '/(?=a)/',
    '/(a)\\1/',
    `/${'a'.repeat(600)}/`,
    '/((a{1000}){1000}){1000}/',
    `/${'a{1000}'.repeat(40)}/`,
  ])('refuses %s', (pattern) => {
    expect(compilePattern(pattern).ok).toBe(false)
  })
})

describe('branchMatches', () => {
  it.each([
    [['~DEFAULT_BRANCH'], 'main', true],
    [['~DEFAULT_BRANCH'], 'release/1', false],
    [['~ALL'], 'anything/at/all', true],
    [['release/*'], 'release/1.2', true],
    [['release/*'], 'release/1/2', false],
    [['release/**/*'], 'release/1/2', true],
    [['release/**'], 'release/1/2', false],
    [['v{1,2}'], 'v1', false],
    [['v{1,2}'], 'v{1,2}', true],
    [[], 'main', false],
    [['x', 'ma[a-z]n'], 'main', true],
  ])('%j and %s: %s', (patterns, branch, matches) => {
    expect(branchMatches(patterns, branch, 'main')).toBe(matches)
  })
})
