import { beforeAll, describe, expect, it } from 'vitest'
import { lint } from './lint.ts'
import { plant } from './planted-tree.ts'

interface Planting {
  readonly what: string
  readonly rule: string
  readonly text: string
}

// Each is planted in every pure folder.
const impure: readonly Planting[] = [
  { what: 'Date.now', rule: 'noJsRestrictedProperties', text: 'export const at = () => Date.now()\n' },
  { what: 'new Date()', rule: 'plugin', text: 'export const at = () => new Date()\n' },
  { what: 'new Date', rule: 'plugin', text: 'export const at = () => (new Date).getTime()\n' },
  { what: 'Date()', rule: 'plugin', text: 'export const at = () => Date()\n' },
  {
    what: 'DateTime.now',
    rule: 'noJsRestrictedProperties',
    text: "import { DateTime } from 'luxon'\nexport const at = () => DateTime.now()\n",
  },
  {
    what: 'DateTime.local',
    rule: 'plugin',
    text: "import { DateTime } from 'luxon'\nexport const at = () => DateTime.local()\n",
  },
  {
    what: 'the next run of a schedule',
    rule: 'plugin',
    text: "import { Cron } from 'croner'\nexport const next = () => new Cron('* * * * *').nextRun()\n",
  },
  { what: 'a clock taken apart', rule: 'noJsRestrictedProperties', text: 'export const { now } = Date\n' },
  { what: 'globalThis', rule: 'noRestrictedGlobals', text: 'export const at = () => globalThis.Date.now()\n' },
  { what: 'performance', rule: 'noRestrictedGlobals', text: 'export const at = () => performance.now()\n' },
  { what: 'Math.random', rule: 'noJsRestrictedProperties', text: 'export const any = () => Math.random()\n' },
  { what: 'crypto', rule: 'noRestrictedGlobals', text: 'export const any = () => crypto.randomUUID()\n' },
  {
    what: 'setTimeout',
    rule: 'noRestrictedGlobals',
    text: 'export const wait = (f: () => void) => setTimeout(f, 1)\n',
  },
  {
    what: 'setInterval',
    rule: 'noRestrictedGlobals',
    text: 'export const wait = (f: () => void) => setInterval(f, 1)\n',
  },
  { what: 'process', rule: 'noRestrictedGlobals', text: 'export const home = () => process.env.HOME\n' },
  { what: 'fetch', rule: 'noRestrictedGlobals', text: "export const read = () => fetch('https://example.org')\n" },
  {
    what: 'node:fs',
    rule: 'noNodejsModules',
    text: "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n",
  },
  {
    what: 'node:net',
    rule: 'noNodejsModules',
    text: "import { connect } from 'node:net'\nexport const open = connect\n",
  },
  { what: 'node:http', rule: 'noNodejsModules', text: "import { get } from 'node:http'\nexport const read = get\n" },
  { what: 'console', rule: 'noConsole', text: "export const say = () => console.log('x')\n" },
]

// Each is planted in the engine, where a clock is allowed but style is not.
const careless: readonly Planting[] = [
  { what: 'a default export', rule: 'noDefaultExport', text: 'export default function run() {\n  return 1\n}\n' },
  { what: 'any', rule: 'noExplicitAny', text: 'export const read = (value: any) => value\n' },
  {
    what: 'a non-null assertion',
    rule: 'noNonNullAssertion',
    text: 'export const first = (list: string[]) => list[0]!\n',
  },
  { what: 'an enum', rule: 'noEnum', text: 'export enum Mode {\n  Open,\n}\n' },
  { what: 'a barrel', rule: 'noBarrelFile', text: "export { run } from './run.ts'\n" },
  { what: 'a barrel with a star', rule: 'noReExportAll', text: "export * from './run.ts'\n" },
  {
    what: 'a parameter property',
    rule: 'noParameterProperties',
    text: 'export class Queue {\n  constructor(readonly size: number) {}\n}\n',
  },
  {
    what: 'a value import of a type',
    rule: 'useImportType',
    text: "import { Policy } from '../policy/policy.ts'\nexport const keep = (policy: Policy) => policy\n",
  },
  {
    what: 'a built-in module without its protocol',
    rule: 'useNodejsImportProtocol',
    text: "import { join } from 'path'\nexport const at = join\n",
  },
  {
    what: 'five parameters',
    rule: 'useMaxParams',
    text: 'export const sum = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e\n',
  },
  {
    what: 'a tangled function',
    rule: 'noExcessiveCognitiveComplexity',
    text: `export function tangle(list: readonly number[]) {\n${'if (list[0]) {\nfor (const x of list) {\n'.repeat(3)}${'}\n}\n'.repeat(3)}}\n`,
  },
  {
    what: 'a floating promise',
    rule: 'noFloatingPromises',
    text: 'async function send() {}\nexport function run() {\n  send()\n}\n',
  },
  {
    what: 'an empty catch',
    rule: 'noEmptyBlockStatements',
    text: 'export function run() {\n  try {\n    run()\n  } catch {}\n}\n',
  },
  {
    what: 'a lost cause',
    rule: 'useErrorCause',
    text: "export function run() {\n  try {\n    run()\n  } catch (error) {\n    throw new Error('no')\n  }\n}\n",
  },
  { what: 'the process', rule: 'noRestrictedGlobals', text: 'export const home = () => process.env.HOME\n' },
  {
    what: 'the process as a module',
    rule: 'noRestrictedImports',
    text: "import { env } from 'node:process'\nexport const home = env.HOME\n",
  },
  {
    what: 'a package that is only there for tests',
    rule: 'noUndeclaredDependencies',
    text: "import { fc } from 'fast-check'\nexport const any = fc\n",
  },
  {
    what: 'an import without its ending',
    rule: 'useImportExtensions',
    text: "import { at } from './clock'\nexport const now = at\n",
  },
]

const carelessTests: readonly Planting[] = [
  { what: 'skip', rule: 'noSkippedTests', text: "import { it } from 'vitest'\nit.skip('waits', () => {})\n" },
  { what: 'only', rule: 'noFocusedTests', text: "import { it } from 'vitest'\nit.only('runs', () => {})\n" },
]

const pureFolders = ['lib', 'policy', 'incident/steps', 'render']

function fileName({ what }: Planting): string {
  return what.replaceAll(/\W+/g, '-').toLowerCase().replaceAll(/^-|-$/g, '') || 'planted'
}

describe('the linter', () => {
  let found: readonly string[] = []

  beforeAll(() => {
    const files = [
      ...pureFolders.flatMap((folder) =>
        impure.map((planting, i) => [`src/${folder}/${fileName(planting)}-${i}.ts`, planting.text]),
      ),
      ...careless.map((planting) => [`src/engine/${fileName(planting)}.ts`, planting.text]),
      ...carelessTests.map((planting) => [`test/engine/${fileName(planting)}.test.ts`, planting.text]),
      ['src/engine/clock.ts', 'export const at = () => Date.now()\nexport const today = () => new Date()\n'],
      [
        'src/lib/moment.ts',
        'export const day = (at: number) => new Date(at).toISOString()\nexport const next = (s: { nextRun(from: Date): Date }, at: number) => s.nextRun(new Date(at))\n',
      ],
      ['src/main.ts', "export const home = process.env.HOME\nconsole.log('starting')\n"],
    ]
    using tree = plant(Object.fromEntries(files))
    found = lint(tree.root)
  })

  describe.each(pureFolders)('in src/%s', (folder) => {
    it.each(impure.map((planting, i) => ({ ...planting, path: `src/${folder}/${fileName(planting)}-${i}.ts` })))(
      'refuses $what',
      ({ path, rule }) => {
        expect(found).toContain(`${path}: ${rule}`)
      },
    )
  })

  it.each(careless)('refuses $what', (planting) => {
    expect(found).toContain(`src/engine/${fileName(planting)}.ts: ${planting.rule}`)
  })

  it.each(carelessTests)('refuses $what in a test', (planting) => {
    expect(found).toContain(`test/engine/${fileName(planting)}.test.ts: ${planting.rule}`)
  })

  it('lets the engine read the clock, pure code compute with a given moment, and main read the process', () => {
    const allowed = /^src\/(engine\/clock|lib\/moment|main)\.ts/
    expect(found.filter((line) => allowed.test(line))).toEqual([])
  })
})
