import { failure, type Result, success } from '../../lib/result.ts'
import type { ArchivePlace } from '../../store/archive/read-archive.ts'
import type { Environment } from '../terminal.ts'

/**
 * Where the data of the server are: as told, else where the server itself would look.
 * @param data of `--data`
 * @returns the place, or one sentence
 */
export function placeOfData(data: string | undefined, environment: Environment): Result<ArchivePlace, string> {
  const { DATABASE_URL: databaseUrl, DATA_DIR: directory } = environment
  if (data !== undefined) return success({ directory: data })
  if (databaseUrl) return success({ databaseUrl })
  if (directory) return success({ directory })
  return failure('it is not said where the data are: --data DATA_DIR, or the variable DATABASE_URL or DATA_DIR.')
}
