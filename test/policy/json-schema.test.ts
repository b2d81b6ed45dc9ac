import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toValue } from '../../src/policy/document.ts'
import { fullExample } from '../../src/policy/full-example.ts'
import { configurationSchema } from '../../src/policy/json-schema.ts'
import { parseDocument } from '../../src/policy/parse-document.ts'
import { presetNames, presetText } from '../../src/policy/presets/presets.ts'
import { allPages, nodesOf } from '../docs/pages.ts'
import { problemsOf } from './read.ts'

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
ajv.addKeyword('patternErrorMessage')
const validate = ajv.compile(configurationSchema())

/** What an editor shows under a configuration: the place and the rule of the schema. */
function refusals(value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

function read(text: string): unknown {
  const document = parseDocument(text, 'incident.yml')
  if (!document.ok) throw new Error(document.error.map(({ message }) => message).join('\n'))
  return toValue(document.value)
}

const presets = presetNames.map((name) => ({ name, text: presetText(name) ?? '' }))
const blocks = allPages().flatMap(({ path, tree }) =>
  nodesOf(tree, 'code')
    .filter(({ lang }) => lang === 'yaml')
    .map(({ value }) => ({ path, text: value })),
)

describe('the JSON schema takes', () => {
  it.each(presets)('the preset $name', ({ text }) => {
    expect(refusals(read(text))).toEqual([])
  })

  it.each(blocks)('the configuration that $path shows', ({ text }) => {
    expect(refusals(read(text))).toEqual([])
  })

  it('a part of what the file that it extends says in full', () => {
    const repeat = 'escalation: { policies: { default: { repeat: { times: 3 } } } }'
    expect(refusals(read(`extends: acme/shared\nchannels: { slack: { secret: OURS } }\n${repeat}`))).toEqual([])
  })
})

const slips: readonly (readonly [text: string, refusal: string])[] = [
  ['freze: { lift: manual }', ' must NOT have additional properties'],
  ['freeze: { left: manual }', '/freeze must NOT have additional properties'],
  ['freeze: { lift: sometime }', '/freeze/lift must be equal to one of the allowed values'],
  ['freeze: { branches: [] }', '/freeze/branches must NOT have fewer than 1 items'],
  ['freeze: { reviewed: { approvals: 7 } }', '/freeze/reviewed/approvals must be <= 6'],
  ['freeze: { max-duration: 15 minutes }', '/freeze/max-duration must match pattern'],
  ['freeze: { windows: [{ name: Year end, to: 2026-01-05T08:00 }] }', "must have required property 'from'"],
  ['freeze: { windows: [{ name: x, from: 2025-12-20, to: 2026-01-05T08:00 }] }', 'from must match pattern'],
  ['version: 2', '/version must be equal to constant'],
  ['extends: firebreak:nothing', '/extends must match pattern'],
  ['extends: ../x', '/extends must match pattern'],
  ['roles: { maintainers: [octocat] }', '/roles/maintainers/0 must match pattern'],
  ['roles: { maintainers: "@octocat" }', '/roles/maintainers must be array'],
  ['roles: { 1st: ["@octocat"] }', '/roles property name must be valid'],
  ['channels: { slack: { type: slak, secret: OURS } }', '/channels/slack/type must be equal to one of'],
  [
    'channels: { slack: { type: slack, secret: "https://hooks.example/1" } }',
    '/channels/slack/secret must match pattern',
  ],
  ['severities: { P0: { name: 1 } }', '/severities/P0/name must be string'],
  ['severities: { P0: { name: " " } }', '/severities/P0/name must match pattern'],
  ['severities: { P0: { when: { cvss: "9+" } } }', '/severities/P0/when/cvss must match pattern'],
  ['severities: { P0: { freeze: true } }', '/severities/P0/freeze must be'],
  ['checklists: { a: { on: declared, items: [""] } }', '/checklists/a/items/0 must match pattern'],
  ['detection: { labels: [" emergency"] }', '/detection/labels/0 must match pattern'],
  ['detection: { alerts: { dependabot: "yes" } }', '/detection/alerts/dependabot must be boolean'],
  ['post-mortem: { repository: acme }', '/post-mortem/repository must match pattern'],
  ['post-mortem: { template: "" }', '/post-mortem/template must NOT have fewer than 1 characters'],
  ['kinds: { outage: { runbook: /etc/passwd } }', '/kinds/outage/runbook must match pattern'],
  ['drills: [{ name: x, cron: "@daily", scenarios: [a.yml] }]', '/drills/0/cron must match pattern'],
  ['readiness: { cron: "*/5 * * * *" }', '/readiness/cron must match pattern'],
  ['commands: { freze: admin }', '/commands must NOT have additional properties'],
]

it.each(slips)('both the schema and the check refuse: %s', async (text, refusal) => {
  expect(refusals(read(text)).join('\n')).toContain(refusal)
  const errors = (await problemsOf(text)).filter(({ severity }) => severity === 'error')
  expect(errors).not.toEqual([])
})

it('leaves to the check what only the whole configuration shows', async () => {
  const text = 'escalation: { policies: { default: { steps: [{ notify: [nobody] }] } } }'
  expect(refusals(read(text))).toEqual([])
  expect(await problemsOf(text)).not.toEqual([])
})

it('refuses an empty key, of which the check warns', async () => {
  expect(refusals(read('roles:\n'))).toEqual(['/roles must be object'])
  expect(await problemsOf('roles:\n')).toMatchObject([{ severity: 'warning', keyPath: 'roles' }])
})

describe('the JSON schema is never stricter than the check', () => {
  /** Values that stand close to what some key takes, so that many of them are on its border. */
  const written = [...new Set(leaves(read(fullExample)).filter((leaf) => typeof leaf === 'string'))]
  const nearly = fc
    .tuple(
      fc.constantFrom(...written),
      fc.nat(40),
      fc.constantFrom('', ' ', '\n', '/', ':', '-', '@', '9', 'é', '\u2028', '😀'),
    )
    .map(([text, at, more]) => `${text.slice(0, at)}${more}${text.slice(at)}`)
  const scalar = fc.oneof(
    { weight: 6, arbitrary: nearly },
    fc.constantFrom(...written),
    fc.string({ maxLength: 8 }),
    fc.integer({ min: -1, max: 60 }),
    fc.boolean(),
    fc.nat(400).map((length) => 'x'.repeat(length)),
  )
  const replacement = fc.oneof(
    { weight: 8, arbitrary: scalar },
    fc.array(scalar, { maxLength: 2 }),
    fc.constant({ name: 'x' }),
  )
  const documents = [fullExample, ...presets.map(({ text }) => text), ...slips.map(([text]) => text)].map(read)

  it('for configurations in which something was replaced, added or removed', async () => {
    const changed = fc.tuple(
      fc.constantFrom(...documents),
      fc.nat(),
      replacement,
      fc.constantFrom('replace', 'add', 'remove'),
    )
    await fc.assert(
      fc.asyncProperty(changed, async ([document, at, value, how]) => {
        const copy: unknown = structuredClone(document)
        change(copy, at, value, how)
        const refused = refusals(copy)
        if (refused.length === 0) return
        const problems = await problemsOf(JSON.stringify(copy), { 'acme/shared': '' })
        expect(
          problems.some(({ severity }) => severity === 'error'),
          `refused ${refused.join(', ')}`,
        ).toBe(true)
      }),
      { numRuns: 1_500, seed: 1_000 },
    )
  })
})

function leaves(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value]
}

/** Every map and list of a document. */
function containers(value: unknown): Record<string, unknown>[] {
  return isContainer(value) ? [value, ...Object.values(value).flatMap(containers)] : []
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function change(document: unknown, at: number, value: unknown, how: string): void {
  const places = containers(document).flatMap((container) => Object.keys(container).map((key) => ({ container, key })))
  const place = places[at % places.length]
  if (place === undefined) return
  const { container, key } = place
  const isList = Array.isArray(container)
  if (how === 'add') container[isList ? String(container.length) : typeof value === 'string' ? value : 'name'] = value
  else if (how === 'replace') container[key] = value
  else if (isList) container.splice(Number(key), 1)
  else delete container[key]
}
