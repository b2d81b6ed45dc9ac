import { describe, expect, it } from 'vitest'
import { statusMarks } from '../../src/render/incident-words.ts'
import { allPages, nodesOf, readPage } from './pages.ts'

const types = ['flowchart', 'stateDiagram-v2', 'sequenceDiagram']

const diagrams = allPages().flatMap(({ path, tree }) =>
  nodesOf(tree, 'code')
    .filter(({ lang }) => lang === 'mermaid')
    .map(({ value }) => ({ path, value })),
)

/** What would keep GitHub from drawing it; there is no parser of the language here, so this looks for common slips. */
function slips(diagram: string): string[] {
  const [head = '', ...lines] = diagram.split('\n')
  const found = types.includes(head.split(' ')[0] ?? '') ? [] : [`unknown type: ${head}`]
  for (const line of lines) {
    const bare = line.replace(/"[^"]*"/g, '""')
    if (/(?<!")"(?!")/.test(bare.replaceAll('""', ''))) found.push(`a quote is not closed: ${line}`)
    if (!isBalanced(bare)) found.push(`brackets do not match: ${line}`)
    if (/-->\s*$|^\s*-->/.test(line)) found.push(`an arrow without an end: ${line}`)
  }
  return found
}

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function isBalanced(line: string): boolean {
  const open: string[] = []
  for (const character of line) {
    if ('([{'.includes(character)) open.push(character)
    else if (partners[character] !== undefined && open.pop() !== partners[character]) return false
  }
  return open.length === 0
}

describe('the diagrams', () => {
  it.each(diagrams)('can be drawn: $path', ({ value }) => {
    expect(slips(value)).toEqual([])
  })

  it.each([
    ['pie\n  a', 'unknown type: pie'],
    ['flowchart TD\n  a["x] --> b', 'a quote is not closed:   a["x] --> b'],
    ['flowchart TD\n  a["x" --> b', 'brackets do not match:   a["x" --> b'],
    ['flowchart TD\n  a -->', 'an arrow without an end:   a -->'],
  ])('with a slip are found: %s', (diagram, slip) => {
    expect(slips(diagram)).toContain(slip)
  })

  it('of the states shows every status an incident can have, and no other', () => {
    const drawn = nodesOf(readPage('docs/procedure.md').tree, 'code').find(({ value }) =>
      value.startsWith('stateDiagram'),
    )
    const states = [...(drawn?.value ?? '').matchAll(/^ +(\S+) --> (\w+|\[\*\])/gm)].flatMap(([, from, to]) => [
      from,
      to,
    ])
    expect([...new Set(states)].filter((state) => state !== '[*]').toSorted()).toEqual(
      Object.keys(statusMarks).toSorted(),
    )
  })
})
