import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import type { SealedPlace, Sealer } from './sealer.ts'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

/** Fast, and almost as small as it gets: this happens with every edit of a card. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
/** A seal that opens is our own; this bounds what a mistake of ours could cost. */
const largestPlain = 16 * 1024 * 1024

const opening = '<!-- firebreak:sealed:1:'
const pattern = /<!-- firebreak:sealed:1:([A-Za-z0-9+/]{32,}={0,2}) -->/gu

/** JSON as a hidden line of a comment. Base64 has no character that could end it. */
export async function sealedText(sealer: Sealer, value: unknown, place: SealedPlace): Promise<string> {
  const plain = await compress(Buffer.from(JSON.stringify(value)), quality)
  return `${opening}${Buffer.from(sealer.seal(plain, place)).toString('base64')} -->`
}

/** Whether a text holds something that looks sealed. */
export const looksSealed = (text: string): boolean => text.includes(opening)

/**
 * What the last sealed line of a text says.
 * @returns undefined where there is none that this App sealed for this place
 */
export async function openedText(sealer: Sealer, text: string, place: SealedPlace): Promise<unknown> {
  const encoded = [...text.matchAll(pattern)].at(-1)?.[1]
  const plain = encoded === undefined ? undefined : sealer.open(Buffer.from(encoded, 'base64'), place)
  if (!plain) return undefined
  try {
    return JSON.parse((await decompress(plain, { maxOutputLength: largestPlain })).toString('utf8'))
  } catch {
    // Sealed by a mistake of ours: what else is kept in the repository is to be read all the same.
    return undefined
  }
}
