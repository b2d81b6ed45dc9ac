import { describe, expect, it } from 'vitest'
import { Harness, hours, minutes } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { alertChanged, commentAdded, emergency, issueChanged, nothing, pullRequestChanged } from './support/samples.ts'

describe('an event about a repository where the App is not installed', () => {
  const removed = (): Harness => {
    const harness = new Harness()
    harness.decide = () => {
      throw Object.assign(new Error('not installed'), { notInstalled: true })
    }
    return harness
  }

  it('waits for nearly an hour without a word of warning, and is dropped', async () => {
    const harness = removed()
    await harness.deliver(issueChanged(1))
    await harness.pass(hours)
    expect([...harness.log.at('warn'), ...harness.log.at('error')]).toEqual([])
    expect(harness.log.at('info')).toContain('An event was dropped: the App was not put back')
    expect(harness.decided).toHaveLength(8)
  })

  it('is put aside with a warning where it may be an emergency, as far as is known', async () => {
    const moved = { repository: 'octo-org/old', repositoryId: 9, number: 4 }
    const marked = [
      emergency(1),
      issueChanged(2, { counterpart: moved }),
      commentAdded(3, '/incident ack'),
      pullRequestChanged(4),
      alertChanged('opened'),
    ]
    const harness = removed()
    await harness.deliver(...marked)
    await harness.pass(6 * hours)
    expect(harness.log.at('error')).toEqual([])
    const aside = harness.log.lines.filter(({ message }) => message.includes('PUT ASIDE'))
    expect(aside.map(({ level }) => level)).toEqual(['warn', 'warn'])
    expect(await harness.store.workload()).toMatchObject({ events: 0, buried: 2 })
  })

  it('is decided upon when somebody puts it back within that time', async () => {
    const harness = removed()
    await harness.deliver(emergency(1))
    await harness.pass(40 * minutes)
    const before = harness.decided.length
    harness.decide = () => nothing
    await harness.pass(20 * minutes)
    expect(harness.decided.length).toBe(before + 1)
    expect(harness.log.at('info')).not.toContain('An event was dropped: the App was not put back')
  })

  it('is dropped later where the database has trouble at that moment', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store })
    harness.decide = removed().decide
    const commit = store.commit.bind(store)
    store.commit = () => Promise.reject(new Error('The disk is full'))
    await harness.deliver(issueChanged(1))
    await harness.pass(hours)
    expect((await store.workload()).events).toBe(1)
    store.commit = commit
    await harness.pass(10 * minutes)
    expect(await store.workload()).toMatchObject({ events: 0, buried: 0 })
  })

  it('is put aside where it is no news of GitHub’s but something of our own', async () => {
    const harness = removed()
    const { repository } = emergency(1)
    await harness.engine.enqueue({
      type: 'TimerFired',
      repository,
      at: 0,
      incident: '1#1',
      timer: 'update',
      dueAt: 0,
    })
    await harness.pass(hours)
    expect(harness.log.at('error').at(-1)).toContain('PUT ASIDE')
  })
})
