import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Log } from '../../../src/engine/ports.ts'
import { openPostgresStore } from '../../../src/store/postgres/open-postgres-store.ts'
import { RecordingLog } from '../../engine/support/harness.ts'
import { emergency, repository } from '../../engine/support/samples.ts'
import { testDatabase } from '../../support/postgres-database.ts'
import { firebreakDatabase } from '../../support/postgres-template.ts'

const failureOf = async (url: string, log?: Log): Promise<Error> => {
  const error: unknown = await openPostgresStore({ url, ...(log && { log }) }).then(
    () => undefined,
    (reason) => reason,
  )
  if (error instanceof Error) return error
  throw new Error('It was expected not to open.')
}

describe('a database that cannot be used', () => {
  it.each([
    ['nobody listens', 'postgres://app:hunter2@127.0.0.1:1/firebreak', /cannot be used: .*ECONNREFUSED/],
    ['the address is none', 'postgres://app:hunter2@', /^DATABASE_URL must/],
  ])('is named with what is wrong: %s', async (_, url, expected) => {
    const log = new RecordingLog()
    const error = await failureOf(url, log)
    expect(error.message).toMatch(expected)
    expect(inspect(error, { depth: 9 }) + log.text, 'the password').not.toContain('hunter2')
  })

  it('is one that does not exist', async () => {
    await using database = await testDatabase()
    expect((await failureOf(`${database.url}_not`)).message).toContain('does not exist')
  })
})

describe('a database', () => {
  it('whose queue is gone has every lane found again in which something waits', async () => {
    await using database = await firebreakDatabase()
    const before = await openPostgresStore({ url: database.url })
    await before.accept({ guid: 'a', name: 'issues', receivedAt: 1 }, [emergency(1)])
    await before.close()
    await database.execute('drop schema firebreak_queue cascade')
    const after = await openPostgresStore({ url: database.url })
    expect(await after.claim(Date.now())).toMatchObject({ lane: repository.id, event: emergency(1) })
    await after.close()
  })

  it('keeps a timeline as it was written', async () => {
    await using database = await firebreakDatabase()
    await database.execute(`insert into firebreak.incident (id, repository_id, number, version, active, state)
      values ('1#1', 1, 1, 1, 1, '{}')`)
    await database.execute(`insert into firebreak.entry (incident, seq, body) values ('1#1', 1, '{}')`)
    for (const change of ['delete from firebreak.entry', `update firebreak.entry set body = ''`])
      await expect(database.execute(change)).rejects.toThrow('only ever added to')
  })
})
