import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { lockDirectory } from '../embedded/directory-lock.ts'
import { migrations } from '../embedded/migrations.ts'
import type { Row } from '../row.ts'

/** An embedded database that nobody else uses meanwhile. */
export class EmbeddedSource {
  readonly #database: DatabaseSync
  readonly #unlock: () => void

  private constructor(database: DatabaseSync, unlock: () => void) {
    this.#database = database
    this.#unlock = unlock
  }

  /**
   * Takes a data directory as a server does.
   * @throws an error for people: there is no database, it is in use, or it is of another version than this program
   */
  static open(directory: string): EmbeddedSource {
    const path = join(directory, 'firebreak.sqlite')
    if (!existsSync(path)) throw new Error(`There is no database in ${directory}: ${path} does not exist.`)
    const unlock = lockDirectory(directory)
    let database: DatabaseSync | undefined
    try {
      database = new DatabaseSync(path)
      const version = Number(database.prepare('pragma user_version').get()?.user_version)
      if (version !== migrations.length) throw new Error(otherVersion(directory, version))
      return new EmbeddedSource(database, unlock)
    } catch (error) {
      database?.close()
      unlock()
      throw error
    }
  }

  /** All rows of a table, in an order. @param order columns, or nothing for a single statement's own order */
  rows(table: string, order: string): Iterable<Row> {
    return this.#database.prepare(`select * from ${table} order by ${order}`).iterate()
  }

  count(table: string): number {
    return Number(this.#database.prepare(`select count(*) as count from ${table}`).get()?.count)
  }

  close(): void {
    this.#database.close()
    this.#unlock()
  }
}

const otherVersion = (directory: string, version: number): string =>
  version < migrations.length
    ? `The data in ${directory} has version ${version}, and this program works with ${migrations.length}. Start this ` +
      'version of the server on it once and stop it, which brings it up to date. Then copy it.'
    : `The data in ${directory} has version ${version}, written by a newer Firebreak; this one knows versions up to ` +
      `${migrations.length}. Copy it with the newer one.`
