/**
 * Who may import whom. `test/architecture/imports.test.ts` runs these rules, over skeletons of our files that hold
 * nothing but their imports: dependency-cruiser reads TypeScript only through a compiler API that TypeScript 7 no longer has,
 * so running it from the command line would see no TypeScript file and find nothing.
 *
 * lib ◀ policy ◀ incident ◀ render ◀ engine ◀ { github, store, notify, web, forecast, cli } ◀ app ◀ main   (X ◀ Y: Y may import X)
 */
const layers = ['lib', 'policy', 'incident', 'render', 'engine']
const adapters = ['github', 'store', 'notify', 'web', 'forecast', 'cli']
// The last one is what a process begins with: the server knows its address and imports nothing of it.
const entries = '^src/(main\\.ts|start\\.js|cli/firebreak\\.js|forecast/play/player\\.ts)$'
// These start the whole application on the emulator, so they alone stand beside the composition root.
const stages = '^src/(cli/(demo|simulate)[^/]*(/|\\.ts$)|forecast/play/)'
// These do by hand what the server does, so they are given the adapter that they need.
const tools = '^src/cli/(thaw|db|doctor|explain)[^/]*(/|\\.ts$)'

// Between the entries and the composition root: they serve the application, or the page on which the App is registered.
const servers = '^src/(serve|setup)\\.ts$'

const folder = (names) => `^src/(${names.join('|')})/`

const layerRules = layers.map((layer, height) => ({
  name: `${layer}-knows-only-what-is-below`,
  comment: `src/${layer} imports ${layers.slice(0, height).join(', ') || 'none of our other folders'}`,
  severity: 'error',
  from: { path: folder([layer]) },
  to: { path: '^src/', pathNot: folder(layers.slice(0, height + 1)) },
}))

const adapterRules = adapters.map((adapter) => ({
  name: `${adapter}-knows-no-other-adapter`,
  comment: `src/${adapter} is one way out of the engine; what two adapters share belongs below them`,
  severity: 'error',
  from: { path: folder([adapter]), pathNot: adapter === 'cli' ? [stages, tools, entries] : [stages] },
  to: {
    path: '^src/',
    pathNot: [folder([...layers, adapter]), ...(adapter === 'cli' ? ['^src/env\\.ts$', stages] : [])],
  },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...adapterRules,
    {
      name: 'pure-code-knows-no-package-with-effects',
      comment: 'lib, policy, incident and render compute; a package that logs, waits or talks has no place there',
      severity: 'error',
      from: { path: folder(['lib', 'policy', 'incident', 'render']) },
      to: {
        pathNot: [
          '^src/',
          // A file of ours that does not exist is for the type check to find.
          '^\\.(?!.*node_modules/)',
          '(^|node_modules/)(croner|js-yaml|liquidjs|luxon|mdast|mdast-util-[\\w-]+|micromark-[\\w-]+|re2js|zod)(/|$)',
        ],
      },
    },
    {
      name: 'settings-know-only-lib',
      comment: 'src/env.ts says what the server was started with; it decides nothing',
      severity: 'error',
      from: { path: '^src/env\\.ts$' },
      to: { path: '^src/', pathNot: '^src/lib/' },
    },
    {
      name: 'nothing-knows-the-composition-root',
      comment: 'src/app.ts joins ports and adapters; only what serves it and what plays the whole application start it',
      severity: 'error',
      from: { path: '^src/', pathNot: [entries, servers, stages] },
      to: { path: [entries, servers, '^src/app\\.ts$'] },
    },
    {
      name: 'only-stages-know-the-emulator',
      comment: 'the real application must not depend on a stand-in; the demo, the rehearsal and tests run on it',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/emulator/', stages] },
      to: { path: '^src/emulator/' },
    },
    {
      name: 'only-another-process-plays',
      comment: 'what is played for the server is played beside it; the file of that process is named by its path',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/forecast/play/' },
      to: { path: '^src/forecast/play/' },
    },
    {
      name: 'emulator-knows-nothing-of-ours',
      comment: 'so that a misunderstanding of GitHub is not in both',
      severity: 'error',
      from: { path: '^src/emulator/' },
      to: { path: '^src/', pathNot: '^src/emulator/' },
    },
    {
      name: 'only-github-speaks-github',
      comment: 'Octokit and Probot stay in src/github, and where Probot is composed',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(github/|app\\.ts$)', entries, servers] },
      to: { path: '(^|node_modules/)(probot|@probot|@octokit|octokit|octokit-[\\w-]+)(/|$)' },
    },
    {
      name: 'only-store-opens-a-database',
      comment: 'durable state is behind the ports of the engine',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: '^(node:)?sqlite$|(^|node_modules/)(pg|pg-[\\w-]+)(/|$)' },
    },
    {
      name: 'source-knows-no-test',
      comment: 'what is needed to run is in src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(\\.\\./)*test/' },
    },
    {
      name: 'no-cycles',
      comment: 'files that need each other are one file, or need a third',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that imports nothing and that nobody imports is dead',
      severity: 'error',
      from: { path: '^src/', orphan: true, pathNot: entries },
      to: {},
    },
    {
      name: 'no-dead-files',
      comment: 'everything is reached from the server or the command line',
      severity: 'error',
      from: { path: entries },
      to: { path: '^src/', pathNot: entries, reachable: false },
    },
  ],
  options: { doNotFollow: { path: 'node_modules' } },
}
