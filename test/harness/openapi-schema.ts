import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/** One of GitHub's official descriptions, as far as it is read here. */
export interface Description {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly webhooks?: Readonly<Record<string, { readonly post: Operation }>>
  readonly components: {
    readonly schemas: Readonly<Record<string, AnySchemaObject>>
    readonly parameters?: Readonly<Record<string, Parameter>>
    readonly responses?: Readonly<Record<string, Response>>
  }
}

export interface Operation {
  /** `issues/create` of the REST API, `issues/opened` of a webhook. */
  readonly operationId?: string
  /** What it is for, in prose; the one place where the permission is told that an event demands. */
  readonly summary?: string
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: Response & { readonly required?: boolean }
  readonly responses: Readonly<Record<string, Response | Reference>>
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: AnySchemaObject
  /** GitHub's own mark on a path parameter that may hold slashes, such as a branch or a file's path. */
  readonly 'x-multi-segment'?: boolean
}

export interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: AnySchemaObject }>>
}

export interface Reference {
  readonly $ref: string
}

const require = createRequire(import.meta.url)

/** Reads a description shipped in a package, such as `@octokit/openapi/generated/api.github.com.json`; tens of megabytes. */
export function readDescription(file: string): Description {
  return JSON.parse(readFileSync(require.resolve(file), 'utf8'))
}

/**
 * Compiles schemas of one description on demand. The descriptions are far too big to be compiled as a whole, so a
 * component enters the validator when a schema that refers to it does, and is compiled once however many refer to it.
 */
export class SchemaCompiler {
  readonly #components: Readonly<Record<string, AnySchemaObject>>
  readonly #compiled = new WeakMap<object, ValidateFunction>()
  // Generated code is large and runs once or twice: compiling fast matters more than running fast.
  readonly #ajv = new Ajv({
    strict: false,
    allErrors: true,
    logger: false,
    inlineRefs: false,
    code: { optimize: false },
    discriminator: true,
    formats: { 'repo.nwo': /^[^/\s]+\/[^/\s]+$/ },
  })

  constructor(description: Description) {
    this.#components = description.components.schemas
    formats.default(this.#ajv)
  }

  /** Problems of `value` under `schema` (a part of this description), one line each; empty when it fits. */
  problems(schema: AnySchemaObject, value: unknown): string[] {
    const validate = this.#compiled.get(schema) ?? this.#ajv.compile(this.#translate(schema))
    this.#compiled.set(schema, validate)
    return validate(value) ? [] : explain(validate.errors ?? [])
  }

  /** From OpenAPI 3.0 to what JSON Schema validators know: `nullable` becomes a type, references point at our keys. */
  #translate(schema: AnySchemaObject): AnySchemaObject {
    const copy: AnySchemaObject = {}
    for (const [keyword, value] of Object.entries(schema)) {
      if (!documentation.has(keyword)) copy[keyword] = this.#translateKeyword(keyword, value)
    }
    if (this.#isToldApartByType(schema.oneOf)) copy.discriminator = { propertyName: 'type' }
    return schema.nullable === true ? { anyOf: [{ type: 'null' }, copy] } : copy
  }

  /** Whether variants each have a `type` of their own, as the rules of a ruleset: then only the meant one is explained. */
  #isToldApartByType(variants: unknown): boolean {
    if (!Array.isArray(variants)) return false
    const types = variants.map((variant: AnySchemaObject) => {
      const schema = typeof variant.$ref === 'string' ? this.#components[lastPart(variant.$ref)] : variant
      return schema?.required?.includes('type') ? (schema.properties?.type?.enum ?? []) : []
    })
    return types.every(({ length }) => length > 0) && new Set(types.flat()).size === types.flat().length
  }

  #translateKeyword(keyword: string, value: unknown): unknown {
    if (keyword === '$ref' && typeof value === 'string') return this.#register(lastPart(value))
    if (keyword === 'properties' && isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, this.#translateValue(property)]))
    }
    return keyword === 'enum' ? value : this.#translateValue(value)
  }

  #translateValue(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#translateValue(item))
    return isObject(value) ? this.#translate(value) : value
  }

  #register(component: string): string {
    // Absolute, or the validator would resolve it against the schema that refers to it.
    const key = `https://api.github.com/schemas/${component}`
    const schema = this.#components[component]
    if (schema === undefined) throw new Error(`the description refers to a missing schema: ${component}`)
    if (!this.#registered.has(component)) {
      this.#registered.add(component)
      this.#ajv.addSchema(this.#translate(schema), key)
    }
    return key
  }
  readonly #registered = new Set<string>()
}

// `nullable` and `discriminator` are translated; the others only cost time.
const documentation = new Set([
  ...['nullable', 'discriminator'],
  ...['description', 'example', 'examples', 'title', 'default', 'externalDocs'],
])

/** One line per error. */
function explain(errors: readonly ErrorObject[]): string[] {
  const telling = errors.filter((error) => !isEcho(error))
  return (telling.length > 0 ? telling : errors).map(({ instancePath, message, params }) => {
    const allowed = 'allowedValues' in params ? `: ${JSON.stringify(params.allowedValues)}` : ''
    return `${instancePath || '/'} ${message}${allowed}`
  })
}

/** "fits no variant" and "is not null either" only repeat what another error says better. */
function isEcho({ keyword, params }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf' || (keyword === 'type' && params.type === 'null')
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `simple-user` of `#/components/schemas/simple-user`. */
export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}
