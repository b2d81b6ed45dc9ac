import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../../src/store/embedded/migrate.ts'
import { migrations } from '../../../src/store/embedded/migrations.ts'

describe('migrating', () => {
  it('takes every step once', () => {
    using database = new DatabaseSync(':memory:')
    expect(migrate(database, 'data')).toBe(migrations.length)
    expect(migrate(database, 'data')).toBe(0)
  })

  it('leaves a database as it was when a step fails', () => {
    using database = new DatabaseSync(':memory:')
    // In the way of the last table of the first step.
    database.exec('create table pulse (only_row integer)')
    expect(() => migrate(database, 'data')).toThrow('could not be brought to version 1; it is unchanged')
    expect(database.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'pulse' }])
    expect(database.prepare('pragma user_version').get()).toEqual({ user_version: 0 })
  })

  it('forbids that a timeline is rewritten', () => {
    using database = new DatabaseSync(':memory:')
    migrate(database, 'data')
    database.exec(`
      insert into repository (id, body) values (1, '{}');
      insert into incident (id, repository_id, number, version, active, state) values ('1#1', 1, 1, 1, 1, '{}');
      insert into entry (incident, seq, body) values ('1#1', 1, '{}')`)
    expect(() => database.exec(`update entry set body = '{"changed":true}'`)).toThrow('only ever added to')
    expect(() => database.exec('delete from entry')).toThrow('only ever added to')
  })
})
