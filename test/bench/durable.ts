import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { toEvents } from '../../src/github/normalize/normalize.ts'
import type { CommentAdded } from '../../src/incident/event.ts'
import { GroupCommit } from '../../src/store/embedded/group-commit.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'
import { officialExamples } from '../github/normalize/official-examples.ts'
import { printTable, rounded } from './table.ts'

const seconds = 1.5
type Accept = (guid: string) => Promise<unknown>

/** What the event of a comment looks like when it is stored. */
function event(): CommentAdded {
  const found = officialExamples().find(({ name, payload }) => name === 'issue_comment' && payload.action === 'created')
  const [first] = toEvents('issue_comment', found?.payload ?? {}, { at: Date.now(), appId: 1, slug: 'firebreak' }) ?? []
  if (first?.type !== 'CommentAdded') throw new Error('the example is no comment')
  return first
}

async function perSecond(accept: Accept, callers: number): Promise<number> {
  const begin = performance.now()
  let stored = 0
  const caller = async (): Promise<void> => {
    while (performance.now() - begin < seconds * 1000) {
      stored += 1
      await accept(`guid-${stored}-${callers}-${begin}`)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return stored / ((performance.now() - begin) / 1000)
}

/** Making deliveries durable: the store, against inserts of the same text with nothing around them. */
export async function measureDurable(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'firebreak-bench-'))
  const store = await openEmbeddedStore({ directory })
  const stored = event()
  const body = JSON.stringify(stored)
  const raw = new DatabaseSync(join(directory, 'raw.sqlite'))
  raw.exec('pragma journal_mode = wal; pragma synchronous = full')
  raw.exec('create table one (guid text primary key, body text not null) strict')
  const insert = raw.prepare('insert into one values (?, ?)')
  const group = new GroupCommit(raw)
  const ways: readonly (readonly [string, Accept])[] = [
    [
      'the store: delivery, event, thread',
      (guid) => store.accept({ guid, name: 'issue_comment', receivedAt: Date.now() }, [stored]),
    ],
    ['SQLite, one insert, group commit', (guid) => group.run(() => insert.run(guid, body))],
    ['SQLite, one insert, its own commit', async (guid) => insert.run(guid, body)],
  ]
  const rows: string[][] = []
  for (const [name, accept] of ways) {
    await perSecond(accept, 64)
    rows.push([name, rounded(await perSecond(accept, 1)), rounded(await perSecond(accept, 64))])
  }
  group.close()
  raw.close()
  await store.close()
  rmSync(directory, { recursive: true, force: true })
  printTable('Made durable, a second (fsync at each commit)', ['how', '1 caller', '64 callers'], rows)
}
