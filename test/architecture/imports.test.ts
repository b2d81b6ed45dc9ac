import { describe, expect, it } from 'vitest'
import { importBreaches } from './imports.ts'
import { plant, projectRoot } from './planted-tree.ts'

const empty = 'export const nothing = undefined\n'

const planted: readonly { rule: string; files: Record<string, string>; to: string }[] = [
  ...[
    ['lib', 'policy'],
    ['policy', 'incident'],
    ['incident', 'render'],
    ['render', 'engine'],
    ['engine', 'github'],
  ].map(([below, above]) => ({
    rule: `${below}-knows-only-what-is-below`,
    files: {
      [`src/${below}/low.ts`]: `export type { Port } from '../${above}/high.ts'\n`,
      [`src/${above}/high.ts`]: 'export interface Port { open(): void }\n',
    },
    to: `src/${above}/high.ts`,
  })),
  ...[
    ['github', 'store'],
    ['store', 'notify'],
    ['notify', 'web'],
    ['web', 'forecast'],
    ['forecast', 'cli'],
    ['cli', 'github'],
  ].map(([one, other]) => ({
    rule: `${one}-knows-no-other-adapter`,
    files: {
      [`src/${one}/one.ts`]: `export const load = () => import('../${other}/other.ts')\n`,
      [`src/${other}/other.ts`]: empty,
    },
    to: `src/${other}/other.ts`,
  })),
  {
    rule: 'pure-code-knows-no-package-with-effects',
    files: { 'src/render/card.ts': "import { pino } from 'pino'\nexport const log = pino()\n" },
    to: 'pino',
  },
  {
    rule: 'settings-know-only-lib',
    files: { 'src/env.ts': "export { run } from './engine/run.ts'\n", 'src/engine/run.ts': 'export const run = 1\n' },
    to: 'src/engine/run.ts',
  },
  {
    rule: 'nothing-knows-the-composition-root',
    files: { 'src/app.ts': "import './serve.ts'\n", 'src/serve.ts': empty },
    to: 'src/serve.ts',
  },
  {
    rule: 'only-stages-know-the-emulator',
    files: { 'src/app.ts': "import './emulator/world.ts'\n", 'src/emulator/world.ts': empty },
    to: 'src/emulator/world.ts',
  },
  {
    rule: 'only-another-process-plays',
    files: { 'src/forecast/pool.ts': "import './play/play.ts'\n", 'src/forecast/play/play.ts': empty },
    to: 'src/forecast/play/play.ts',
  },
  {
    rule: 'emulator-knows-nothing-of-ours',
    files: { 'src/emulator/world.ts': "import '../lib/result.ts'\n", 'src/lib/result.ts': empty },
    to: 'src/lib/result.ts',
  },
  {
    rule: 'only-github-speaks-github',
    files: { 'src/engine/run.ts': "import type { Octokit } from '@octokit/rest'\nexport type Client = Octokit\n" },
    to: '@octokit/rest',
  },
  {
    rule: 'only-github-speaks-github',
    files: { 'src/emulator/world.ts': "import { Probot } from 'probot'\nexport const bot = Probot\n" },
    to: 'probot',
  },
  {
    rule: 'only-store-opens-a-database',
    files: { 'src/web/page.ts': "import { DatabaseSync } from 'node:sqlite'\nexport const database = DatabaseSync\n" },
    to: 'sqlite',
  },
  {
    rule: 'source-knows-no-test',
    files: { 'src/app.ts': "import '../test/double.ts'\n", 'test/double.ts': empty },
    to: 'test/double.ts',
  },
  {
    rule: 'no-cycles',
    files: { 'src/lib/egg.ts': "import './hen.ts'\n", 'src/lib/hen.ts': "import './egg.ts'\n" },
    to: 'src/lib/hen.ts',
  },
]

const aboutReach = ['no-orphans', 'no-dead-files']

describe('the import rules', () => {
  it('hold', async () => {
    const breaches = (await importBreaches(projectRoot)).filter(({ rule }) => !aboutReach.includes(rule))
    expect(breaches.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).toEqual([])
  })

  it('leave no file that neither the server nor the command line reaches', async () => {
    const dead = (await importBreaches(projectRoot)).filter(({ rule }) => aboutReach.includes(rule))
    expect([...new Set(dead.map(({ from }) => from))]).toEqual([])
  })

  it.each(planted)('notice $rule ($to)', async ({ rule, files, to }) => {
    using tree = plant({ ...files, ...entriesReaching(Object.keys(files)) })
    const breaches = await importBreaches(tree.root)
    expect([...new Set(breaches.map((breach) => breach.rule))]).toEqual([rule])
    expect(breaches[0]?.to).toContain(to)
  })

  it('notice a file that nobody reaches', async () => {
    using tree = plant({
      ...entriesReaching(['src/app.ts']),
      'src/app.ts': empty,
      'src/lib/alone.ts': empty,
      'src/lib/dead.ts': "import './dead-too.ts'\n",
      'src/lib/dead-too.ts': empty,
    })
    const breaches = await importBreaches(tree.root)
    expect(breaches.map(({ rule, from }) => `${rule}: ${from}`).sort()).toEqual([
      'no-dead-files: src/lib/alone.ts',
      'no-dead-files: src/lib/dead-too.ts',
      'no-dead-files: src/lib/dead.ts',
      'no-orphans: src/lib/alone.ts',
    ])
  })

  it('let the demo and the rehearsal start the application on the emulator', async () => {
    const stage = "import '../serve.ts'\nimport '../emulator/world.ts'\n"
    using tree = plant({
      'src/cli/firebreak.js': "import './demo.ts'\nimport './simulate.ts'\n",
      'src/cli/demo.ts': stage,
      'src/cli/simulate.ts': stage,
      'src/serve.ts': "import { Server } from 'probot'\nimport './app.ts'\nexport const server = Server\n",
      'src/app.ts': "import './github/client.ts'\nimport './store/rows.ts'\nimport './engine/run.ts'\n",
      'src/github/client.ts':
        "import { Octokit } from '@octokit/rest'\nimport '../engine/run.ts'\nexport const make = Octokit\n",
      'src/store/rows.ts': "import { DatabaseSync } from 'node:sqlite'\nexport const database = DatabaseSync\n",
      'src/engine/run.ts': "import '../incident/decide.ts'\nimport '../lib/result.ts'\n",
      'src/incident/decide.ts': "import { z } from 'zod'\nimport '../policy/policy.ts'\nexport const schema = z\n",
      'src/policy/policy.ts': "import '../lib/result.ts'\n",
      'src/lib/result.ts': empty,
      'src/emulator/world.ts': empty,
    })
    expect(await importBreaches(tree.root)).toEqual([])
  })
})

/** A server and a command line that reach all of the planted files, so that only the planted breach is one. */
function entriesReaching(paths: readonly string[]): Record<string, string> {
  const ofEmulator = paths.filter((path) => path.startsWith('src/emulator/'))
  const others = paths.filter((path) => path.startsWith('src/') && !ofEmulator.includes(path))
  const imports = (from: string, files: readonly string[]) =>
    files.map((file) => `import '${file.replace('src/', from)}'\n`).join('')
  return {
    'src/start.js': imports('./', others),
    'src/cli/firebreak.js': "import './demo.ts'\n",
    'src/cli/demo.ts': imports('../', ofEmulator),
  }
}
