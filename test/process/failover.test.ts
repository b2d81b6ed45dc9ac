import { expect, it } from 'vitest'
import type { Store } from '../../src/engine/ports.ts'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import { emergency, nothing, repositoryOf } from '../engine/support/samples.ts'
import { startPostgres } from '../support/postgres-server.ts'

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))

/** Numbers of the events that are decided upon, until there is no more work for a while. */
async function decideAll(store: Store, isOver: () => boolean): Promise<readonly number[]> {
  const decided: number[] = []
  while (!isOver() || (await store.workload()).events > 0) {
    const work = await store.claim(Date.now()).catch(() => undefined)
    if (work?.type !== 'event') {
      await pause()
      continue
    }
    await store.commit(work, nothing, work.event.repository).then(
      () => work.event.type === 'IssueChanged' && decided.push(work.event.issue.number),
      // As the engine does: the work is not given up.
      () => store.retryEvent(work, Date.now(), 'the database was away').catch(() => undefined),
    )
  }
  return decided
}

it('a database that dies and comes back costs nothing that was acknowledged, and every event is decided upon', async () => {
  const server = await startPostgres({ durable: true })
  const store = await openPostgresStore({ url: server.url })
  const acknowledged: number[] = []
  let isOver = false
  const working = decideAll(store, () => isOver)
  const sending = Array.from({ length: 4 }, async (_, sender) => {
    for (let number = sender; number < 400; number += 4) {
      const event = emergency(number, { repository: repositoryOf(1 + sender) })
      const delivery = { guid: `delivery ${number}`, name: 'issues', receivedAt: Date.now() }
      // GitHub is asked to send again what was not answered with success.
      while (
        !(await store.accept(delivery, [event]).then(
          () => true,
          () => false,
        ))
      )
        await pause()
      acknowledged.push(number)
    }
  })
  await server.restart()
  await server.restart()
  await Promise.all(sending)
  await expect(store.ping()).resolves.toBeUndefined()
  isOver = true
  const decided = await working
  expect(decided.toSorted((a, b) => a - b)).toEqual(acknowledged.toSorted((a, b) => a - b))
  expect(decided).toHaveLength(400)
  await store.close()
  await server.stop()
}, 90_000)

it('a store says that it cannot be written to while its database is away, and goes on when it is back', async () => {
  const server = await startPostgres()
  const store = await openPostgresStore({ url: server.url })
  await server.pause()
  await expect(store.ping()).rejects.toThrow()
  await server.restart()
  await expect
    .poll(
      () =>
        store.ping().then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true)
  await store.close()
  await server.stop()
}, 60_000)
