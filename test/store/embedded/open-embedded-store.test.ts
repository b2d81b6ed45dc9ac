import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../../src/store/embedded/migrations.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/open-embedded-store.ts'
import { emergency } from '../../engine/support/samples.ts'
import { temporaryDirectory } from '../support/directory.ts'

const databaseIn = (directory: string): string => join(directory, 'firebreak.sqlite')
const module = new URL('../../../src/store/embedded/open-embedded-store.ts', import.meta.url).href

describe('opening the embedded store', () => {
  it('creates the directory, which nobody else may read', async () => {
    using home = temporaryDirectory()
    const directory = join(home.path, 'a', 'b')
    const store = await openEmbeddedStore({ directory })
    await store.close()
    expect(statSync(directory).mode & 0o077).toBe(0)
  })

  it('is refused to a second one in the same process, until the first is closed', async () => {
    using home = temporaryDirectory()
    const first = await openEmbeddedStore({ directory: home.path })
    await expect(openEmbeddedStore({ directory: home.path })).rejects.toThrow(
      `The data directory ${home.path} is in use by another Firebreak process. Stop that one first`,
    )
    await first.ping()
    await first.close()
    await (await openEmbeddedStore({ directory: home.path })).close()
  })

  it('is refused while another process has the directory, and is not once that was killed', async () => {
    using home = temporaryDirectory()
    const script = `import { openEmbeddedStore } from '${module}'
      await openEmbeddedStore({ directory: process.argv[1] })
      process.stdout.write('open')
      process.stdin.resume()`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, home.path])
    await once(child.stdout, 'data')
    await expect(openEmbeddedStore({ directory: home.path })).rejects.toThrow('in use by another Firebreak process')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const store = await openEmbeddedStore({ directory: home.path })
    await store.close()
  })

  it('says so when the directory cannot be created', async () => {
    using home = temporaryDirectory()
    writeFileSync(join(home.path, 'file'), '')
    const directory = join(home.path, 'file', 'data')
    await expect(openEmbeddedStore({ directory })).rejects.toThrow(`The data directory ${directory} cannot be created.`)
  })

  it('says so when the directory cannot hold a database', async () => {
    using home = temporaryDirectory()
    mkdirSync(join(home.path, 'lock.sqlite'))
    await expect(openEmbeddedStore({ directory: home.path })).rejects.toThrow('cannot be written to')
  })

  it('says so when the file is no database, and lets go of the directory', async () => {
    using home = temporaryDirectory()
    writeFileSync(databaseIn(home.path), 'This is a letter, and a long one. '.repeat(1000))
    for (const _ of [1, 2])
      await expect(openEmbeddedStore({ directory: home.path })).rejects.toThrow(
        `The database ${databaseIn(home.path)} cannot be read.`,
      )
  })
})

describe('the version of the data', () => {
  it('is brought forward from an empty file, and then left alone', async () => {
    using home = temporaryDirectory()
    const store = await openEmbeddedStore({ directory: home.path })
    await store.enqueue(emergency(1))
    await store.close()
    const again = await openEmbeddedStore({ directory: home.path })
    expect(await again.claim(1)).toMatchObject({ event: emergency(1) })
    await again.close()
  })

  it('of a newer program is refused, and nothing is touched', async () => {
    using home = temporaryDirectory()
    const newer = migrations.length + 1
    const database = new DatabaseSync(databaseIn(home.path))
    database.exec(`pragma user_version = ${newer}`)
    database.close()
    await expect(openEmbeddedStore({ directory: home.path })).rejects.toThrow(
      `The data in ${home.path} has version ${newer}, written by a newer Firebreak; this one knows versions up to ` +
        `${migrations.length}.`,
    )
    using after = new DatabaseSync(databaseIn(home.path))
    expect(after.prepare('select count(*) as tables from sqlite_schema').get()).toEqual({ tables: 0 })
  })
})
