import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/**
 * Whether GitHub sent a body: it signs the raw bytes with the secret that both know (docs: "Validating webhook
 * deliveries"). On bytes and not on text, because whatever is no UTF-8 is not the same after it was text; and compared
 * in constant time.
 */
export function createVerifier(secret: string): (body: Buffer, signature: Buffer) => boolean {
  const key = createSecretKey(secret, 'utf8')
  return (body, signature) => {
    const expected = createHmac('sha256', key).update(body).digest()
    return signature.length === expected.length && timingSafeEqual(signature, expected)
  }
}
