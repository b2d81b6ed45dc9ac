import type { DatabaseSync } from 'node:sqlite'
import { migrations } from './migrations.ts'

/**
 * Brings a database to the version this program works with, one transaction per step.
 * @returns how many steps were taken
 * @throws when the database was written by a newer program; nothing is changed then
 */
export function migrate(database: DatabaseSync, directory: string): number {
  const from = versionOf(database)
  if (from > migrations.length) throw new Error(newerVersion(directory, from))
  for (const [index, sql] of migrations.slice(from).entries()) step(database, sql, from + index + 1)
  return migrations.length - from
}

function step(database: DatabaseSync, sql: string, version: number): void {
  database.exec('begin immediate')
  try {
    database.exec(sql)
    // A pragma takes no parameters; the version is a number of our own.
    database.exec(`pragma user_version = ${version}`)
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw new Error(`The database could not be brought to version ${version}; it is unchanged.`, { cause: error })
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('pragma user_version').get()?.user_version ?? 0)
}

const newerVersion = (directory: string, version: number): string =>
  `The data in ${directory} has version ${version}, written by a newer Firebreak; this one knows versions up to ` +
  `${migrations.length}. Start the newer one again, or give this one a data directory from a backup of its time.`
