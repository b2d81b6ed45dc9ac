import { expect, it } from 'vitest'
import type { Account } from '../../../src/incident/account.ts'
import { readArchive } from '../../../src/store/archive/read-archive.ts'
import { type CopyProgress, copyDatabase } from '../../../src/store/copy/copy-database.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts'
import { moment, repository } from '../../engine/support/samples.ts'
import { testDatabase } from '../../support/postgres-database.ts'
import { temporaryDirectory } from '../support/directory.ts'
import { Driver, recorded } from '../support/driver.ts'

it('an incident that only waits is known on the copy, why it was declared as well, and its timers fire there', async () => {
  using home = temporaryDirectory()
  await using target = await testDatabase()
  const timers = [{ incident: `${repository.id}#1`, timers: [{ name: 'escalation', at: moment + 10 }] }]
  const source = await Driver.start({
    open: (now) => openEmbeddedStore({ directory: home.path, now }),
    destroy: async () => undefined,
  })
  const because = [{ what: 'somebody \u0000 is believed 🔥', holds: true, because: [] }]
  const account: Account = {
    ...{ at: moment, subjects: [`${repository.id}#1`], cause: { type: 'IssueChanged' }, because, leftOut: 0 },
    ...{ asked: [], entries: [], effects: [], timers: [] },
  }
  await source.decide({ ...recorded(1, { type: 'Declared', how: 'title' }), timers, account })
  await source.stop()

  const told: CopyProgress[] = []
  const copied = await copyDatabase(home.path, target.url, (progress) => void told.push(progress))
  for (const { table, rows } of copied.filter((one) => one.rows > 0))
    for (const step of ['copied', 'read back']) expect(told).toContainEqual({ step, table, rows, all: rows })
  expect(told.length).toBeGreaterThan(4)
  const explained = await readArchive({ databaseUrl: target.url }, (archive) => archive.accounts(`${repository.id}#1`))
  expect(explained?.map((stored) => stored.account)).toEqual([account])
  const copy = await openPostgresStore({ url: target.url, now: () => moment })
  expect(await copy.interest(repository.id)).toMatchObject({ active: 1, anchors: new Set([1]) })
  expect(await copy.fireTimers(moment + 10)).toBe(1)
  expect(await copy.claim(moment + 10)).toMatchObject({ event: { type: 'TimerFired', timer: 'escalation' } })
  await copy.close()
})
