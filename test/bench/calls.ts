import { readGitHub } from '../harness/read.ts'
import { LocalApp } from '../process/local-app.ts'
import { printTable } from './table.ts'

/** How many calls of each sort GitHub has seen since a moment. */
class Counter {
  readonly #app: LocalApp
  #from = 0

  constructor(app: LocalApp) {
    this.#app = app
  }

  /** @returns reads, those of them that GitHub does not count, writes, and tokens asked for, since the last time */
  take(): readonly [number, number, number, number] {
    const calls = this.#app.github.requests.slice(this.#from)
    this.#from += calls.length
    const tokens = calls.filter(({ path }) => path.endsWith('/access_tokens')).length
    const reads = calls.filter(({ method }) => method === 'GET').length
    const free = calls.filter(({ status }) => status === 304).length
    return [reads, free, calls.length - reads - tokens, tokens]
  }
}

/** Calls from the report to the card, with so many pull requests open. */
export async function measureFreeze(): Promise<void> {
  const rows: number[][] = []
  for (const open of [1, 150, 1000]) {
    const app = await LocalApp.start({ logLevel: 'silent' })
    for (let one = 0; one < open; one++)
      app.as('carol').openPull({ title: `Change ${one}`, head: `change-${one}`, files: { [`${one}.md`]: 'x' } })
    app.connect()
    await app.settle()
    const counter = new Counter(app)
    counter.take()
    app.as('trudy').openIssue({ title: '[EMERGENCY] Everything is down' })
    await app.settle()
    rows.push([open, ...counter.take(), app.repository.checkRuns.length])
    await app.close()
  }
  printTable(
    'A freeze with pull requests open',
    ['open', 'reads', 'of them free', 'writes', 'tokens', 'check runs'],
    rows,
  )
}

const description = (incident: number): string =>
  `Incident: #${incident}\n\n## Impact\n\nEverybody.\n\n## Reason for bypass\n\nIt cannot wait.\n`

/** One incident with one hotfix; each phase is a deed of somebody. */
function phases(app: LocalApp, round: number): readonly (readonly [string, () => void])[] {
  const seen = readGitHub(app.github)
  const numbers = { incident: 0, hotfix: 0 }
  return [
    [
      'declared and frozen',
      () => {
        numbers.incident = app.as('trudy').openIssue({ title: `[EMERGENCY] Outage ${round}` }).number
      },
    ],
    ['acknowledged', () => void app.as('bob').comment(numbers.incident, '/incident ack')],
    [
      'hotfix proposed',
      () => {
        const pull = { title: '[EMERGENCY] Repair', body: description(numbers.incident), head: `hotfix/${round}` }
        numbers.hotfix = app.as('carol').openPull({ ...pull, files: { 'b.ts': `${round}` } }).number
      },
    ],
    ['hotfix approved', () => void app.as('alice').review(numbers.hotfix, 'APPROVED')],
    ['hotfix merged, thawed, post-mortem', () => void app.as('carol').merge(numbers.hotfix)],
    ['resolved', () => void app.as('bob').comment(numbers.incident, '/incident resolve It was the cache')],
    [
      'post-mortem closed',
      () => {
        for (const { number, state } of seen.issues(/^Post-mortem/)) if (state === 'open') app.as('alice').close(number)
      },
    ],
  ]
}

/** Calls of a whole incident: the first one creates labels and reads the configuration. */
export async function measureIncident(): Promise<void> {
  const app = await LocalApp.start({ logLevel: 'silent' })
  app.connect()
  await app.settle()
  const counter = new Counter(app)
  counter.take()
  const rows = new Map<string, number[]>()
  for (const round of [1, 2])
    for (const [phase, act] of phases(app, round)) {
      act()
      await app.settle()
      rows.set(phase, [...(rows.get(phase) ?? []), ...counter.take()])
    }
  await app.close()
  const table = [...rows]
  const sums = Array.from({ length: 8 }, (_, column) => table.reduce((sum, [, row]) => sum + (row[column] ?? 0), 0))
  printTable(
    'Calls of one incident with one hotfix: the first in a repository, and the second',
    ['phase', 'reads', 'of them free', 'writes', 'tokens', 'second: reads', 'of them free', 'writes', 'tokens'],
    [...table.map(([phase, row]) => [phase, ...row]), ['**all**', ...sums]],
  )
}
