import { generateKeyPairSync } from 'node:crypto'

/** One key pair for a whole test process: making one takes longer than most tests. */
export const { privateKey: appPrivateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
