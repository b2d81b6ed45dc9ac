/** What the lines of a Markdown text begin, after CommonMark. Every expression reads a line once: hostile input costs no more. */

export type LineStart =
  | { readonly type: 'blank' | 'rule' | 'quote' | 'indented' | 'text' }
  | { readonly type: 'fence'; readonly mark: string }
  | { readonly type: 'heading'; readonly depth: number; readonly text: string }
  /** `indent` is the column at which the item's text begins; `interrupts`: it may follow a paragraph without a blank line. */
  | { readonly type: 'item'; readonly indent: number; readonly interrupts: boolean }
  /** `end` is what the block ends with on the same or a later line; '' is a blank line. */
  | { readonly type: 'html'; readonly end: string; readonly interrupts: boolean }

/** Which block a line would begin if none were open. */
export function lineStart(line: string): LineStart {
  const text = line.trimStart()
  if (text === '') return { type: 'blank' }
  if (indentOf(line) >= 4) return { type: 'indented' }
  const fence = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(text)
  if (fence !== null) return { type: 'fence', mark: fence[0] }
  if (/^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(text)) return { type: 'rule' }
  if (text.startsWith('>')) return { type: 'quote' }
  return headingStart(text) ?? itemStart(line, text) ?? htmlStart(text) ?? { type: 'text' }
}

/** Columns of white space before the text; a tab reaches to the next multiple of four. */
export function indentOf(line: string): number {
  let columns = 0
  for (const character of line) {
    if (character === ' ') columns += 1
    else if (character === '\t') columns += 4 - (columns % 4)
    else return columns
  }
  return columns
}

/** Whether a line ends the fenced code that `mark` began. */
export function closesFence(line: string, mark: string): boolean {
  const text = line.trim()
  return text.length >= mark.length && text === mark.charAt(0).repeat(text.length)
}

function headingStart(text: string): LineStart | undefined {
  const marks = /^#{1,6}(?=[ \t]|$)/.exec(text)?.[0]
  if (marks === undefined) return undefined
  const rest = text.slice(marks.length).trim()
  const unclosed = rest.replace(/#+$/, '')
  return { type: 'heading', depth: marks.length, text: /(?:^|[ \t])$/.test(unclosed) ? unclosed.trim() : rest }
}

function itemStart(line: string, text: string): LineStart | undefined {
  const found = /^([-*+]|\d{1,9}[.)])(?:[ \t]+(?=\S)|[ \t]*$)/.exec(text)
  if (found === null) return undefined
  const mark = found[1] ?? ''
  const isEmpty = text.length === found[0].length
  const gap = found[0].length - mark.length
  // Five and more spaces after the mark are code inside of the item, which begins one column after the mark.
  const width = mark.length + (isEmpty || gap > 4 ? 1 : gap)
  return {
    type: 'item',
    indent: indentOf(line) + width,
    interrupts: !isEmpty && (mark.length === 1 || /^0*1.$/.test(mark)),
  }
}

const blockTags = new RegExp(
  `^</?(?:${[
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt',
    'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link',
    'main menu menuitem nav noframes ol optgroup option p param search section source summary table tbody td tfoot th',
    'thead title tr track ul',
  ]
    .join(' ')
    .replaceAll(' ', '|')})(?:[ \\t>]|/>|$)`,
  'i',
)

function htmlStart(text: string): LineStart | undefined {
  if (!text.startsWith('<')) return undefined
  const raw = /^<(script|pre|style|textarea)(?:[ \t>]|$)/i.exec(text)?.[1]
  if (raw !== undefined) return { type: 'html', end: `</${raw.toLowerCase()}>`, interrupts: true }
  if (text.startsWith('<!--')) return { type: 'html', end: '-->', interrupts: true }
  if (text.startsWith('<?')) return { type: 'html', end: '?>', interrupts: true }
  if (text.startsWith('<![CDATA[')) return { type: 'html', end: ']]>', interrupts: true }
  if (/^<![a-z]/i.test(text)) return { type: 'html', end: '>', interrupts: true }
  if (blockTags.test(text)) return { type: 'html', end: '', interrupts: true }
  if (/^<\/?[a-z][a-z0-9-]*(?:[ \t][^<>]*|\/)?>[ \t]*$/i.test(text)) return { type: 'html', end: '', interrupts: false }
  return undefined
}
