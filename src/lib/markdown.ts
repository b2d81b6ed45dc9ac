import { type Block, blocksOf } from './markdown-blocks.ts'
import { inlineText, rewriteParts } from './markdown-inline.ts'

const commandStart = /^\/incident(?=\s|$)/i

/**
 * The lines of a comment that are commands: those that start with `/incident` in a paragraph of its own right. Quotes (with
 * the lines that Markdown counts to them), lists, tables, code and HTML comments hold none: people quote and explain
 * commands there.
 * @returns the lines as written, without HTML and surrounding space, in their order
 */
export function commandLines(markdown: string): string[] {
  // Most comments hold no command, and looking costs little.
  if (!/^[ \t]*\/incident(?=\s|$)/im.test(markdown)) return []
  return blocksOf(markdown).flatMap((block) => (block.type === 'paragraph' ? commandsIn(block.lines) : []))
}

function commandsIn(lines: readonly string[]): string[] {
  // Marks where lines begin inside code or HTML, and where HTML stood: leaving it out must not make commands.
  const marked = (part: string): string => part.replaceAll('\n', '\n\0')
  const visible = rewriteParts(beforeExtensions(lines).join('\n'), {
    text: (part) => part,
    code: marked,
    html: (part) => marked(part.replace(/[^\n]+/g, '\0')),
  })
  return visible
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => commandStart.test(line))
    .map((line) => line.replaceAll('\0', ''))
}

/** The lines before a table or a footnote; they take every line up to the next blank one. */
function beforeExtensions(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line, index) => /^ {0,3}\[\^/.test(line) || isTableDelimiter(lines[index + 1] ?? ''))
  return end === -1 ? lines : lines.slice(0, end)
}

const isTableDelimiter = (line: string): boolean => line.includes('-') && /[|:]/.test(line) && /^[ \t|:-]+$/.test(line)

/**
 * The text under a heading, up to the next heading of the same or a higher level. Reads people's descriptions and what issue
 * forms make alike: an answer that was left out (`_No response_`) is empty.
 * @param heading compared without case, surrounding space and a closing colon
 * @returns plain text without HTML; '' when nothing stands there; undefined when there is no such heading
 */
export function sectionText(markdown: string, heading: string): string | undefined {
  const blocks = blocksOf(markdown)
  const key = headingKey(heading)
  const index = blocks.findIndex((block) => block.type === 'heading' && headingKey(blockText(block)) === key)
  const depth = blocks[index]?.depth
  if (depth === undefined) return undefined
  const rest = blocks.slice(index + 1)
  const end = rest.findIndex((block) => block.type === 'heading' && block.depth <= depth)
  const section = end === -1 ? rest : rest.slice(0, end)
  const text = section
    .map(blockText)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return /^[_*]no response[_*]$/i.test(text) ? '' : text
}

function blockText({ type, lines }: Block): string {
  const text = lines.join('\n')
  return type === 'code' ? text : inlineText(text)
}

const headingKey = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^[ *_]+|[ *_:：]+$/g, '')
    .toLowerCase()

export interface TaskItem {
  readonly text: string
  readonly ticked: boolean
}

/** Every `- [ ]` and `- [x]` item of a text, nested ones included, in their order; the first line of each as plain text. */
export function taskItems(markdown: string): TaskItem[] {
  return blocksOf(markdown).flatMap(({ type, lines }) => (type === 'list' ? lines.flatMap(taskIn) : []))
}

function taskIn(line: string): TaskItem[] {
  const task = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\][ \t]+(?=\S)/.exec(line)
  return task === null ? [] : [{ text: inlineText(line.slice(task[0].length)).trim(), ticked: task[1] !== ' ' }]
}
