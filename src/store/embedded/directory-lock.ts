import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Creates the data directory if need be and takes it for this process alone.
 *
 * The lock is an exclusive transaction on a database that holds nothing: the operating system lets go of it when the
 * process ends in whatever way, so there is never a stale lock to be removed by hand. The trade: it is no better than
 * the file locks of the file system, so the directory should be on a local disk.
 * @returns what releases the directory
 * @throws with what to do, when another process has it or when it cannot be created
 */
export function lockDirectory(directory: string): () => void {
  create(directory)
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(directory, 'lock.sqlite'))
    lock.exec('begin exclusive')
  } catch (error) {
    lock?.close()
    throw new Error(refusal(directory, error), { cause: error })
  }
  return () => lock.close()
}

function create(directory: string): void {
  try {
    // What is kept here may come from private repositories.
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new Error(
      `The data directory ${directory} cannot be created. Create it, or choose one that this user may write to.`,
      { cause: error },
    )
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const busy = 5

function refusal(directory: string, error: unknown): string {
  const isTaken = error instanceof Error && 'errcode' in error && error.errcode === busy
  return isTaken
    ? `The data directory ${directory} is in use by another Firebreak process. Stop that one first, or give this one ` +
        'a data directory of its own. Several processes on the same data are not supported by this version.'
    : `The data directory ${directory} cannot be written to. Check its owner, its permissions and the free space.`
}
