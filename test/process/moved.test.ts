import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { copiedTables } from '../../src/store/copy/tables.ts'
import { execute, type TestDatabase, testDatabase } from '../support/postgres-database.ts'
import { differencesBetween, noDifferences } from './comparison.ts'
import { playIncident } from './incident-script.ts'
import { isAtRestIn, outcomeOf } from './outcome.ts'
import { playUndisturbed } from './under-fire.ts'
import { until } from './until.ts'
import { ProcessWorld, shop } from './world.ts'

/** What `firebreak db copy` says, and how it ends. */
async function copy(from: string, to: string): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const say = (line: string): void => void lines.push(line)
  const terminal = { print: say, printError: say, isTerminal: false }
  const code = await runCommand(['db', 'copy', '--from', from], terminal, { DATABASE_URL: to })
  return { code, said: lines.join('\n') }
}

async function rowsIn(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the data of a server that was killed in the middle of an incident', { timeout: 120_000 }, () => {
  let world: ProcessWorld
  let data: string
  let target: TestDatabase

  let incident: Promise<void>

  /** Declared, frozen, acknowledged, with a hotfix that was refused; the server dies over the approval. People wait meanwhile. */
  beforeAll(async () => {
    world = await ProcessWorld.open()
    target = await testDatabase()
    data = join(world.directory, 'data')
    const { server } = await world.serve()
    let seen = 0
    const ready = async (): Promise<void> => {
      seen += 1
      if (seen !== 3) return
      world.github.faults.beforeRequest(async ({ method, path }) => {
        if (method === 'POST' && path.endsWith('/check-runs')) await server.kill()
      })
    }
    incident = playIncident(world, { ready, timeout: 120_000 })
    await Promise.race([server.exited, incident])
    world.github.faults.clear()
  }, 60_000)

  afterAll(async () => {
    await world.close()
    await target.destroy()
  })

  /** A copy of the data, to be spoilt. */
  const copyOfData = (name: string): string => {
    const directory = join(world.directory, name)
    mkdirSync(directory)
    cpSync(data, directory, { recursive: true })
    return directory
  }

  const changed = (name: string, sql: string): string => {
    const directory = copyOfData(name)
    const database = new DatabaseSync(join(directory, 'firebreak.sqlite'))
    database.exec(sql)
    database.close()
    return directory
  }

  it('has no table that would be forgotten', () => {
    const database = new DatabaseSync(join(data, 'firebreak.sqlite'), { readOnly: true })
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
      .all()
    database.close()
    // The last is written to find out whether writing works.
    expect(tables.map(({ name }) => name).sort()).toEqual([...copiedTables.map(({ name }) => name), 'pulse'].sort())
  })

  it.each([
    ['of an older version', 'pragma user_version = 1', /Start this version of the server on it once and stop it/],
    ['of a newer version', 'pragma user_version = 9999', /written by a newer Firebreak/],
  ])('is not copied when it is %s', async (name, sql, expected) => {
    const { code, said } = await copy(changed(name, sql), target.url)
    expect(said).toMatch(expected)
    expect(code).toBe(1)
  })

  it('is not copied where there is none, or while a server uses it', async () => {
    expect((await copy(join(world.directory, 'nothing'), target.url)).said).toMatch(/There is no database in/)
    const used = copyOfData('used')
    const server = world.spawn({ env: { DATA_DIR: used } })
    await server.listening()
    expect((await copy(used, target.url)).said).toMatch(/is in use by another Firebreak process\. Stop that one first/)
    await server.kill()
  })

  it('is not copied to where something is, or to no address, and the password is not repeated', async () => {
    const other = await testDatabase()
    await copy(data, other.url)
    const { code, said } = await copy(data, other.url)
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/The target is not empty: its table "repository" holds rows/),
    ])
    const unreachable = await copy(data, 'postgres://firebreak:hunter2@127.0.0.1:1/firebreak')
    expect([unreachable.code, unreachable.said]).toEqual([1, expect.not.stringMatching('hunter2')])
    expect((await copy(data, 'mysql://127.0.0.1/x')).said).toMatch(/must be the address of a PostgreSQL database/)
    await other.destroy()
  })

  it('arrives row by row, or not at all', async () => {
    const spoilt = await testDatabase()
    await copy(data, spoilt.url)
    for (const { name } of copiedTables) await execute(spoilt.url, `truncate firebreak.${name} cascade`)
    // Somebody else's trigger stands for whatever may change a row on its way.
    await execute(
      spoilt.url,
      `create function spoil() returns trigger language plpgsql as $$ begin new.name := 'other'; return new; end $$;
       create trigger spoil before insert on firebreak.timer for each row execute function spoil()`,
    )
    const { code, said } = await copy(data, spoilt.url)
    expect([code, said]).toEqual([1, expect.stringMatching(/A row of "timer" \(.*\) did not arrive as it was/)])
    expect(await rowsIn(spoilt.url, 'select * from firebreak.repository')).toEqual([])
    await spoilt.destroy()
  })

  it('keeps what PostgreSQL cannot hold as well as it can', async () => {
    const other = await testDatabase()
    const odd = changed('odd', "update effect set last_error = 'a' || char(0) || 'b' where seq = 1")
    expect((await copy(odd, other.url)).code).toBe(0)
    expect(await rowsIn(other.url, 'select last_error from firebreak.effect where seq = 1')).toEqual([
      { last_error: 'a\ufffdb' },
    ])
    await other.destroy()
  })

  it('goes on under PostgreSQL where it stopped, to the same end', async () => {
    const { code, said } = await copy(data, target.url)
    expect([code, said]).toEqual([0, expect.stringMatching(/^entry +\d+$/m)])
    const { server } = await world.serve({ DATABASE_URL: target.url })
    await incident
    await until('nothing waits any more', () => isAtRestIn(target.url))
    server.signal('SIGTERM')
    expect(await server.exited).toBe(0)
    const undisturbed = await playUndisturbed()
    expect(differencesBetween(undisturbed.get('repair'), outcomeOf(world.github, shop))).toEqual(noDifferences)
  })
})
