import { expect, it } from 'vitest'
import { migrations } from '../../../src/store/postgres/migrations.ts'
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts'
import { fullVocabulary } from '../../../src/store/postgres/vocabulary.ts'
import { comment, emergency, issueChanged, nothing, repository, repositoryOf } from '../../engine/support/samples.ts'
import { testDatabase } from '../../support/postgres-database.ts'
import { Replicas } from './replicas.ts'

/** Programs of the versions before and after the one at hand, which differ in what they know. */
const older = {
  migrations,
  known: {
    events: fullVocabulary.events.filter((type) => type !== 'CommentAdded'),
    effects: fullVocabulary.effects.filter((type) => type !== 'React'),
  },
}
const beforeLooks = {
  migrations,
  known: {
    events: fullVocabulary.events.filter((type) => !/LookAround|readiness/u.test(type)),
    effects: fullVocabulary.effects.filter((type) => type !== 'LookAround'),
  },
}
const newer = {
  migrations: [...migrations, { sql: 'alter table firebreak.pulse add column mood text' }],
  known: fullVocabulary,
}

const elsewhere = repositoryOf(2)
const unknown = {
  type: 'CommentAdded',
  repository,
  at: 1,
  actor: { login: 'dana', isSelf: false, type: 'User' },
  thread: emergency(1).issue,
  commentId: 5,
  body: '/incident ack',
} as const
const reaction = comment('thumb', { effect: { type: 'React', commentId: 5, content: '+1' } })

it('an older program goes on beside a newer one that has changed the database', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const old = await replicas.start(older)
  await old.accept(emergency(1))
  const young = await replicas.start(newer)
  expect((await old.claimEvent()).event).toEqual(emergency(1))
  await young.acceptAs('another', emergency(2, { repository: elsewhere }))
  expect((await old.claimEvent()).event).toEqual(emergency(2, { repository: elsewhere }))
  const later = await replicas.start(older)
  await expect(later.store.ping()).resolves.toBeUndefined()
})

it('an event of a kind that the older one does not know is left to the newer one, and keeps its place', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const [old, young] = [await replicas.start(older), await replicas.start(newer)]
  await young.accept(unknown)
  await young.accept(emergency(1))
  expect(await old.claim()).toBeUndefined()
  expect(await old.claim(), 'it does not look again and again').toBeUndefined()
  await old.acceptAs('behind it', issueChanged(2))
  expect(await old.claim(), 'nor because something came behind it').toBeUndefined()
  const work = await young.claimEvent()
  expect(work).toMatchObject({ event: { type: 'CommentAdded' }, failures: 0 })
  await young.store.commit(work, nothing, repository)
  expect((await young.claimEvent()).event).toEqual(emergency(1))
  expect((await young.store.workload()).buried).toBe(0)
})

it('an effect of an unknown kind waits for the newer one, and holds nothing else up', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const [old, young] = [await replicas.start(older), await replicas.start(newer)]
  await old.put(reaction, comment('a'))
  expect(await old.performAll()).toEqual(['a'])
  await old.put(comment('b'))
  expect(await old.performAll()).toEqual(['b'])
  expect(await young.performAll()).toEqual(['thumb'])
})

it('the outcome of an effect that the older one does not know is left to the newer one', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const young = await replicas.start(newer)
  await young.put(comment('look', { effect: { type: 'LookAround', questions: [], askedAt: 0 } }), comment('a'))
  const work = await young.claimEffect()
  await young.store.settle(work, { succeeded: true, result: { type: 'Seen', answers: {} } }, young.now)
  await young.store.close()
  const old = await replicas.start(beforeLooks)
  expect(await old.performAll(), 'effects go on').toEqual(['a'])
  expect(await old.claim()).toBeUndefined()
  const next = await replicas.start(newer)
  const outcome = await next.claimEvent()
  expect(outcome.event).toMatchObject({ type: 'EffectSettled', put: { key: 'look' } })
})

it('so is a timer of a name that it does not know, where the newer one fired it', async () => {
  await using replicas = await Replicas.onNewDatabase()
  const young = await replicas.start(newer)
  const timers = ['readiness', 'other'].map((name, at) => ({ name, at: young.now + at }))
  await young.decide({ timers: [{ incident: '1/calendar', timers }] })
  expect(await young.store.fireTimers(young.now + 1)).toBe(2)
  await young.store.close()
  const old = await replicas.start(beforeLooks)
  expect(await old.claim()).toBeUndefined()
  const next = await replicas.start(newer)
  const { event } = await next.claimEvent()
  expect(event).toMatchObject({ type: 'TimerFired', timer: 'readiness' })
})

it('a program that is too old for the database refuses to start, and says what to do', async () => {
  const { url, destroy } = await testDatabase()
  const closing = { migrations: [...migrations, { sql: '', oldest: migrations.length + 1 }], known: fullVocabulary }
  await (await openPostgresStore({ url, program: closing })).close()
  await expect(openPostgresStore({ url, program: older })).rejects.toThrow(/only versions from \d+ on can work with it/)
  await (await openPostgresStore({ url, program: closing })).close()
  await destroy()
})

it('replicas that start at the same moment make one schema', async () => {
  const { url, destroy } = await testDatabase()
  const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore({ url })))
  await Promise.all(stores.map((store) => store.ping()))
  await Promise.all(stores.map((store) => store.close()))
  await destroy()
})
