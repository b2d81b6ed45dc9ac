import type { Json } from '../json.ts'

/** A field that is asked for, with its arguments' values filled in. */
export type Field = { name: string; args: Json; fields: Field[] }

export type Operation = { kind: 'Query' | 'Mutation'; fields: Field[] }

/** GraphQL that is wrong, or that nobody has taught the stand-in. */
export class UnknownQuery extends Error {}

const TOKEN = /[\s,]*(\$?[A-Za-z_]\w*|-?\d+|"(?:[^"\\]|\\.)*"|[{}()[\]:!=])/y

/**
 * Reads one operation: fields, arguments, variables. Aliases, fragments and directives are not read.
 * @throws UnknownQuery for anything else
 */
export function parseOperation(text: string, variables: Json): Operation {
  const reader = new Reader(tokens(text), variables)
  const operation = reader.operation()
  reader.end()
  return operation
}

function tokens(text: string): string[] {
  const found: string[] = []
  let at = 0
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match?.[1] === undefined) throw new UnknownQuery(`cannot read "${text.slice(at, at + 20)}"`)
    found.push(match[1])
    at = TOKEN.lastIndex
  }
  return found
}

class Reader {
  readonly #tokens: string[]
  readonly #variables: Json
  #declared = new Set<string>()
  #at = 0

  constructor(list: string[], variables: Json) {
    this.#tokens = list
    this.#variables = variables
  }

  operation(): Operation {
    const kind = this.#accept('mutation') ? 'Mutation' : 'Query'
    if (kind === 'Query') this.#accept('query')
    if (this.#peek() !== '{' && this.#peek() !== '(') this.#next()
    if (this.#accept('(')) this.#declarations()
    return { kind, fields: this.#selection() }
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new UnknownQuery(`more than one operation: ${this.#peek()}`)
  }

  #declarations(): void {
    while (!this.#accept(')')) {
      const token = this.#next()
      if (token.startsWith('$')) this.#declared.add(token.slice(1))
    }
  }

  #selection(): Field[] {
    this.#demand('{')
    const fields: Field[] = []
    while (!this.#accept('}')) fields.push(this.#field())
    return fields
  }

  #field(): Field {
    const name = this.#word()
    const args = this.#accept('(') ? this.#pairs(')') : {}
    return { name, args, fields: this.#peek() === '{' ? this.#selection() : [] }
  }

  #pairs(end: string): Json {
    const pairs: Json = {}
    while (!this.#accept(end)) {
      const name = this.#word()
      this.#demand(':')
      pairs[name] = this.#value()
    }
    return pairs
  }

  #value(): unknown {
    const token = this.#next()
    if (token.startsWith('$')) return this.#variable(token.slice(1))
    if (token === '{') return this.#pairs('}')
    if (token.startsWith('"') || /^-?\d/.test(token) || ['true', 'false', 'null'].includes(token)) {
      return JSON.parse(token)
    }
    if (/^[A-Z_]+$/.test(token)) return token
    throw new UnknownQuery(`cannot read the value ${token}`)
  }

  #variable(name: string): unknown {
    if (!this.#declared.has(name)) throw new UnknownQuery(`variable $${name} is not declared`)
    return this.#variables[name] ?? null
  }

  #word(): string {
    const token = this.#next()
    if (!/^[A-Za-z_]/.test(token)) throw new UnknownQuery(`expected a name, found ${token}`)
    return token
  }

  #demand(wanted: string): void {
    if (!this.#accept(wanted)) throw new UnknownQuery(`expected ${wanted}, found ${this.#peek()}`)
  }

  #accept(wanted: string): boolean {
    const found = this.#peek() === wanted
    if (found) this.#at += 1
    return found
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? 'the end'
  }

  #next(): string {
    const token = this.#peek()
    this.#at += 1
    if (this.#at > this.#tokens.length) throw new UnknownQuery('it ends too early')
    return token
  }
}
