import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { TryLater } from '../../../src/engine/ports.ts'
import { GroupCommit } from '../../../src/store/embedded/group-commit.ts'

function notebook() {
  const database = new DatabaseSync(':memory:')
  database.exec('create table note (text text not null unique)')
  const write = database.prepare('insert into note values (?)')
  return {
    database,
    commits: new GroupCommit(database),
    write: (text: string) => write.run(text),
    notes: () =>
      database
        .prepare('select text from note order by rowid')
        .all()
        .map(({ text }) => text),
  }
}

describe('a group commit', () => {
  it('undoes the change that fails, and it alone', async () => {
    const { commits, write, notes } = notebook()
    const outcomes = await Promise.allSettled([
      commits.run(() => write('a')),
      commits.run(() => {
        write('half')
        throw new Error('and no further')
      }),
      commits.run(() => write('b')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: new Error('and no further') })
    expect(notes()).toEqual(['a', 'b'])
  })

  it('does nothing twice although what shares its transaction fails', async () => {
    const { commits, database, notes } = notebook()
    const count = database.prepare("insert into note select 'note ' || (count(*) + 1) from note")
    const outcomes = await Promise.allSettled([
      commits.run(() => count.run().changes),
      commits.run(() => {
        throw new Error('no')
      }),
      commits.run(() => count.run().changes),
    ])
    expect(outcomes).toMatchObject([{ value: 1 }, { status: 'rejected' }, { value: 1 }])
    expect(notes()).toEqual(['note 1', 'note 2'])
  })

  it('waits for a lock that somebody else holds no longer than once', async () => {
    const { commits, database, write, notes } = notebook()
    let tries = 0
    const exec = database.exec.bind(database)
    database.exec = (sql: string) => {
      if (sql !== 'begin immediate') return exec(sql)
      tries += 1
      throw new Error('database is locked')
    }
    await expect(commits.run(() => write('a'))).rejects.toThrow('database is locked')
    expect(tries).toBe(1)
    database.exec = exec
    expect(notes()).toEqual([])
  })

  it('tells everybody when the whole transaction is lost', async () => {
    const { commits, database, write, notes } = notebook()
    const outcomes = await Promise.allSettled([
      commits.run(() => write('a')),
      // What SQLite itself does when the disk is full.
      commits.run(() => database.exec('rollback')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(notes()).toEqual([])
    await commits.run(() => write('later'))
    expect(notes()).toEqual(['later'])
  })

  it('has one transaction for what is asked for in one turn', async () => {
    const { commits, database } = notebook()
    const counts = await Promise.all(
      [1, 2, 3].map(() => commits.run(() => database.prepare('select total_changes() as changes').get()?.changes)),
    )
    expect(new Set(counts).size).toBe(1)
    expect(database.isTransaction).toBe(false)
  })

  it('answers after the transaction has ended', async () => {
    const { commits, database, write } = notebook()
    await commits.run(() => write('a')).then(() => expect(database.isTransaction).toBe(false))
  })

  it('carries out what waits before it closes, and refuses what comes later', async () => {
    const { commits, write, notes } = notebook()
    const waiting = Array.from({ length: 600 }, (_, index) => commits.run(() => write(`${index}`)))
    commits.close()
    expect(notes()).toHaveLength(600)
    await Promise.all(waiting)
    await expect(commits.run(() => write('late'))).rejects.toThrow('The store is closed.')
  })

  it('says that a full disk is no fault of the change', async () => {
    const { commits, database, write } = notebook()
    database.exec('pragma max_page_count = 3')
    const large = 'x'.repeat(20_000)
    const outcomes = await Promise.allSettled([commits.run(() => write(large)), commits.run(() => write(`${large}!`))])
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(TryLater) })
    await expect(commits.run(() => write('small'))).resolves.toBeDefined()
    await expect(commits.run(() => write('small'))).rejects.not.toThrow(TryLater)
  })
})
