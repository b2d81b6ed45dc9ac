import { expect, it } from 'vitest'
import type { PutEffect } from '../../../src/incident/effect.ts'
import { Database } from '../../../src/store/postgres/database.ts'
import { comment, emergency, moment } from '../../engine/support/samples.ts'
import { type Driver, recorded } from '../support/driver.ts'
import { Replicas } from './replicas.ts'

const days = 86_400_000

async function column(url: string, sql: string): Promise<readonly unknown[]> {
  const database = new Database({ url, pool: 1, log: undefined })
  try {
    return (await database.rows(sql)).flatMap((row) => Object.values(row))
  } finally {
    await database.close()
  }
}

/** Ends a replica, after what it was removing is removed. */
const ended = (driver: Driver): Promise<void> => driver.store.close()

it('forgets deliveries after thirty days, and their events stay', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const driver = await replicas.start()
  await driver.acceptAs('old', emergency(1))
  driver.now = moment + 2 * days
  await driver.acceptAs('newer', emergency(2))
  driver.now = moment + 31 * days
  await driver.acceptAs('now', emergency(3))
  expect(await driver.acceptAs('newer', emergency(2))).toBe(false)
  await ended(driver)
  expect(await column(replicas.url, 'select guid from firebreak.delivery order by received_at')).toEqual([
    'newer',
    'now',
  ])
  expect(await column(replicas.url, 'select count(*) from firebreak.event')).toEqual([3])
})

it('goes on until nothing is left to remove, whichever replica does it', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const all = await Promise.all([replicas.start(), replicas.start()])
  const [one] = all
  await Promise.all(Array.from({ length: 4500 }, (_, index) => one.acceptAs(`old ${index}`)))
  for (const driver of all) {
    driver.now = moment + 31 * days
    await expect
      .poll(async () => {
        await driver.acceptAs('new')
        return await column(replicas.url, 'select count(*) from firebreak.delivery')
      })
      .toEqual([1])
    await ended(driver)
  }
})

it('forgets what was done for incidents that ended thirty days ago, and nothing that waits', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const driver = await replicas.start()
  const put = (key: string, incident: string | undefined, keep: PutEffect['keep'] = 'once'): PutEffect =>
    comment(key, { incident, keep })
  const [closed, active] = [recorded(1, { type: 'Closed', why: 'resolved' }), recorded(2, { type: 'Acknowledged' })]
  await driver.decide({
    incidents: [...closed.incidents, ...active.incidents],
    effects: [put('ended', '1#1', 'latest'), put('active', '1#2'), put('reply', undefined)],
  })
  await driver.decide({ effects: [put('issue of the repository', undefined, 'latest'), put('taken back', '1#1')] })
  await driver.decide({ cancelled: ['taken back'] })
  await driver.performAll()
  // What is asked for again waits once more.
  const again = { type: 'React', commentId: 5, content: '+1' } as const
  await driver.decide({ effects: [put('never done', '1#1'), { ...put('ended', '1#1', 'latest'), effect: again }] })
  driver.now = moment + 31 * days
  await driver.accept(emergency(3))
  await ended(driver)
  const keys = await column(replicas.url, 'select key from firebreak.effect order by key')
  expect(keys).toEqual(['active', 'ended', 'issue of the repository', 'never done'])
  expect(await column(replicas.url, 'select count(*) from firebreak.entry')).toEqual([2])
})
