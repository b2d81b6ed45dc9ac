import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TryLater } from '../../../src/engine/ports.ts'
import { Database } from '../../../src/store/postgres/database.ts'
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts'
import { comment, emergency, moment, nothing, repository } from '../../engine/support/samples.ts'
import { breakableWay } from '../../support/breakable-way.ts'
import { testDatabase } from '../../support/postgres-database.ts'
import { firebreakDatabase } from '../../support/postgres-template.ts'

const open = (url: string, pool = 4): Database & AsyncDisposable => {
  const database = new Database({ url, pool, log: undefined })
  return Object.assign(database, { [Symbol.asyncDispose]: () => database.close() })
}

describe('what passes is tried again', () => {
  it('when the server takes no more connections', async () => {
    await using home = await testDatabase()
    const role = `few_${new URL(home.url).pathname.slice(-12)}`
    await home.execute(`create role ${role} login connection limit 2`)
    const url = new URL(home.url)
    url.username = role
    {
      await using database = open(url.href, 8)
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => database.row('select $1::int as n', [index])),
      )
      expect(answers.map((row) => row?.n)).toEqual(Array.from({ length: 12 }, (_, index) => index))
    }
    await home.execute(`drop role ${role}`)
  })

  it('when two lock the same in opposite order', async () => {
    await using home = await testDatabase()
    await home.execute(
      'create table pair (id int primary key, n int not null default 0); insert into pair values (1), (2)',
    )
    await using database = open(home.url)
    let tries = 0
    const inOrder = (ids: readonly number[]) =>
      database.transaction(async (session) => {
        tries += 1
        for (const id of ids) {
          await session.change('update pair set n = n + 1 where id = $1', [id])
          await sleep(50)
        }
      })
    await Promise.all([inOrder([1, 2]), inOrder([2, 1])])
    expect((await database.rows('select n from pair')).map(({ n }) => n)).toEqual([2, 2])
    expect(tries).toBe(3)
  })

  it('when a newer program has changed a table under a statement that was prepared for it', async () => {
    await using home = await testDatabase()
    await home.execute('create table grown (id int); insert into grown values (1)')
    await using database = open(home.url, 1)
    const read = () => database.row('select * from grown where id = $1', [1])
    await read()
    await home.execute('alter table grown add column more text')
    expect(await read()).toEqual({ id: 1, more: null })
  })
})

it.each([
  ['the disk is full', '53100'],
  ['a statement takes too long', '57014'],
  ['a disk fails', '58030'],
])('nobody takes it for a fault of the work when %s', async (_, code) => {
  await using home = await testDatabase()
  await using database = open(home.url)
  const fails = `do $$ begin raise exception 'no way' using errcode = '${code}'; end $$`
  await expect(database.change(fails)).rejects.toThrow(TryLater)
  await expect(database.change('select 1 / 0')).rejects.not.toThrow(TryLater)
})

describe('a commit whose answer got lost', () => {
  it('has taken a delivery in, once, and the delivery counts as known', async () => {
    const home = await firebreakDatabase()
    await using way = await breakableWay(home.url)
    const store = await openPostgresStore({ url: way.url, now: () => moment })
    way.loseCommits(1)
    expect(await store.accept({ guid: 'a', name: 'issues', receivedAt: moment }, [emergency(1)])).toBe(false)
    expect(way.lost).toBe(1)
    expect((await store.workload()).events).toBe(1)
    expect(await store.claim(moment)).toMatchObject({ event: emergency(1) })
    await store.close()
    await home.destroy()
  })

  it('has stored a decision and an outcome, once', async () => {
    const home = await firebreakDatabase()
    await using way = await breakableWay(home.url)
    const store = await openPostgresStore({ url: way.url, now: () => moment })
    await store.accept({ guid: 'a', name: 'issues', receivedAt: moment }, [emergency(1)])
    const event = await store.claim(moment)
    if (event?.type !== 'event') throw new Error('an event was expected')
    way.loseCommits(1)
    await store.commit(event, { ...nothing, effects: [comment('a')] }, repository)
    const effect = await store.claim(moment)
    if (effect?.type !== 'effect') throw new Error('an effect was expected')
    way.loseCommits(2)
    await store.settle(effect, { succeeded: true, result: { type: 'Done' } }, moment)
    expect(way.lost).toBe(3)
    expect(await store.workload()).toMatchObject({ events: 1, effects: 0 })
    await store.close()
    await home.destroy()
  })
})

it('a pooler that keeps connections keeps no lock of a migration', async () => {
  await using home = await testDatabase()
  await using way = await breakableWay(home.url, true)
  for (let start = 1; start <= 2; start++) {
    const store = await openPostgresStore({ url: way.url })
    await store.ping()
    await store.close()
  }
})
