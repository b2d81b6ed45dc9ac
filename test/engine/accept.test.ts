import { expect, it } from 'vitest'
import { Harness } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { commentAdded, emergency, issueChanged, repository, repositoryOf } from './support/samples.ts'

const delivery = { guid: 'a1', name: 'issues' }

/** A repository whose policy is known already. */
async function knownRepository(): Promise<{ harness: Harness; store: MemoryStore }> {
  const store = new MemoryStore()
  const harness = new Harness({ store })
  await harness.deliver(issueChanged(1))
  return { harness, store }
}

it('stores nothing of a flood that does not matter, and asks GitHub nothing', async () => {
  const { harness, store } = await knownRepository()
  const rows = store.disk.rows
  const reads = harness.github.read.length
  for (let number = 0; number < 500; number++) {
    expect(await harness.engine.accept({ guid: `flood-${number}`, name: 'issues' }, [issueChanged(number)])).toBe(
      'irrelevant',
    )
    expect(
      await harness.engine.accept({ guid: `talk-${number}`, name: 'issue_comment' }, [commentAdded(number, 'me too')]),
    ).toBe('irrelevant')
  }
  await harness.engine.idle()
  expect(store.disk.rows).toBe(rows)
  expect(harness.github.read).toHaveLength(reads)
  expect(harness.decided).toHaveLength(1)
})

it('lets the first issue of a repository in, so that its policy comes to be known', async () => {
  const { harness } = await knownRepository()
  expect(harness.github.read).toHaveLength(1)
  expect(harness.decided.map(({ event }) => event.type)).toEqual(['IssueChanged'])
})

it('decides once on a delivery that comes twice', async () => {
  const harness = new Harness()
  expect(await harness.engine.accept(delivery, [emergency(1)])).toBe('stored')
  expect(await harness.engine.accept(delivery, [emergency(1)])).toBe('known')
  await harness.engine.idle()
  expect(await harness.engine.accept(delivery, [emergency(1)])).toBe('known')
  await harness.engine.idle()
  expect(harness.decided).toHaveLength(1)
})

it('rejects when the delivery could not be made durable, so that it is not answered with success', async () => {
  const store = new MemoryStore()
  store.accept = async () => {
    throw new Error('disk full')
  }
  const harness = new Harness({ store })
  await expect(harness.engine.accept(delivery, [emergency(1)])).rejects.toThrow('disk full')
})

it('judges each repository of a delivery by its own incidents', async () => {
  const { harness, store } = await knownRepository()
  store.interests.set(2, { anchors: new Set([5]), followed: new Set(), active: 1, frozen: false })
  const here = commentAdded(5, 'I am on it')
  const there = { ...here, repository: repositoryOf(2) }
  expect(await harness.engine.accept(delivery, [here, there])).toBe('stored')
  await harness.engine.idle()
  expect(harness.decided.slice(1).map(({ event }) => event.repository.id)).toEqual([2])
})

it('keeps what is accepted before the start and after draining for when work begins', async () => {
  const store = new MemoryStore()
  const before = new Harness({ store, isStopped: true })
  await before.engine.accept(delivery, [emergency(1)])
  await before.engine.drain()
  await before.engine.accept({ guid: 'a2', name: 'issues' }, [emergency(2)])
  expect(before.decided).toEqual([])
  const after = new Harness({ store })
  await after.engine.idle()
  expect(after.decided.map(({ event }) => (event.type === 'IssueChanged' ? event.issue.number : 0))).toEqual([1, 2])
  expect(after.decided[0]?.situation.repository).toEqual(repository)
})
