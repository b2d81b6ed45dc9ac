import { closesFence, indentOf, type LineStart, lineStart } from './markdown-line.ts'

/** GitHub keeps no more than this of a body or a comment; what comes after it is not read. */
const longestMarkdown = 65_536

/** A block of the top level. Quotes and lists stay whole: what stands in them is read as their lines. */
export interface Block {
  readonly type: 'paragraph' | 'heading' | 'quote' | 'list' | 'code' | 'html'
  /** 1 to 6 for a heading, else 0. */
  readonly depth: number
  /** As written, without the marks of quotes, fences and headings. */
  readonly lines: readonly string[]
}

interface Open {
  readonly type: Block['type']
  readonly lines: string[]
  /** Of fenced code: its opening mark; of HTML: what ends it; undefined for what ends in another way. */
  readonly end?: string
  /** Of a list, and of code and HTML in one: the column from which a line belongs to it for sure. */
  readonly indent?: number
  readonly afterBlank?: boolean
}

/**
 * Splits a text from outside into its blocks, as GitHub would, in one pass. CommonMark parsers take half a minute and more
 * for 64 KiB of `>a` paragraphs or unpaired stars, and a comment must not be able to stop the process. The price: what
 * stands inside of quotes and lists is read as lines, not as blocks.
 */
export function blocksOf(markdown: string): Block[] {
  const scanner = new BlockScanner()
  for (const line of markdown.slice(0, longestMarkdown).split(/\r\n?|\n/)) scanner.read(line)
  return scanner.blocks
}

class BlockScanner {
  readonly blocks: Block[] = []
  #open: Open | undefined

  read(line: string): void {
    const start = lineStart(line)
    if (!this.#continues(line, start)) this.#begin(line, start)
  }

  /** Adds the line to the open block if it belongs there. */
  #continues(line: string, start: LineStart): boolean {
    const open = this.#open
    if (!open) return false
    switch (open.type) {
      case 'paragraph':
        return this.#continuesParagraph(open, line, start)
      case 'quote':
        return continuesQuote(open, line, start)
      case 'list':
        return this.#continuesList(open, line, start)
      default:
        return this.#continuesVerbatim(open, line, start)
    }
  }

  #continuesParagraph(open: Open, line: string, start: LineStart): boolean {
    const underline = start.type === 'indented' ? undefined : /^(?:=+|-+)$/.exec(line.trim())?.[0]
    if (underline !== undefined) {
      this.blocks.splice(-1, 1, { type: 'heading', depth: underline.startsWith('=') ? 1 : 2, lines: open.lines })
      this.#open = undefined
      return true
    }
    if (start.type === 'blank' || interruptsParagraph(start)) return false
    open.lines.push(line)
    return true
  }

  #continuesList(open: Open, line: string, start: LineStart): boolean {
    const { indent = 0, afterBlank = false } = open
    if (start.type === 'blank') {
      open.lines.push('')
      this.#open = { ...open, afterBlank: true }
      return true
    }
    const isInside = indentOf(line) >= indent
    if (isInside && this.#beginsVerbatim(line.trimStart(), indent)) return true
    if (!isInside && start.type !== 'item' && (afterBlank || interruptsParagraph(start))) return false
    open.lines.push(line)
    this.#open = { ...open, afterBlank: false, indent: start.type === 'item' && !isInside ? start.indent : indent }
    return true
  }

  #beginsVerbatim(text: string, indent: number): boolean {
    const start = lineStart(text)
    if (start.type !== 'fence' && start.type !== 'html') return false
    this.#begin(text, start)
    this.#open = this.#open ? { ...this.#open, indent } : this.#openBlock({ type: 'list', lines: [], indent })
    return true
  }

  /** Code and HTML; inside of a list they end with it, and the list goes on after them. */
  #continuesVerbatim(open: Open, line: string, start: LineStart): boolean {
    const { type, end, indent } = open
    if (indent !== undefined && start.type !== 'blank' && indentOf(line) < indent) return false
    if (type === 'code' && end === undefined) {
      if (start.type !== 'indented' && start.type !== 'blank') return false
      open.lines.push(line)
      return true
    }
    const isLast = type === 'code' ? closesFence(line, end ?? '') : endsHtml(line, end)
    if (!isLast || type === 'html') open.lines.push(line)
    if (isLast) this.#open = indent === undefined ? undefined : this.#openBlock({ type: 'list', lines: [], indent })
    return true
  }

  #begin(line: string, start: LineStart): void {
    this.#open = undefined
    if (start.type === 'heading') this.blocks.push({ type: 'heading', depth: start.depth, lines: [start.text] })
    if (start.type === 'text') this.#openBlock({ type: 'paragraph', lines: [line] })
    if (start.type === 'fence') this.#openBlock({ type: 'code', lines: [], end: start.mark })
    if (start.type === 'indented') this.#openBlock({ type: 'code', lines: [line] })
    if (start.type === 'quote') this.#openBlock({ type: 'quote', lines: [withoutQuoteMark(line)] })
    if (start.type === 'item') this.#openBlock({ type: 'list', lines: [line], indent: start.indent })
    if (start.type === 'html') {
      this.#openBlock({ type: 'html', lines: [line], end: start.end })
      if (start.end !== '' && endsHtml(line, start.end)) this.#open = undefined
    }
  }

  #openBlock(open: Open): Open {
    this.blocks.push({ type: open.type, depth: 0, lines: open.lines })
    this.#open = open
    return open
  }
}

function continuesQuote(open: Open, line: string, start: LineStart): boolean {
  const inParagraph = /[^> \t]/.test(open.lines.at(-1) ?? '')
  const isLazy = inParagraph && start.type !== 'blank' && !interruptsParagraph(start)
  if (start.type !== 'quote' && !isLazy) return false
  open.lines.push(withoutQuoteMark(line))
  return true
}

const endsHtml = (line: string, end: string | undefined): boolean =>
  end === '' ? line.trim() === '' : end !== undefined && line.toLowerCase().includes(end)

function interruptsParagraph(start: LineStart): boolean {
  if (start.type === 'item' || start.type === 'html') return start.interrupts
  return start.type === 'rule' || start.type === 'quote' || start.type === 'fence' || start.type === 'heading'
}

const withoutQuoteMark = (line: string): string => line.replace(/^[ \t]*>[ \t]?/, '')
