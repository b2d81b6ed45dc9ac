import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { createSealer, type SealedPlace } from '../../../src/github/sealed/sealer.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const sealer = createSealer({ appId: 1, privateKey })
const place: SealedPlace = { repositoryId: 7, number: 12, kind: 'incident' }
const plain = Buffer.from('what only we know')

it('opens at its own place alone', () => {
  const sealed = sealer.seal(plain, place)
  expect(sealer.open(sealed, place)).toEqual(plain)
  const elsewhere: readonly Partial<SealedPlace>[] = [{ repositoryId: 8 }, { number: 13 }, { kind: 'freeze' }]
  for (const change of elsewhere) expect(sealer.open(sealed, { ...place, ...change })).toBeUndefined()
  expect(createSealer({ appId: 2, privateKey }).open(sealed, place)).toBeUndefined()
})

it('opens nothing that was cut or changed', () => {
  const sealed = sealer.seal(plain, place)
  for (let length = 0; length < sealed.length; length++)
    expect(sealer.open(sealed.subarray(0, length), place)).toBeUndefined()
  for (let index = 0; index < sealed.length; index++) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(sealer.open(changed, place)).toBeUndefined()
  }
})

it('gives a name the same digits each time, and another App others', () => {
  expect(sealer.digest('a')).toMatch(/^[0-9a-f]{16}$/)
  expect(sealer.digest('a')).toBe(createSealer({ appId: 1, privateKey }).digest('a'))
  expect(
    new Set([sealer.digest('a'), sealer.digest('b'), createSealer({ appId: 2, privateKey }).digest('a')]).size,
  ).toBe(3)
})
