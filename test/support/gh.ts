import { parseArgs } from 'node:util'

/**
 * As much of a shell and of `gh api` as the pages for doing it by hand use: pipes, a file, a variable, a here-document, and
 * the jq expressions in them. Whatever else stands in a page is an error, so that nothing in it goes untried.
 */
export class Gh {
  readonly #apiUrl: string
  readonly #token: string
  readonly #variables = new Map<string, string>()
  readonly files = new Map<string, string>()

  constructor(apiUrl: string, token: string) {
    this.#apiUrl = apiUrl
    this.#token = token
  }

  /** Runs a block of commands; returns what they print. Throws where one of them fails. */
  async run(block: string): Promise<string> {
    const printed: string[] = []
    for (const { line, input } of commandsIn(block)) printed.push(await this.#command(line, input))
    return printed.filter((text) => text !== '').join('\n')
  }

  async #command(line: string, input: string): Promise<string> {
    const assigned = /^([A-Z]+)=(?:\$\((.+)\)|(\S+))$/.exec(line)
    if (assigned) {
      const [, name = '', command, value = ''] = assigned
      this.#variables.set(name, command === undefined ? value : await this.#command(command, ''))
      return ''
    }
    const [pipeline = '', echo] = line.split(' && echo ')
    const [commands = '', file] = pipeline.split(' > ')
    let text = input
    for (const stage of this.#stages(commands)) text = await this.#stage(stage, text)
    if (file !== undefined) this.files.set(file, text)
    return [file === undefined ? text : '', echo ?? ''].filter((part) => part !== '').join('\n')
  }

  #stages(commands: string): readonly (readonly string[])[] {
    const stages: string[][] = [[]]
    for (const word of wordsIn(commands, this.#variables)) {
      if (word.text === '|' && !word.isQuoted) stages.push([])
      else stages.at(-1)?.push(word.text)
    }
    return stages
  }

  async #stage([name = '', ...args]: readonly string[], input: string): Promise<string> {
    if (name === 'gh') return await this.#gh(args, input)
    if (name === 'grep' && args[0] === '-x') return kept(input, args[1] ?? '')
    if (name === 'diff' && args[1] === '-') return compared(this.files.get(args[0] ?? ''), input)
    if (name !== 'xargs' || args[0] !== '-I{}' || args[1] !== 'gh') throw new Error(`no such command: ${name} ${args}`)
    const printed: string[] = []
    for (const line of input.split('\n').filter((each) => each !== ''))
      printed.push(
        await this.#gh(
          args.slice(2).map((arg) => arg.replaceAll('{}', line)),
          '',
        ),
      )
    return printed.join('\n')
  }

  async #gh([api, ...args]: readonly string[], input: string): Promise<string> {
    if (api !== 'api') throw new Error(`no such command: gh ${api}`)
    const { path, method, jq, body } = readCall(args, input)
    const answer = await fetch(`${this.#apiUrl}/${path}`, {
      method,
      headers: { authorization: `token ${this.#token}` },
      ...(body !== undefined && { body }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`gh: ${answer.status} ${text}`)
    return jq === undefined ? text : picked(JSON.parse(text), jq).join('\n')
  }
}

interface Command {
  readonly line: string
  /** Its here-document. */
  readonly input: string
}

function commandsIn(block: string): readonly Command[] {
  const lines = block.split('\n')
  const commands: Command[] = []
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    const [, command = line, end] = /^(.*) <<'(\w+)'$/.exec(line) ?? []
    const input = end === undefined ? [] : lines.splice(0, lines.indexOf(end) + 1).slice(0, -1)
    if (line !== '' && !line.startsWith('#')) commands.push({ line: command, input: input.join('\n') })
  }
  return commands
}

/** Throws at an option that is not among these. */
function readCall(args: readonly string[], input: string) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      method: { type: 'string', short: 'X' },
      field: { type: 'string', short: 'f', multiple: true },
      jq: { type: 'string' },
      input: { type: 'string' },
      paginate: { type: 'boolean' },
    },
  })
  const fields = (values.field ?? []).map((field) => [field.split('=', 1)[0], field.slice(field.indexOf('=') + 1)])
  const fromFields = fields.length === 0 ? undefined : JSON.stringify(Object.fromEntries(fields))
  const body = values.input === '-' ? input : fromFields
  return { path: positionals[0], jq: values.jq, body, method: values.method ?? (body === undefined ? 'GET' : 'POST') }
}

interface Word {
  readonly text: string
  readonly isQuoted: boolean
}

function wordsIn(line: string, variables: ReadonlyMap<string, string>): readonly Word[] {
  const words: Word[] = []
  const expanded = (text: string) => text.replace(/\$([A-Z]+)/g, (_, name: string) => variables.get(name) ?? '')
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    let isQuoted = false
    const text = word.replace(/'([^']*)'|"([^"]*)"|([^'"]+)/g, (_, single?: string, double?: string, bare?: string) => {
      if (bare === undefined) isQuoted = true
      if (bare !== undefined && /[`;&()<>*?!]|\$\(/.test(bare)) throw new Error(`a shell would act on ${bare}`)
      if (double !== undefined && /[`!\\]|\$\(/.test(double)) throw new Error(`a shell would act on ${double}`)
      return single ?? expanded(double ?? bare ?? '')
    })
    words.push({ text, isQuoted })
  }
  return words
}

function kept(input: string, line: string): string {
  const found = input.split('\n').filter((each) => each === line)
  if (found.length === 0) throw new Error(`grep found no ${line} in: ${input}`)
  return found.join('\n')
}

function compared(before: string | undefined, now: string): string {
  if (before !== now) throw new Error(`it was ${before} and is ${now}`)
  return ''
}

/** The jq that is used: paths, `[]`, and `select` by equality or beginning. */
function picked(value: unknown, expression: string): readonly string[] {
  let values: readonly unknown[] = [value]
  for (const stage of expression.split(/ \| (?=\.|select)/)) {
    const select = /^select\((\.[\w.]+) (?:== "([^"]*)"|\| startswith\("([^"]*)"\))\)$/.exec(stage)
    values = select
      ? values.filter((each) => {
          const [, path = '', equal, beginning] = select
          const [found] = followed(each, path)
          return equal === undefined ? String(found).startsWith(beginning ?? '') : found === equal
        })
      : values.flatMap((each) => followed(each, stage))
  }
  return values.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
}

function followed(value: unknown, path: string): readonly unknown[] {
  if (!/^\.(?:\[\]|\w+)?(?:\.\w+|\[\])*$/.test(path)) throw new Error(`jq is not understood here: ${path}`)
  let values: readonly unknown[] = [value]
  for (const [part] of path.matchAll(/\w+|\[\]/g))
    values = values.flatMap((each) => {
      if (part === '[]') return Array.isArray(each) ? each : []
      return typeof each === 'object' && each !== null ? [Reflect.get(each, part)] : []
    })
  return values
}

/** The blocks of commands below a heading of a page. */
export function blocksBelow(page: string, heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block.trimEnd())
}
