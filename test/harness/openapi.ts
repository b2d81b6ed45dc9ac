import type { AnySchemaObject } from 'ajv'
import {
  type Description,
  isObject,
  lastPart,
  type Operation,
  type Parameter,
  type Reference,
  type Response,
  readDescription,
  SchemaCompiler,
} from './openapi-schema.ts'

/** One request to GitHub's REST API and its answer. Bodies are parsed JSON; undefined where there is none. */
export interface Exchange {
  readonly method: string
  /** With or without the `/api/v3` of GitHub Enterprise Server and a query string. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly requestBody?: unknown
  readonly status: number
  readonly responseBody?: unknown
}

/**
 * Holds one exchange against GitHub's official description of its REST API (`@octokit/openapi`, api.github.com).
 * Returns what does not fit, one line each: unknown path or method, parameters and request fields that GitHub does not
 * document (a misspelled field is silently ignored there), wrong bodies, undocumented statuses. Empty when all fits.
 * GraphQL has no place in that description and is passed over.
 */
export function checkExchange(exchange: Exchange): string[] {
  const url = new URL(exchange.path.replace(/^\/api(?=\/(v3|graphql)(\/|$))(\/v3)?/, ''), 'https://api.github.com')
  if (url.pathname === '/graphql') return []
  const endpoint = findEndpoint(exchange.method.toLowerCase(), url.pathname)
  if (endpoint === undefined) return [`${exchange.method} ${url.pathname}: GitHub documents no such endpoint`]
  const query = { ...Object.fromEntries(url.searchParams), ...exchange.query }
  return [
    ...parameterProblems(endpoint, url.pathname, query),
    ...requestProblems(endpoint.operation, exchange.requestBody),
    ...responseProblems(endpoint.operation, exchange),
  ].map((problem) => `${endpoint.name}: ${problem}`)
}

/**
 * Holds a webhook payload against the official description (`@octokit/openapi-webhooks`, api.github.com): the event as
 * in `X-GitHub-Event`, its action (undefined for events without one, such as `push`). Returns what does not fit.
 */
export function checkWebhook(event: string, action: string | undefined, payload: unknown): string[] {
  const name = action === undefined ? event : `${event}.${action}`
  const { description, schemas } = webhooks()
  const operation = description.webhooks?.[name.replaceAll(/[._]/g, '-')]?.post
  const schema = operation && jsonSchema(operation.requestBody)
  if (schema === undefined) return [`${name}: GitHub documents no such webhook`]
  return schemas.problems(schema, payload).map((problem) => `${name}: ${problem}`)
}

interface Endpoint {
  /** As documented: `GET /repos/{owner}/{repo}`. */
  readonly name: string
  readonly method: string
  readonly pattern: RegExp
  readonly operation: Operation
  readonly parameters: readonly Parameter[]
}

const rest = once(() => {
  const description = readDescription('@octokit/openapi/generated/api.github.com.json')
  return { description, schemas: new SchemaCompiler(description), endpoints: listEndpoints(description) }
})

const webhooks = once(() => {
  const description = readDescription('@octokit/openapi-webhooks/generated/api.github.com.json')
  return { description, schemas: new SchemaCompiler(description) }
})

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Most specific first: `/rulesets/rule-suites` is found before `/rulesets/{ruleset_id}`. */
function listEndpoints(description: Description): readonly Endpoint[] {
  return Object.entries(description.paths ?? {})
    .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => {
        const parameters = (operation.parameters ?? []).map((parameter) => resolveParameter(description, parameter))
        const name = `${method.toUpperCase()} ${path}`
        return { name, method, operation, parameters, pattern: pathPattern(path, parameters) }
      }),
    )
}

function fixedLength(path: string): number {
  return path.replaceAll(/\{\w+\}/g, '').length
}

function pathPattern(path: string, parameters: readonly Parameter[]): RegExp {
  const source = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const holdsSlashes = parameters.some((parameter) => parameter.name === name && parameter['x-multi-segment'])
    return `(?<${name}>${holdsSlashes ? '.+' : '[^/]+'})`
  })
  return new RegExp(`^${source}$`)
}

function findEndpoint(method: string, path: string): Endpoint | undefined {
  return rest().endpoints.find((endpoint) => endpoint.method === method && endpoint.pattern.test(path))
}

function parameterProblems(endpoint: Endpoint, path: string, query: Readonly<Record<string, string>>): string[] {
  const given = { path: endpoint.pattern.exec(path)?.groups ?? {}, query }
  const unknown = Object.keys(query)
    .filter((name) => !endpoint.parameters.some((parameter) => parameter.in === 'query' && parameter.name === name))
    .map((name) => `query parameter ${name} is not documented`)
  const wrong = endpoint.parameters.flatMap((parameter) => {
    if (parameter.in !== 'path' && parameter.in !== 'query') return []
    const value = given[parameter.in][parameter.name]
    const label = `${parameter.in} parameter ${parameter.name}`
    if (value === undefined) return parameter.required && parameter.in === 'query' ? [`${label} is missing`] : []
    return rest()
      .schemas.problems(parameter.schema, fromText(decodeURIComponent(value), parameter.schema.type))
      .map((problem) => `${label} (${value}): ${problem}`)
  })
  return [...unknown, ...wrong]
}

/** Parameters travel as text; this gives the value that the text stands for, or the text where it stands for none. */
function fromText(text: string, type: unknown): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  if (type === 'array') return text.split(',')
  return text
}

function requestProblems(operation: Operation, body: unknown): string[] {
  const schema = jsonSchema(operation.requestBody)
  if (schema === undefined) return body === undefined ? [] : ['takes no request body, but one was sent']
  if (body === undefined) return operation.requestBody?.required ? ['request body is missing'] : []
  const known = knownFields(schema)
  const unknown = isObject(body) && known ? Object.keys(body).filter((field) => !known.has(field)) : []
  return [
    ...unknown.map((field) => `request body /${field} is not documented`),
    ...rest()
      .schemas.problems(schema, body)
      .map((problem) => `request body ${problem}`),
  ]
}

/** Names of the fields that any variant of an object schema documents; undefined when it takes whatever is sent. */
function knownFields(schema: AnySchemaObject): Set<string> | undefined {
  if (typeof schema.$ref === 'string') {
    return knownFields(rest().description.components.schemas[lastPart(schema.$ref)] ?? {})
  }
  if (schema.additionalProperties === true || isObject(schema.additionalProperties)) return undefined
  const variants: AnySchemaObject[] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]
  // A variant that only says which fields are required, or that is no object, adds no names and takes none away.
  const names = [Object.keys(schema.properties ?? {}), ...variants.map((variant) => [...(knownFields(variant) ?? [])])]
  return new Set(names.flat())
}

function responseProblems(operation: Operation, { status, responseBody }: Exchange): string[] {
  // Any read may be conditional, and few are described as such.
  if (status === 304) return responseBody === undefined ? [] : ['a 304 has no body, but one was sent']
  const documented = operation.responses[String(status)]
  if (documented === undefined && !mayAlwaysHappen(status)) return [`status ${status} is not documented`]
  const { description, schemas } = rest()
  const response = documented && resolveResponse(description, documented)
  const schema = response ? jsonSchema(response) : description.components.schemas['basic-error']
  if (schema === undefined) {
    const empty = responseBody === undefined || responseBody === null || responseBody === ''
    return empty || response?.content ? [] : [`a ${status} has no body, but one was sent`]
  }
  return schemas.problems(schema, responseBody).map((problem) => `${status} response body ${problem}`)
}

/**
 * Any endpoint may answer that the credentials are bad (401), that a permission is missing (403), that too much was asked
 * (403, 429) or that GitHub is down (5xx); the description lists these only here and there.
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
function mayAlwaysHappen(status: number): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500
}

function jsonSchema(body: Response | undefined): AnySchemaObject | undefined {
  return body?.content?.['application/json']?.schema
}

function resolveParameter(description: Description, parameter: Parameter | Reference): Parameter {
  if (!('$ref' in parameter)) return parameter
  const found = description.components.parameters?.[lastPart(parameter.$ref)]
  if (found === undefined) throw new Error(`the description refers to a missing parameter: ${parameter.$ref}`)
  return found
}

function resolveResponse(description: Description, response: Response | Reference): Response {
  if (!('$ref' in response)) return response
  const found = description.components.responses?.[lastPart(response.$ref)]
  if (found === undefined) throw new Error(`the description refers to a missing response: ${response.$ref}`)
  return found
}
