/** A part of a paragraph that is not read as text: code, or HTML with its comments. Offsets in UTF-16 units, `end` excluded. */
interface HiddenPart {
  readonly type: 'code' | 'html'
  readonly start: number
  readonly end: number
}

/** What may follow `<!`, `<?` …, with what ends it. */
const declarations = [
  { opening: '<!--', ending: '-->' },
  { opening: '<![CDATA[', ending: ']]>' },
  { opening: '<?', ending: '?>' },
  { opening: '<!', ending: '>' },
]

const tag = /<\/?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>/y

/** Finds code and HTML in the text of one paragraph, in one pass: ends that were looked for in vain are not looked for again. */
function hiddenParts(text: string): HiddenPart[] {
  const parts: HiddenPart[] = []
  const missing = new Set<string>()
  const find = (ending: string, from: number): number => {
    const at = missing.has(ending) ? -1 : text.indexOf(ending, from)
    if (at === -1) missing.add(ending)
    return at
  }
  const codeEnds = closingBackticks(text)
  let at = 0
  while (at < text.length) {
    const part = partAt(text, at, find) ?? codeAt(text, at, codeEnds)
    if (part) parts.push(part)
    at = part ? part.end : at + lengthOfRest(text, at)
  }
  return parts
}

/** An escaped character and a run of backticks are stepped over as a whole. */
function lengthOfRest(text: string, at: number): number {
  if (text[at] === '\\') return 2
  return Math.max(1, backticksAt(text, at))
}

function partAt(text: string, at: number, find: (ending: string, from: number) => number): HiddenPart | undefined {
  if (text[at] !== '<') return undefined
  const declaration = declarations.find(({ opening }) => text.startsWith(opening, at))
  if (!declaration) {
    tag.lastIndex = at
    const found = tag.exec(text)
    return found ? { type: 'html', start: at, end: at + found[0].length } : undefined
  }
  const { opening, ending } = declaration
  // `<!-->` is a whole comment: its end may overlap its beginning.
  const end = find(ending, opening === '<!--' ? at + 2 : at + opening.length)
  return end === -1 ? undefined : { type: 'html', start: at, end: end + ending.length }
}

function codeAt(text: string, at: number, ends: Map<number, number[]>): HiddenPart | undefined {
  const length = backticksAt(text, at)
  const candidates = ends.get(length)
  while (candidates?.[0] !== undefined && candidates[0] <= at) candidates.shift()
  const end = length === 0 ? undefined : candidates?.[0]
  return end === undefined ? undefined : { type: 'code', start: at, end: end + length }
}

function closingBackticks(text: string): Map<number, number[]> {
  const ends = new Map<number, number[]>()
  for (const { index, 0: run } of text.matchAll(/`+/g)) {
    const same = ends.get(run.length)
    if (same) same.push(index)
    else ends.set(run.length, [index])
  }
  return ends
}

function backticksAt(text: string, at: number): number {
  let length = 0
  while (text[at + length] === '`') length += 1
  return length
}

/** Rewrites a paragraph's text part by part. */
export function rewriteParts(
  text: string,
  rewrite: Readonly<Record<HiddenPart['type'] | 'text', (part: string) => string>>,
): string {
  let at = 0
  let result = ''
  for (const { type, start, end } of hiddenParts(text)) {
    result += rewrite.text(text.slice(at, start)) + rewrite[type](text.slice(start, end))
    at = end
  }
  return result + rewrite.text(text.slice(at))
}

/** The readable text of a paragraph: HTML left out, code without its marks, escaped characters without their backslash. */
export function inlineText(text: string): string {
  return rewriteParts(text, { text: withoutBackslashes, code: codeContent, html: () => '' })
}

const withoutBackslashes = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')

function codeContent(span: string): string {
  const length = backticksAt(span, 0)
  const content = span.slice(length, -length)
  return content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '' ? content.slice(1, -1) : content
}
