import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'

/**
 * As much of `gh api` as the pages for doing it by hand use, as a program for a real shell. What it prints and where is
 * as GitHub's own does: an answer that is an error on the one stream, whatever `--jq` says, and why on the other.
 */

const [verb, ...rest] = process.argv.slice(2)
if (verb !== 'api') throw new Error(`no such command here: gh ${verb}`)
// Throws at an option that is not among these.
const { values, positionals } = parseArgs({
  args: rest,
  allowPositionals: true,
  options: {
    method: { type: 'string', short: 'X' },
    'raw-field': { type: 'string', short: 'f', multiple: true },
    jq: { type: 'string' },
    input: { type: 'string' },
    paginate: { type: 'boolean' },
  },
})
const fields = (values['raw-field'] ?? []).map((field) => [field.split('=', 1)[0], field.slice(field.indexOf('=') + 1)])
const fromFields = fields.length === 0 ? undefined : JSON.stringify(Object.fromEntries(fields))
const body = values.input === '-' ? await text(process.stdin) : fromFields
const method = values.method ?? (body === undefined ? 'GET' : 'POST')
if (positionals.length !== 1) throw new Error(`one address is needed: ${positionals.join(' ')}`)

let url: string | undefined = `${process.env.STAND_IN}/${positionals[0]}`
while (url !== undefined) {
  const answer: Response = await fetch(url, {
    method,
    headers: { authorization: `token ${process.env.GH_TOKEN}` },
    ...(body !== undefined && { body }),
  })
  const said = await answer.text()
  if (!answer.ok) {
    process.stdout.write(said)
    process.stderr.write(`gh: ${messageIn(said)} (HTTP ${answer.status})\n`)
    process.exitCode = 1
    break
  }
  process.stdout.write(
    values.jq === undefined
      ? said
      : picked(JSON.parse(said), values.jq)
          .map((line) => `${line}\n`)
          .join(''),
  )
  url = values.paginate ? /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] : undefined
}

function messageIn(said: string): string {
  const { message, errors } = JSON.parse(said)
  return [message, ...(errors ?? []).map((each: unknown) => (typeof each === 'string' ? each : ''))].join(' ').trim()
}

/** The jq that is used: paths, `[]`, and `select` by equality or beginning. */
function picked(value: unknown, expression: string): readonly string[] {
  let found: readonly unknown[] = [value]
  for (const stage of expression.split(/ \| (?=\.|select)/)) {
    const select = /^select\((\.[\w.]+) (?:== "([^"]*)"|\| startswith\("([^"]*)"\))\)$/.exec(stage)
    found = select
      ? found.filter((each) => {
          const [, path = '', equal, beginning] = select
          const [at] = followed(each, path)
          return equal === undefined ? String(at).startsWith(beginning ?? '') : at === equal
        })
      : found.flatMap((each) => followed(each, stage))
  }
  return found.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))
}

function followed(value: unknown, path: string): readonly unknown[] {
  if (!/^\.(?:\[\]|\w+)?(?:\.\w+|\[\])*$/.test(path)) throw new Error(`jq is not understood here: ${path}`)
  let found: readonly unknown[] = [value]
  for (const [part] of path.matchAll(/\w+|\[\]/g))
    found = found.flatMap((each) => {
      if (part === '[]') return Array.isArray(each) ? each : []
      return typeof each === 'object' && each !== null ? [Reflect.get(each, part)] : []
    })
  return found
}
