import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/**
 * Whether GitHub sent a body: it signs the raw bytes with the secret that both know (docs: "Validating webhook
 * deliveries"). On bytes and not on text, because whatever is no UTF-8 is not the same after it was text; and compared
 * in constant time. The body is taken in the pieces in which it came: what is not GitHub's is never put together.
 */
export function createVerifier(secret: string): (body: readonly Buffer[], signature: Buffer) => boolean {
  const key = createSecretKey(secret, 'utf8')
  return (body, signature) => {
    const hmac = createHmac('sha256', key)
    for (const piece of body) hmac.update(piece)
    const expected = hmac.digest()
    return signature.length === expected.length && timingSafeEqual(signature, expected)
  }
}
