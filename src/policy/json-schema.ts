import { z } from 'zod'
import { replacedAsWhole } from './merge.ts'
import { configuration } from './schema/configuration.ts'
import { wordingOf } from './schema/walk.ts'
import { isEmptyMap, writtenDefault } from './schema/written.ts'

type Schema = z.core.JSONSchema.BaseSchema

/**
 * The configuration language as a JSON schema, for editors. Draft 7, which all of them read.
 *
 * It never refuses what the check takes: what only the whole configuration can show, such as a name that is not defined, is left
 * to the check, and so is a key that a file which this one extends may give. An empty key is the exception: the check
 * warns of it, a schema knows no warnings.
 */
export function configurationSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(configuration, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => describeForm(zodSchema, jsonSchema),
  })
  const { properties = {} } = schema
  const open = Object.entries(properties).map(([key, value]) => [key, replacedAsWhole.has(key) ? value : opened(value)])
  return {
    $schema,
    title: 'Firebreak',
    description: 'The emergency procedure of a repository: `.github/incident.yml`.',
    $comment: 'Generated from the schema that the check uses, as configuration.md is.',
    ...schema,
    properties: Object.fromEntries(open),
  }
}

/** The schema as a file. */
export function renderConfigurationSchema(): string {
  return `${JSON.stringify(configurationSchema(), null, 2)}\n`
}

/** Adds what the language knows of a value: its form, examples, its default as it is written, and what was expected. */
function describeForm(type: z.core.$ZodTypes, schema: Schema): void {
  const written = writtenDefault(type)
  if (written !== undefined && written !== '' && !isEmptyMap(written)) schema.default = written
  else delete schema.default
  const { form, expects } = wordingOf(type)
  if (form === undefined) return
  const { pattern, least, most, examples } = form
  if (least !== undefined) schema.minLength = least
  if (most !== undefined) schema.maxLength = most
  if (examples !== undefined) schema.examples = [...examples]
  if (pattern === undefined) return
  schema.pattern = pattern
  // Read by the language servers of VS Code and of YAML, which would show the expression otherwise.
  schema.patternErrorMessage = `Expected ${expects}.`
}

/** The same without required keys, as far as maps of several files merge. Lists replace one another, so they stay as they are. */
function opened(schema: unknown): unknown {
  if (!isSchema(schema)) return schema
  const { required: _, ...rest } = schema
  const entries = Object.entries(rest).map(([key, value]) => {
    if (key === 'anyOf' && Array.isArray(value)) return [key, value.map(opened)]
    if (key === 'properties' && isSchema(value)) {
      return [key, Object.fromEntries(Object.entries(value).map(([name, child]) => [name, opened(child)]))]
    }
    return [key, key === 'additionalProperties' ? opened(value) : value]
  })
  return Object.fromEntries(entries)
}

function isSchema(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
