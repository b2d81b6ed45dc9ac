import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { expect, it } from 'vitest'
import { openedText, sealedText } from '../../../src/github/sealed/sealed-text.ts'
import { createSealer, type SealedPlace } from '../../../src/github/sealed/sealer.ts'
import { appPrivateKey } from '../../harness/keys.ts'

const sealer = createSealer({ appId: 1, privateKey: appPrivateKey })
const place: SealedPlace = { repositoryId: 7, number: 12, kind: 'incident' }
const compress = promisify(brotliCompress)

const sealedBytes = (plain: Uint8Array): string =>
  `<!-- firebreak:sealed:1:${Buffer.from(sealer.seal(plain, place)).toString('base64')} -->`

it('opens as it was sealed, wherever it stands in a text', async () => {
  const text = `before ${await sealedText(sealer, { a: [1] }, place)} after`
  expect(await openedText(sealer, text, place)).toEqual({ a: [1] })
})

it.each([
  ['not compressed', async () => Buffer.from('{"a":1}')],
  ['no JSON', () => compress(Buffer.from('{"a":'))],
  ['far larger than anything we keep', () => compress(Buffer.alloc(17 * 1024 * 1024, 32))],
])('is nothing where what was sealed is %s, and holds up nobody who reads on', async (_, plain) => {
  expect(await openedText(sealer, sealedBytes(await plain()), place)).toBeUndefined()
})
