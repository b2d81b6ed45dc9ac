import { readFileSync } from 'node:fs'
import { messageOf } from '../engine/redact.ts'

/** A file that somebody named cannot be read. The message is for them. */
export class Unreadable extends Error {}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a directory, and no file',
  EACCES: 'may not be read: permission denied',
}

/**
 * The text of a file that somebody named.
 * @throws Unreadable
 */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new Unreadable(`${path} ${reasons[code] ?? `cannot be read: ${messageOf(error)}`}.`, { cause: error })
  }
}
