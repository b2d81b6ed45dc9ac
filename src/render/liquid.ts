import { Context, Liquid } from 'liquidjs'
import { clean, neutral } from '../lib/markdown-neutral.ts'

/** Markdown that was made harmless already, as a template's variable. Everything else is made harmless where it is put out. */
export class Harmless {
  readonly markdown: string

  constructor(markdown: string) {
    this.markdown = markdown
  }

  /** What filters see: their result counts as text from outside again. */
  toString(): string {
    return this.markdown
  }
}

/** Ample for a page, and reached in milliseconds. */
const limits = { parseLimit: 100_000, memoryLimit: 5_000_000, renderLimit: 1_000 }

/** Pieces of a template that are rendered, counting loops: reached long before the time is up, and on every machine alike. */
const mostPieces = 20_000

export type Rendered =
  | { readonly ok: true; readonly text: string }
  /** `line` counts from 1; undefined when the error has no place. */
  | { readonly ok: false; readonly reason: string; readonly line: number | undefined }

/**
 * Renders a template of the repository: no files, no clock, no prototype, bounded in time and memory. Its filters see the
 * variables as they are, and what is put out is made harmless last, so that no filter can undo it (`truncate` could cut
 * through the code that keeps a name from being a mention).
 */
export function renderTemplate(template: string, variables: object): Rendered {
  return render(template, variables, (value) =>
    value instanceof Harmless ? value.markdown : neutral(asText(value), { max: 4_000 }),
  )
}

/** The same for one line of plain text, such as an issue's title. */
export function renderPlainTemplate(template: string, variables: object): Rendered {
  return render(template, variables, (value) => clean(asText(value), 1_000))
}

function render(template: string, variables: object, escaped: (value: unknown) => string): Rendered {
  const liquid = new Liquid({
    ...limits,
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    timezoneOffset: 0,
    outputEscape: escaped,
  })
  restrictFilters(liquid)
  try {
    const context = new Context(variables, liquid.options, { sync: true }, { liquid })
    countPieces(context)
    return { ok: true, text: String(liquid.parseAndRenderSync(template, context)) }
  } catch (error) {
    return { ok: false, reason: reasonOf(error), line: lineOf(error) }
  }
}

/** The library documents such a limit (`templateLimit`) and does not keep it; where it looks at its clock, pieces are counted. */
function countPieces({ renderLimit }: Context): void {
  const check = renderLimit.check.bind(renderLimit)
  let pieces = 0
  renderLimit.check = (now) => {
    pieces += 1
    if (pieces > mostPieces) throw new Error(`it puts out more than ${mostPieces} pieces`)
    check(now)
  }
}

function restrictFilters(liquid: Liquid): void {
  // Would put out what an outsider wrote as it is.
  liquid.registerFilter('raw', (value: unknown) => value)
  // Chance would make the same incident come out differently each time.
  for (const name of ['sample', 'shuffle']) delete liquid.filters[name]
  // So would the clock, which dates read when they are asked for "now".
  for (const name of Object.keys(liquid.filters).filter((key) => key.startsWith('date'))) {
    const filter = liquid.filters[name]
    const handler = typeof filter === 'function' ? filter : filter?.handler
    liquid.registerFilter(name, function (value: unknown, ...options: unknown[]) {
      return value === 'now' || value === 'today' ? undefined : handler?.call(this, value, ...options)
    })
  }
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(asText).join('')
  return value instanceof Harmless || typeof value !== 'object' ? String(value) : ''
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/, (?:file:.*, )?line:\d+.*$/s, '') : 'it could not be rendered'

/** The library says the place in the message: `…, line:3, col:1`. */
function lineOf(error: unknown): number | undefined {
  const line = error instanceof Error ? /, line:(\d+)/.exec(error.message)?.[1] : undefined
  return line === undefined ? undefined : Number(line)
}
