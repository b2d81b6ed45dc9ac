import { expect, it } from 'vitest'
import { Database, type Session } from '../../../src/store/postgres/database.ts'
import { InterestReader } from '../../../src/store/postgres/interest-reader.ts'
import { emergency, moment, repository } from '../../engine/support/samples.ts'
import { recorded } from '../support/driver.ts'
import { Replicas } from './replicas.ts'

it('what is decided while a replica looks is seen either as what waits or as what it became', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const one = await replicas.start()
  await one.accept(emergency(1))
  const work = await one.claimEvent()
  const database = new Database({ url: replicas.url, pool: 4, log: undefined })
  let decided: Promise<void> | undefined
  // Somebody's decision is stored between the questions that make up one look.
  const interrupted: Session = {
    row: (sql, values) => database.row(sql, values),
    change: (sql, values) => database.change(sql, values),
    rows: async (sql, values) => {
      if (sql.includes('firebreak.event')) {
        decided ??= one.store.commit(work, recorded(1, { type: 'Declared', how: 'title' }), repository)
        await decided
      }
      return database.rows(sql, values)
    },
  }
  const { waiting, anchors } = await new InterestReader(interrupted).of(repository.id, moment)
  expect([...waiting, ...anchors]).toEqual([1])
  await database.close()
})
