import { expect, it } from 'vitest'
import type { Store, Work } from '../../src/engine/ports.ts'
import { openPostgresStore } from '../../src/store/postgres/open-postgres-store.ts'
import { emergency, repositoryOf } from '../engine/support/samples.ts'
import { firebreakDatabase } from '../support/postgres-template.ts'
import { ServerProcess } from './server-process.ts'

const accepted = (store: Store, id: number): Promise<boolean> =>
  store.accept({ guid: `delivery ${id}`, name: 'issues', receivedAt: Date.now() }, [
    emergency(1, { repository: repositoryOf(id) }),
  ])

/** Asks as the engine does. */
async function claimed(store: Store): Promise<Work> {
  for (;;) {
    const work = await store.claim(Date.now())
    if (work) return work
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

it('work of a replica that was killed, or that stands still, goes on elsewhere, and the latter writes nothing when it wakes', async () => {
  await using database = await firebreakDatabase()
  const store = await openPostgresStore({ url: database.url })
  const hold = () => new ServerProcess({ env: {}, cwd: '.', command: ['test/process/lease-holder.ts', database.url] })
  await accepted(store, 1)
  const stopped = hold()
  await stopped.wrote(/claimed 1\n[\s\S]*writes\n/)
  await accepted(store, 2)
  const killed = hold()
  await killed.wrote(/claimed 2\n/)
  expect(await store.claim(Date.now())).toBeUndefined()

  killed.signal('SIGKILL')
  stopped.signal('SIGSTOP')
  const began = performance.now()
  const work = [await claimed(store), await claimed(store)]
  expect(work.map(({ lane }) => lane).toSorted()).toEqual([1, 2])
  expect(performance.now() - began).toBeLessThan(60_000)

  const before = stopped.output.length
  stopped.signal('SIGCONT')
  await stopped.wrote(/refuses: /)
  expect(stopped.output.slice(before)).toMatch(/^refuses: This process stood still for too long/)
  await Promise.all([stopped.kill(), killed.exited])
  await store.close()
}, 90_000)
