import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { comment, emergency, moment, nothing, policy, repository, repositoryOf } from '../../engine/support/samples.ts'
import { recorded } from '../support/driver.ts'
import { Replicas } from './replicas.ts'

const elsewhere = repositoryOf(2)

/** Whether a connection waits for a lock that another one holds. */
async function isAnybodyWaiting(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const database = 'select oid from pg_database where datname = current_database()'
    const waiting = `select 1 from pg_stat_activity where datid = (${database}) and wait_event_type = 'Lock'`
    return ((await client.query(waiting)).rowCount ?? 0) > 0
  } finally {
    await client.end()
  }
}

describe('replicas', () => {
  it('share the repositories: nobody works where somebody else does', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    await one.accept(emergency(1))
    await one.accept(emergency(2))
    const work = await one.claimEvent()
    await one.accept(emergency(3, { repository: elsewhere }))
    expect((await other.claimEvent()).event).toEqual(emergency(3, { repository: elsewhere }))
    expect(await other.claim()).toBeUndefined()
    await one.store.commit(work, nothing, repository)
    expect(await other.claim(), 'the lane stays where it is as long as there is work').toBeUndefined()
    expect((await one.claimEvent()).event).toEqual(emergency(2))
  })

  it('give a repository back when there is nothing left to do in it', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    await one.accept(emergency(1))
    await one.store.commit(await one.claimEvent(), nothing, repository)
    expect(await one.claim()).toBeUndefined()
    await one.accept(emergency(2))
    expect((await other.claimEvent()).event).toEqual(emergency(2))
  })

  it('take over at once from one that ends in order', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    await one.accept(emergency(1))
    await one.claimEvent()
    expect(await other.claim()).toBeUndefined()
    await one.store.close()
    expect((await other.claimEvent()).event).toEqual(emergency(1))
  })

  it('lose nothing that is stored while a repository is being given back', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const one = await replicas.start()
    await one.accept(emergency(1))
    await one.store.commit(await one.claimEvent(), nothing, repository)
    const writer = new Client({ connectionString: replicas.url })
    await writer.connect()
    // Somebody has begun to store something, which nobody can see yet …
    await writer.query('begin')
    await writer.query('update firebreak.lane set version = version + 1 where id = $1', [repository.id])
    // … when the one who works there finds nothing left to do.
    const claimed = one.claim()
    await expect.poll(() => isAnybodyWaiting(replicas.url)).toBe(true)
    await writer.query(`insert into firebreak.event (lane, type, body) values ($1, 'IssueChanged', $2)`, [
      repository.id,
      JSON.stringify(emergency(2)),
    ])
    await writer.query('commit')
    await writer.end()
    expect(await claimed).toMatchObject({ event: emergency(2) })
  })

  it('fire a timer once, whoever does it', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const all = await Promise.all([1, 2, 3].map(() => replicas.start()))
    const [one] = all
    if (!one) throw new Error('three were started')
    const names = Array.from({ length: 40 }, (_, index) => `timer-${index}`)
    const timers = [{ incident: '1#1', timers: names.map((name) => ({ name, at: moment + 10 })) }]
    await one.decide({ timers })
    expect(await one.claim()).toBeUndefined()
    const fired = await Promise.all(all.map(({ store }) => store.fireTimers(moment + 10)))
    expect(fired.reduce((sum, count) => sum + count, 0)).toBe(40)
    expect((await one.store.workload()).events).toBe(40)
  })

  it('let one of them hold an office, until its time is over', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    const take = (until: number, now: number) => [one, other].map(({ store }) => store.takeOffice('sweep', until, now))
    const taken = await Promise.all(take(moment + 1000, moment))
    expect(taken.toSorted()).toEqual([false, true])
    const again = await Promise.all(take(moment + 1000, moment + 500))
    expect(again, 'it stays with whom it was').toEqual(taken)
    const [holder, rival] = taken[0] ? [one, other] : [other, one]
    await holder.store.takeOffice('sweep', moment - 1, moment + 600)
    expect(await rival.store.takeOffice('sweep', moment + 2000, moment + 600)).toBe(true)
  })
})

describe('what one replica stored', () => {
  it('the others know of with the very next delivery', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    for (let number = 1; number <= 5; number++) {
      expect((await other.store.interest(repository.id)).waiting).not.toContain(number)
      await one.accept(emergency(number))
      expect((await other.store.interest(repository.id)).waiting).toContain(number)
      await one.store.commit(await one.claimEvent(), recorded(number, { type: 'Declared', how: 'title' }), repository)
      const interest = await other.store.interest(repository.id)
      expect(interest.anchors).toContain(number)
      expect(interest.waiting).not.toContain(number)
    }
  })

  it('the others see when they ask at the same moment as somebody before them', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    const early = other.store.interest(elsewhere.id)
    await one.accept(emergency(1))
    const late = other.store.interest(repository.id)
    expect((await early).waiting?.size).toBe(0)
    expect((await late).waiting).toContain(1)
  })

  it('the others know of a policy, too', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    const before = (await other.store.interest(repository.id)).policyVersion
    const record = { policy, blob: 'a', etag: undefined, reportedBlob: undefined, checkedAt: 1 }
    await one.store.rememberPolicy(repository.id, record)
    const after = (await other.store.interest(repository.id)).policyVersion
    expect(after).not.toBe(before)
    await one.store.rememberPolicy(repository.id, { ...record, checkedAt: 2 })
    expect((await other.store.interest(repository.id)).policyVersion, 'the same, looked at again').toBe(after)
  })

  it('is settled by the one who did it, although another has taken the repository over', async () => {
    await using replicas = await Replicas.onNewDatabase()
    const [one, other] = [await replicas.start(), await replicas.start()]
    await one.put(comment('a'))
    const work = await one.claimEffect()
    await one.store.close()
    const again = await other.claimEffect()
    expect(again).toMatchObject({ triesBefore: 1 })
    await other.store.settle(again, { succeeded: true, result: { type: 'Done' } }, moment)
    await other.store.commit(await other.claimEvent(), nothing, repository)
    await other.store.settle(work, { succeeded: true, result: { type: 'Done' } }, moment)
    expect(await other.claim()).toBeUndefined()
  })
})
