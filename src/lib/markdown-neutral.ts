/**
 * What GitHub makes more of than text, wherever it stands in a word: mentions, references to issues, commits and
 * repositories, addresses, formulas.
 */
const active = /[@$]|#\d|gh-\d|:\/\/|www\./i

/** Letters of this class change how others are shown, or are not shown at all (bidi controls, zero-width, tags). */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]/gu

/**
 * Text from outside as one line of Markdown that shows exactly that text and does nothing: no mention, reference, link,
 * HTML or marker, no way out of the paragraph, heading, list item or table cell it is put in.
 *
 * Words that GitHub would act on become inline code. It looks for mentions in the rendered text, after escapes and
 * entities are resolved, so neither `\@name` nor `&#64;name` is safe (github/markup#1168, openjdk/skara#1548); code is
 * the one place it leaves alone. A zero-width space after the at-sign would do as well, but people copy names from here.
 * @param max longest visible length in characters; what is longer ends with `…`
 */
export function neutral(text: string, { max = 256 }: { readonly max?: number } = {}): string {
  return clean(text, max).split(' ').map(neutralWord).join(' ')
}

/**
 * The same for text of several lines, as a quotation of its own; put blank lines around it.
 * @param max longest visible length in characters
 */
export function neutralBlock(text: string, { max = 2_000 }: { readonly max?: number } = {}): string {
  const shown: string[] = []
  let left = max
  for (const line of text
    .slice(0, max * 4)
    .trim()
    .split(/\r\n?|[\n\u2028\u2029]/)) {
    if (left <= 0) {
      shown.push('…')
      break
    }
    shown.push(neutral(line, { max: left }))
    left -= line.length + 1
  }
  return shown.map((line) => `> ${line}`.trimEnd()).join('\n')
}

/**
 * The same as `neutral` for a place inside a line of HTML of ours, such as `<summary>`, where Markdown is not read.
 * @param max longest visible length in characters
 */
export function neutralHtml(text: string, { max = 256 }: { readonly max?: number } = {}): string {
  const shown = (word: string): string => word.replace(/[&<>"]/g, (character) => entities.get(character) ?? '')
  return clean(text, max)
    .split(' ')
    .map((word) => (active.test(word) ? `<code>${shown(word)}</code>` : shown(word)))
    .join(' ')
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/** A name from outside (branch, label, file) as inline code. */
export function neutralCode(text: string, { max = 256 }: { readonly max?: number } = {}): string {
  return inlineCode(clean(text, max) || ' ')
}

/** Text from outside on one line without invisible letters, for places that know no Markdown (titles, annotations). */
export function clean(text: string, max: number): string {
  const line = text
    .slice(0, max * 4 + 256)
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(invisible, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length > max
    ? `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : line
}

function neutralWord(word: string): string {
  // Bars end table cells even inside code, and backticks would end the code.
  if (active.test(word))
    return word
      .split(/([|`]+)/)
      .map((part, index) => neutralPart(part, index % 2 === 0))
      .join('')
  return escaped(word)
}

function neutralPart(part: string, mayBeCode: boolean): string {
  if (!mayBeCode || !active.test(part)) return escaped(part)
  // The end of a sentence is no part of a name.
  const [end = ''] = /[.,;:]*$/u.exec(part) ?? []
  const name = part.slice(0, part.length - end.length)
  return active.test(name) ? `${inlineCode(name)}${end}` : inlineCode(part)
}

function escaped(word: string): string {
  return word.replace(/[\\`*_~[\]<>&|]|^[-+=#:]|(?<=^\d{1,9})[.)]/g, '\\$&')
}

function inlineCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}
