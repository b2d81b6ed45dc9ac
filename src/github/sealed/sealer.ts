import { createCipheriv, createDecipheriv, createHmac, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto'

/** Where something sealed belongs: opened anywhere else, it does not open. */
export interface SealedPlace {
  readonly repositoryId: number
  /** The anchor's number; for a planned freeze, that of the issue where it is kept. */
  readonly number: number
  /** What is in it, so that one thing cannot be passed off as another. */
  readonly kind: SealedKind
}

export type SealedKind = 'incident' | 'freeze' | 'window'

/**
 * Seals what is kept in public, so that this App alone can read it and nobody can change it or carry it elsewhere.
 * Who may read the repository learns its length, and that it changed.
 */
export interface Sealer {
  seal(plain: Uint8Array, place: SealedPlace): Uint8Array
  /** @returns undefined for whatever this App did not seal for this very place */
  open(sealed: Uint8Array, place: SealedPlace): Uint8Array | undefined
  /** Sixteen hexadecimal digits that belong to a name, and that nobody else can work out. */
  digest(name: string): string
}

const algorithm = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/**
 * The key comes from the App's private key, which is long and random whoever set the App up: a webhook secret may be
 * short, and what stands in public can be guessed at for ever. Another private key opens nothing of before.
 * @param privateKey PEM; the same key in another PEM form gives the same seal
 */
export function createSealer({ appId, privateKey }: { appId: number; privateKey: string }): Sealer {
  const secret = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' })
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, `firebreak/app/${appId}`, `firebreak/${purpose}/1`, 32))
  const [sealing, naming] = [derived('sealed-state'), derived('marker')]
  const bound = ({ repositoryId, number, kind }: SealedPlace): Buffer =>
    Buffer.from(`firebreak/1/${kind}/app/${appId}/repository/${repositoryId}/anchor/${number}`)
  return {
    seal(plain, place) {
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv(algorithm, sealing, nonce).setAAD(bound(place))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, place) {
      if (sealed.length < nonceLength + tagLength) return undefined
      const [nonce, tag] = [sealed.subarray(0, nonceLength), sealed.subarray(-tagLength)]
      const decipher = createDecipheriv(algorithm, sealing, nonce, { authTagLength: tagLength })
      decipher.setAAD(bound(place)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()])
      } catch {
        return undefined
      }
    },
    digest: (name) => createHmac('sha256', naming).update(name).digest('hex').slice(0, 16),
  }
}
