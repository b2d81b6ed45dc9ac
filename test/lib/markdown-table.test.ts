import fc from 'fast-check'
import type { Nodes, TableCell } from 'mdast'
import { describe, expect, it } from 'vitest'
import { type Table, tablesUnder } from '../../src/lib/markdown-table.ts'
import { parseGfm } from './markdown-reference.ts'

const isActions = (heading: string): boolean => /actions/i.test(heading)
const under = (markdown: string): Table[] => tablesUnder(`## Actions\n\n${markdown}`, isActions)

/** The tables of the top level as a complete parser reads them. */
function expected(markdown: string): Table[] {
  return parseGfm(markdown).children.flatMap((node) => {
    if (node.type !== 'table') return []
    const [header = [], ...rows] = node.children.map(({ children }) => children.map(cellText))
    return [{ header, rows: rows.map((cells) => header.map((_, column) => cells[column] ?? '')) }]
  })
}

const cellText = (cell: TableCell): string => cell.children.map(textOf).join('').trim()

function textOf(node: Nodes): string {
  if (node.type === 'html') return ''
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

describe('tables under a heading', () => {
  it('are read with and without outer bars, and with too few and too many cells', () => {
    expect(under('| A | B |\n|---|:-:|\n| 1 | 2 |\n3 | 4\n| 5 |\n| 6 | 7 | 8 |')).toEqual([
      {
        header: ['A', 'B'],
        rows: [
          ['1', '2'],
          ['3', '4'],
          ['5', ''],
          ['6', '7'],
        ],
      },
    ])
  })

  it('end with their section, and begin with it', () => {
    const table = (name: string) => `| ${name} |\n|---|\n| x |\n`
    const text = `${table('no')}\n# Actions\n\n${table('a')}\n### Sub\n\n${table('b')}\n# Next\n\n${table('no')}\n## actions: more\n\n${table('c')}`
    expect(tablesUnder(text, isActions).map(({ header }) => header)).toEqual([['a'], ['b'], ['c']])
  })

  it.each([
    ['an escaped bar', '| a \\| b |', 'a | b'],
    ['a bar in code', '| `a \\| b` |', 'a | b'],
    ['HTML', '| a <b>b</b><!-- c --> |', 'a b'],
    ['a placeholder', '| <thing> |', ''],
    ['an escape at the end', '| a \\\\ |', 'a \\'],
  ])('give the plain text of %s', (_, row, text) => {
    expect(under(`| A |\n|---|\n${row}`)[0]?.rows).toEqual([[text]])
  })

  it('end before a rule, a quote, a list, a heading and a blank line', () => {
    for (const after of ['---', '> q', '- item', '# h', '\nx | y'])
      expect(under(`| A | B |\n|---|---|\n| 1 | 2 |\n${after}`)[0]?.rows).toEqual([['1', '2']])
  })

  it.each([
    ['code', '```\n| A |\n|---|\n| x |\n```'],
    ['indented code', '    | A |\n    |---|\n    | x |'],
    ['a comment', '<!--\n| A |\n|---|\n| x |\n-->'],
    ['a quote', '> | A |\n> |---|\n> | x |'],
    ['a delimiter of another width', '| A | B |\n|---|\n| x |'],
  ])('are none in %s', (_, text) => {
    expect(under(text)).toEqual([])
  })

  it('are read as GitHub shows them, whatever stands in the cells', () => {
    const cell = fc
      .array(
        fc.constantFrom('a', 'B c', '1', '\\|', '\\\\', '`x`', '`', '<b>', '<!-- c -->', '-', ':', '#', '\\', ' '),
        {
          maxLength: 4,
        },
      )
      .map((pieces) => pieces.join(''))
    const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => `| ${cells.join(' | ')} |`)
    const table = fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.array(row, { maxLength: 4 }))
      .map(([width, rows]) => [`${'| h '.repeat(width)}|`, `${'|:--'.repeat(width)}|`, ...rows].join('\n'))
    fc.assert(
      fc.property(table, (markdown) => {
        expect(under(markdown)).toEqual(expected(markdown))
      }),
      { numRuns: 1_000 },
    )
  })

  it('never hold a cell that GitHub does not show in a table', () => {
    const piece = fc.constantFrom(
      ...['| A | B |\n', '|---|---|\n', '| x | y |\n', '| `z` | <b> |\n', '- ', '> ', '    ', '  ', '```\n', '<!--\n'],
      ...[
        '-->\n',
        '<div>\n',
        '# h\n',
        '---\n',
        '===\n',
        '\n',
        'text\n',
        '1. ',
        '\\',
        '|',
        '`',
        '<pre>\n',
        '</pre>\n',
        '[^1]: ',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const shown = expected(`## Actions\n\n${pieces.join('')}`).flatMap(({ rows }) => rows.map((row) => row.join()))
        const read = under(pieces.join('')).flatMap(({ rows }) => rows.map((row) => row.join()))
        expect(read.filter((row) => !shown.includes(row))).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })

  it('of ten thousand rows and of hostile lines are read in no time', () => {
    const head = '| A | B |\n|---|---|\n'
    for (const line of [
      '| x | y |\n',
      '|'.repeat(60_000),
      '\\|'.repeat(30_000),
      `${'`a'.repeat(20_000)}|`,
      '<!--|'.repeat(10_000),
    ])
      under(head + line.repeat(Math.ceil(65_000 / line.length)))
    expect(under(head + '| x | y |\n'.repeat(10_000))[0]?.rows.length).toBeGreaterThan(6_000)
    expect(under('a | b\n|-|\n'.repeat(8_000)).length).toBeLessThan(8_000)
  })
})
