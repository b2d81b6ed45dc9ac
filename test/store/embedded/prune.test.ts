import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { PutEffect } from '../../../src/incident/effect.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { comment, emergency, moment } from '../../engine/support/samples.ts'
import { temporaryDirectory } from '../support/directory.ts'
import { Driver, recorded } from '../support/driver.ts'

const days = 86_400_000

async function open(directory: string): Promise<Driver> {
  return await Driver.start({ open: (now) => openEmbeddedStore({ directory, now }), destroy: async () => undefined })
}

function column(directory: string, sql: string): readonly unknown[] {
  using database = new DatabaseSync(join(directory, 'firebreak.sqlite'))
  return database.prepare(sql).all().flatMap(Object.values)
}

describe('pruning', () => {
  it('forgets deliveries after thirty days', async () => {
    using home = temporaryDirectory()
    const driver = await open(home.path)
    await driver.acceptAs('old', emergency(1))
    driver.now = moment + 2 * days
    await driver.acceptAs('newer', emergency(2))
    driver.now = moment + 31 * days
    await driver.acceptAs('now', emergency(3))
    expect(await driver.acceptAs('newer', emergency(2))).toBe(false)
    await driver.stop()
    expect(column(home.path, 'select guid from delivery order by received_at')).toEqual(['newer', 'now'])
    expect(column(home.path, 'select count(*) from event')).toEqual([3])
  })

  it('goes on until nothing is left to remove', async () => {
    using home = temporaryDirectory()
    const driver = await open(home.path)
    await Promise.all(Array.from({ length: 1200 }, (_, index) => driver.acceptAs(`old ${index}`)))
    driver.now = moment + 31 * days
    for (const guid of ['a', 'b', 'c', 'd']) await driver.acceptAs(guid)
    await driver.stop()
    expect(column(home.path, 'select guid from delivery order by guid')).toEqual(['a', 'b', 'c', 'd'])
  })

  it('forgets what was done for incidents that ended thirty days ago, and keeps their timelines', async () => {
    using home = temporaryDirectory()
    const driver = await open(home.path)
    const put = (key: string, incident: string | undefined, keep: PutEffect['keep'] = 'once'): PutEffect =>
      comment(key, { incident, keep })
    const [ended, active] = [recorded(1, { type: 'Closed', why: 'resolved' }), recorded(2, { type: 'Acknowledged' })]
    await driver.decide({
      incidents: [...ended.incidents, ...active.incidents],
      effects: [put('ended', '1#1', 'latest'), put('active', '1#2'), put('reply', undefined)],
    })
    await driver.decide({ effects: [put('issue of the repository', undefined, 'latest'), put('taken back', '1#1')] })
    await driver.decide({ cancelled: ['taken back'] })
    await driver.performAll()
    await driver.decide({ effects: [put('never done', '1#1')] })
    driver.now = moment + 31 * days
    await driver.accept(emergency(3))
    await driver.stop()
    expect(column(home.path, 'select key from effect order by key')).toEqual([
      'active',
      'issue of the repository',
      'never done',
    ])
    expect(column(home.path, 'select count(*) from entry')).toEqual([2])
  })
})
