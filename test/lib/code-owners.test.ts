import { describe, expect, it } from 'vitest'
import { codeOwnersOf } from '../../src/lib/code-owners.ts'

const path = '.github/incident.yml'

describe('the owners of .github/incident.yml', () => {
  it.each([
    ['*', true],
    ['*.yml', true],
    ['*.js', false],
    ['incident.yml', true],
    ['/incident.yml', false],
    ['.github/incident.yml', true],
    ['/.github/incident.yml', true],
    ['.github', true],
    ['.github/', true],
    ['/.github/', true],
    ['.github/*', true],
    ['/.github/*.yml', true],
    ['.github/**', true],
    ['**/incident.yml', true],
    ['**/.github/*', true],
    ['github/', false],
    ['docs/', false],
    ['.github/incident.yml/', false],
    ['.github/inciden?.yml', true],
    ['.github/incident.{yml,yaml}', false],
    ['.github/[i]ncident.yml', false],
    ['!.github/incident.yml', false],
    ['/*', false],
    ['# *', false],
    ['.GitHub/', false],
  ])('%s: %s', (pattern, owned) => {
    expect(codeOwnersOf(`${pattern} @dana\n`, path)).toEqual(owned ? ['@dana'] : [])
  })

  it('what lies deeper is not directly in a folder', () => {
    expect(codeOwnersOf('docs/* @dana', 'docs/a/b.md')).toEqual([])
    expect(codeOwnersOf('docs/* @dana', 'docs/b.md')).toEqual(['@dana'])
    expect(codeOwnersOf('docs @dana', 'src/docs/a/b.md')).toEqual(['@dana'])
    expect(codeOwnersOf('a\\ b/ @dana', 'a b/c')).toEqual(['@dana'])
  })

  it('the last line that matches decides, and one without owners takes them away', () => {
    expect(codeOwnersOf('* @ann\n.github/ @bob @acme/ops\r\n*.md @eve\n', path)).toEqual(['@bob', '@acme/ops'])
    expect(codeOwnersOf('* @ann\n.github/   # nobody\n', path)).toEqual([])
    expect(codeOwnersOf('* @ann # and nobody else\n', path)).toEqual(['@ann'])
    expect(codeOwnersOf('', path)).toEqual([])
  })

  it('a list that is too long is not judged', () => {
    expect(codeOwnersOf('* @ann\n'.repeat(10_000), path)).toBeUndefined()
  })

  it('no pattern takes long', () => {
    const slow = Array.from({ length: 300 }, () => `${'*?'.repeat(60)}${'**/'.repeat(20)} @x`).join('\n')
    expect(codeOwnersOf(slow, path)).toEqual([])
  })
})
