import { type Block, blocksOf } from './markdown-blocks.ts'
import { inlineText } from './markdown-inline.ts'
import { indentOf, lineStart } from './markdown-line.ts'

/** A table's cells as plain text without HTML; every row has as many as the header. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * The tables below headings of one sort, each up to the next heading of the same or a higher level, as GitHub would show
 * them. Reads the text once. Tables inside of quotes and lists are passed over.
 * @param isWanted given a heading's text without its marks
 */
export function tablesUnder(markdown: string, isWanted: (heading: string) => boolean): Table[] {
  let depth: number | undefined
  return blocksOf(markdown).flatMap((block) => {
    const table = tableIn(block)
    if (table) return depth === undefined ? [] : [table]
    if (block.type === 'heading' && (depth === undefined || block.depth <= depth))
      depth = isWanted(inlineText(block.lines.join(' '))) ? block.depth : undefined
    return []
  })
}

/** A table is read as the end of a paragraph; with `---` under its last row it looks like an underlined heading. */
function tableIn({ type, lines }: Block): Table | undefined {
  if (type !== 'paragraph' && type !== 'heading') return undefined
  const delimiter = lines.findIndex((line, index) => index > 0 && isDelimiter(line, lines[index - 1] ?? ''))
  if (delimiter === -1 || lines.slice(0, delimiter).some(isFootnote)) return undefined
  const header = cellsOf(lines[delimiter - 1] ?? '')
  const below = lines.slice(delimiter + 1)
  const end = below.findIndex(beginsBlock)
  const rows = (end === -1 ? below : below.slice(0, end)).map((line) => {
    const cells = cellsOf(line)
    return header.map((_, column) => cells[column] ?? '')
  })
  return { header, rows }
}

/** Whatever begins another block ends a table, also what would not interrupt a paragraph. */
const beginsBlock = (line: string): boolean => lineStart(line).type !== 'text' || isFootnote(line)

/** What follows it belongs to the footnote. */
const isFootnote = (line: string): boolean => /^ {0,3}\[\^/.test(line)

function isDelimiter(line: string, header: string): boolean {
  if (!line.includes('|') || !/^[ \t|:-]+$/.test(line) || Math.max(indentOf(line), indentOf(header)) >= 4) return false
  const columns = splitRow(line)
  return columns.every((cell) => /^:?-+:?$/.test(cell)) && columns.length === splitRow(header).length
}

const cellsOf = (line: string): string[] => splitRow(line).map((cell) => inlineText(cell).trim())

/** A bar ends a cell wherever it stands, even in code, unless a backslash comes before it. The outer bars may be left out. */
function splitRow(line: string): string[] {
  const cells = ['']
  const add = (text: string): void => void cells.push((cells.pop() ?? '') + text)
  for (const [part] of line.trim().matchAll(/\\?[\s\S]/g)) {
    if (part === '|') cells.push('')
    else add(part === '\\|' ? '|' : part)
  }
  if (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop()
  if (cells.length > 1 && cells[0]?.trim() === '') cells.shift()
  return cells.map((cell) => cell.trim())
}
