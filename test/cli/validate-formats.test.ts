import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { run, workingTree } from './tree.ts'

const usual = '.github/incident.yml'
const mixed = 'extends: acme/shared\nfreeze: { lift: "never, ever: 100%\\nor so" }\nroles:\n'

async function report(format: string, text = mixed, path = usual) {
  const root = workingTree({ [path]: text })
  const { code, out } = await run(['validate', join(root, path), '--format', format])
  return { code, out: out.replaceAll(`${root}/`, '') }
}

it('json: for scripts', async () => {
  const { code, out } = await report('json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ file: usual, valid: false, errors: 1, warnings: 1, notes: 1 })
  expect(JSON.parse(out).problems[0]).toEqual({
    severity: 'error',
    file: usual,
    line: 2,
    column: 17,
    endLine: 2,
    endColumn: 42,
    key: 'freeze.lift',
    message: '`freeze.lift` is the text `never, ever: 100% or so`, expected `hotfix-merged`, `resolved` or `manual`.',
    found: 'the text `never, ever: 100% or so`',
    expected: '`hotfix-merged`, `resolved` or `manual`',
    remedy: '',
  })
  const valid = { file: usual, valid: true, errors: 0, warnings: 0, notes: 0, problems: [] }
  expect(JSON.parse((await report('json', 'version: 1')).out)).toEqual(valid)
})

/** As the runner of GitHub Actions reads a line (`ActionCommand.TryParseV2` of actions/runner). */
function runnerReads(line: string) {
  const match = /^::(\w+) ([^:]*)::(.*)$/s.exec(line)
  const decoded = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const property = (text: string): string => decoded(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
  const pairs = (match?.[2] ?? '').split(',').map((pair) => pair.split(/=(.*)/s))
  return {
    command: match?.[1],
    properties: Object.fromEntries(pairs.map(([name, value = '']) => [name, property(value)])),
    message: decoded(match?.[3] ?? ''),
  }
}

it('github: each finding beside its line, read back as it was meant', async () => {
  const { code, out } = await report('github')
  const [error = '', warning = '', note = '', sum] = out.split('\n')
  expect(runnerReads(error)).toEqual({
    command: 'error',
    properties: { file: usual, line: '2', endLine: '2', col: '17', endColumn: '42', title: 'freeze.lift' },
    message: "'freeze.lift' is the text 'never, ever: 100% or so', expected 'hotfix-merged', 'resolved' or 'manual'.",
  })
  expect(error).toContain('100%25 or')
  expect(runnerReads(warning)).toMatchObject({ command: 'warning', properties: { line: '3' } })
  expect(runnerReads(note)).toMatchObject({ command: 'notice', properties: { line: '1' } })
  expect(sum).toBe('.github/incident.yml: 1 error, 1 warning')
  expect(code).toBe(1)
})

it('github: neither a name of a file nor a key can begin another command', async () => {
  const odd = 'a,line=9::b%0A.yml'
  const { out } = await report('github', '"x::error file=y": {}\n"a%0A::b,c": {}\n', odd)
  const [first = '', second = ''] = out.split('\n')
  expect(out.split('\n')).toHaveLength(3)
  for (const line of [first, second]) expect(runnerReads(line)).toMatchObject({ properties: { file: odd, col: '1' } })
  expect(runnerReads(second).properties.title).toBe('a%0A::b,c')
})

const text = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } }
const position = { type: 'integer', minimum: 1 }

/** What SARIF 2.1.0 says of the parts that we use (sections 3.13 to 3.52 of the standard), closed to everything else. */
const sarif = closed({
  $schema: { type: 'string', format: 'uri' },
  version: { const: '2.1.0' },
  runs: {
    type: 'array',
    items: closed({
      tool: closed({
        driver: closed({
          name: { type: 'string' },
          rules: {
            type: 'array',
            uniqueItems: true,
            items: closed({
              id: { type: 'string' },
              shortDescription: text,
              defaultConfiguration: closed({ level: { enum: ['none', 'note', 'warning', 'error'] } }),
            }),
          },
        }),
      }),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      results: {
        type: 'array',
        items: closed({
          ruleId: { type: 'string' },
          level: { enum: ['none', 'note', 'warning', 'error'] },
          message: text,
          locations: {
            type: 'array',
            items: closed({
              physicalLocation: closed({
                artifactLocation: closed({ uri: { type: 'string', format: 'uri-reference' } }),
                region: closed({ startLine: position, startColumn: position, endLine: position, endColumn: position }),
              }),
              logicalLocations: { type: 'array', items: closed({ fullyQualifiedName: { type: 'string' } }) },
            }),
          },
        }),
      },
    }),
  },
})

function closed(properties: Readonly<Record<string, object>>) {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false }
}

it('sarif: for code scanning, by the standard', async () => {
  const ajv = new Ajv({ allErrors: true })
  ajv.addFormat('uri', (value) => URL.canParse(value))
  ajv.addFormat('uri-reference', /^[^\s<>"{}|\\^`#?]*$/)
  const validate = ajv.compile<{
    runs: { results: { ruleId: string }[]; tool: { driver: { rules: { id: string }[] } } }[]
  }>(sarif)
  for (const [source, path, count] of [
    [mixed, usual, 3],
    ['version: 1', usual, 0],
    ['freze: {}', 'a #1 ü.yml', 1],
  ] as const) {
    const log: unknown = JSON.parse((await report('sarif', source, path)).out)
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
    const [first] = validate(log) ? log.runs : []
    const rules = first?.tool.driver.rules.map(({ id }) => id)
    expect(first?.results).toHaveLength(count)
    for (const { ruleId } of first?.results ?? []) expect(rules).toContain(ruleId)
  }
  const { out } = await report('sarif', 'freze: {}', 'a #1 ü.yml')
  expect(JSON.parse(out).runs[0].results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'a%20%231%20%C3%BC.yml' },
    // The end is the column after the key.
    region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 6 },
  })
})
