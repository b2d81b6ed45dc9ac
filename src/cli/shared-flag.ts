import { readFileSync } from 'node:fs'
import { messageOf } from '../engine/redact.ts'
import { failure, type Result, success } from '../lib/result.ts'
import { defaultPath } from '../policy/extends.ts'

/**
 * Reads `--shared OWNER/REPO[:PATH]=FILE`, which says where on this machine stands what a configuration extends.
 * @returns names as `writeReference` writes them → paths; or one sentence about what is wrong
 */
export function readSharedFlags(written: readonly string[] = []): Result<ReadonlyMap<string, string>, string> {
  const files = new Map<string, string>()
  for (const one of written) {
    const [, name, path, file] = /^([\w.-]+\/[\w.-]+)(?::([^=]+))?=(.+)$/u.exec(one) ?? []
    if (name === undefined || file === undefined)
      return failure(`--shared is \`${one}\`, expected \`OWNER/REPO=FILE\` or \`OWNER/REPO:PATH=FILE\`.`)
    files.set(path === undefined || path === defaultPath ? name : `${name}:${path}`, file)
  }
  return success(files)
}

/** @returns names → texts; or one sentence about a file that cannot be read */
export function readSharedTexts(files: ReadonlyMap<string, string>): Result<Readonly<Record<string, string>>, string> {
  const texts: Record<string, string> = {}
  for (const [name, file] of files)
    try {
      texts[name] = readFileSync(file, 'utf8')
    } catch (error) {
      return failure(`What --shared names for ${name} cannot be read: ${messageOf(error)}.`)
    }
  return success(texts)
}
