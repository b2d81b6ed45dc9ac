import { isUtf8 } from 'node:buffer'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { messageOf } from '../../engine/redact.ts'
import { failure, type Result, success } from '../../lib/result.ts'
import { defaultPath } from '../../policy/extends.ts'
import type { Terminal } from '../terminal.ts'

export interface Input {
  /** As the user calls it. */
  readonly file: string
  /** From the top of the repository, with forward slashes; what is piped in stands for the file in its usual place. */
  readonly path: string
  readonly text: string
  /** The top of the working tree. */
  readonly root: string
}

/** Far beyond what the check takes; it only keeps a file that was named by mistake out of memory. */
const mostBytes = 1_000_000

/**
 * Reads the configuration to check.
 * @param file `-` for what is piped in
 * @returns what keeps it from being read, as a sentence
 */
export async function readInput(file: string, { input }: Pick<Terminal, 'input'>): Promise<Result<Input, string>> {
  if (file === '-') {
    const bytes = input && (await readAll(input))
    if (!bytes) return failure('nothing is piped in.')
    return decode(bytes, { file: '<stdin>', path: defaultPath, root: repositoryOf(resolve('.')) ?? resolve('.') })
  }
  const place = resolve(file)
  const isUsualPlace = place.endsWith(`${sep}${join(defaultPath)}`)
  const root = repositoryOf(dirname(place)) ?? (isUsualPlace ? dirname(dirname(place)) : resolve('.'))
  const path = relative(root, place).split(sep).join('/')
  const bytes = await readBytes(file)
  return bytes.ok ? decode(bytes.value, { file, path, root }) : bytes
}

async function readBytes(file: string): Promise<Result<Uint8Array, string>> {
  try {
    const found = await stat(file)
    if (found.isDirectory())
      return failure(`${file} is a directory. Name the file, such as ${join(file, 'incident.yml')}.`)
    if (found.size > mostBytes) return failure(tooLarge(file))
    return success(await readFile(file))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return failure(`${file} does not exist. Run this in the top folder of the repository, or name the file.`)
    return failure(code === 'EACCES' ? `${file} may not be read: permission denied.` : messageOf(error))
  }
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of input) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBytes) break
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Uint8Array, from: Omit<Input, 'text'>): Result<Input, string> {
  if (bytes.length > mostBytes) return failure(tooLarge(from.file))
  if (isUtf8(bytes)) return success({ ...from, text: new TextDecoder().decode(bytes) })
  const [first, second] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const why = isUtf16 ? 'it looks like UTF-16' : `line ${firstWrongLine(bytes)} has bytes that are no text`
  return failure(`${from.file} is not UTF-8: ${why}. Save it as UTF-8.`)
}

/** Counted from 1. A line break is one byte in UTF-8, and no part of another character. */
function firstWrongLine(bytes: Uint8Array): number {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    const next = end < 0 ? bytes.length : end + 1
    if (!isUtf8(bytes.subarray(start, next))) return line
    start = next
  }
  return line
}

const tooLarge = (file: string): string =>
  `${file} is larger than 1 MB. A configuration has a few kilobytes; the check takes at most 64 KiB.`

/** The nearest folder above that is a working tree of Git; undefined where there is none. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder
  const above = dirname(folder)
  return above === folder ? undefined : repositoryOf(above)
}
