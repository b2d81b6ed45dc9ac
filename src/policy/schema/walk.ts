import { z } from 'zod'
import { type Wording, wordings } from './value.ts'

/** The schema under its defaults and options. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapper = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
  return isWrapper ? unwrap(schema.unwrap()) : schema
}

/** The schema for a path of the configuration; undefined where the language has no such place. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  return path.reduce<z.core.$ZodType | undefined>(
    (parent, part) => (parent === undefined ? undefined : childOf(unwrap(parent), part)),
    schema,
  )
}

/** What a message may say about the values of a schema. */
export function wordingOf(schema: z.core.$ZodType | undefined): Wording {
  const inner = schema === undefined ? undefined : unwrap(schema)
  const wording = inner instanceof z.ZodType ? wordings.get(inner) : undefined
  if (wording !== undefined) return wording
  return inner instanceof z.ZodObject
    ? {
        expects: `a map with ${Object.keys(inner.shape).length > 1 ? 'keys such as' : 'the key'} \`${Object.keys(inner.shape)[0]}:\``,
        short: 'map',
      }
    : { expects: 'another value', short: 'value' }
}

function childOf(schema: z.core.$ZodType, part: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(part)]
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodArray) return typeof part === 'number' ? schema.element : undefined
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => childOf(unwrap(option), part)).find((child) => child !== undefined)
  }
  return undefined
}
