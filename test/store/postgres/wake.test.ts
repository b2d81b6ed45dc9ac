import { expect, it } from 'vitest'
import { Database } from '../../../src/store/postgres/database.ts'
import { emergency, moment, repositoryOf } from '../../engine/support/samples.ts'
import { Replicas } from './replicas.ts'

it('of very many repositories whose work was put off to the same moment, some are woken at a time, and all in the end', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const driver = await replicas.start()
  const database = new Database({ url: replicas.url, pool: 1, log: undefined })
  await database.change(
    `insert into firebreak.lane (id, wake_at) select number, $1 from generate_series(1, 2500) as number`,
    [moment],
  )
  await database.change(
    `insert into firebreak.event (lane, type, body) select id, 'IssueChanged', $1 from firebreak.lane where id in (7, 2007)`,
    [JSON.stringify(emergency(1, { repository: repositoryOf(7) }))],
  )
  const resting = async () =>
    (await database.row('select count(*) as count from firebreak.lane where wake_at is not null'))?.count
  expect((await driver.claimEvent()).lane).toBe(7)
  expect(await resting()).toBe(1500)
  expect((await driver.claimEvent()).lane).toBe(2007)
  expect(await driver.claim()).toBeUndefined()
  expect(await resting()).toBe(0)
  await database.close()
})
