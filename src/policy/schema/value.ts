import { z } from 'zod'
import type { Result } from '../../lib/result.ts'

/** What messages and the reference page say about the values of one schema. */
export interface Wording {
  /** After "expected": `a duration such as 15m`. */
  readonly expects: string
  /** In the reference's column of types: `duration`. */
  readonly short: string
  /** The value is a secret pasted by mistake, perhaps: it is never repeated. */
  readonly hidden?: boolean
  readonly form?: TextForm
}

/**
 * What an editor can know of a text without our code; the JSON schema carries it. It refuses nothing that is read: what it
 * cannot say in full it says in part.
 */
export interface TextForm {
  /** The source of a regular expression. */
  readonly pattern?: string
  /** Characters, both included. */
  readonly least?: number
  readonly most?: number
  readonly examples?: readonly string[]
}

export const wordings = z.registry<Wording>()

/** Why a text is refused, in parts of a message. */
export interface Refusal {
  /** After "expected"; by default what the schema's wording says. */
  readonly expected?: string | undefined
  /** A sentence that says what to do. */
  readonly remedy?: string | undefined
}

/** A text that `read` turns into a value of another kind, or refuses. */
export function text<Value>(wording: Wording, read: (written: string) => Result<Value, Refusal>) {
  const schema = z.string().transform((written, context): Value => {
    const result = read(written)
    if (result.ok) return result.value
    context.issues.push({ code: 'custom', input: written, params: { ...result.error }, message: wording.expects })
    return z.NEVER
  })
  return worded(schema, wording)
}

/** Attaches the wording to this very schema. */
export function worded<Schema extends z.ZodType>(schema: Schema, wording: Wording): Schema {
  wordings.add(schema, wording)
  return schema
}

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const expects = `a whole number from ${least} to ${most}`
  return worded(z.int().min(least).max(most), { expects, short: `${least} to ${most}` })
}

export function trueOrFalse() {
  return worded(z.boolean(), { expects: '`true` or `false`', short: '`true`, `false`' })
}

/** One of a few words. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words) {
  const quoted = words.map((one) => `\`${one}\``)
  const expects = quoted.length === 1 ? `${quoted[0]}` : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
  return worded(z.enum(words), { expects, short: quoted.join(', ') })
}

/** A list of at most `most` items. */
export function listOf<Item extends z.ZodType>(item: Item, what: string, most = 50) {
  const short = wordings.get(item)?.short ?? 'map'
  return worded(z.array(item).max(most), { expects: `a list of at most ${most} ${what}`, short: `list of ${short}` })
}

/** Such as a duration that may be switched off. */
export function orFalse<Schema extends z.ZodType>(schema: Schema) {
  const wording = wordings.get(schema)
  return worded(z.union([z.literal(false), schema]), {
    expects: `${wording?.expects ?? 'a value'}, or \`false\``,
    short: `${wording?.short ?? 'value'}, \`false\``,
  })
}

/** A map whose keys the maintainer chooses. Names start with a letter: a map with numbers as keys loses its order. */
export function mapOf<Value extends z.ZodType>(value: Value, what: string) {
  return worded(z.record(entryName, value), { expects: `a map from ${what}`, short: 'map' })
}

const entryName = worded(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,49}$/), {
  expects: 'a name of at most 50 letters, digits, `-`, `_` and `.` that starts with a letter',
  short: 'name',
})
