import { createHash } from 'node:crypto'

export type Ids = {
  /** The next number, unique over all kinds of things. */
  next(): number
  /** A 40-digit commit sha that depends on nothing but how many were asked for. */
  sha(): string
  /** A delivery GUID in UUID form. */
  guid(): string
}

/** Counters instead of randomness: the same script of actions gives the same ids, shas and GUIDs. */
export function createIds(): Ids {
  let last = 1000
  let commits = 0
  let guids = 0
  return {
    next: () => ++last,
    sha: () => createHash('sha1').update(`commit ${++commits}`).digest('hex'),
    guid: () => `00000000-0000-4000-8000-${String(++guids).padStart(12, '0')}`,
  }
}

/** @returns the sha git gives a file with this content. */
export function blobSha(content: string): string {
  const bytes = Buffer.from(content)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

/** @returns a GHSA id for a number, in GitHub's alphabet: `GHSA-xxxx-xxxx-xxxx`. */
export function ghsaId(number: number): string {
  const alphabet = '23456789cfghjmpqrvwx'
  const bytes = createHash('sha256').update(`advisory ${number}`).digest()
  const digits = [...bytes.subarray(0, 12)].map((byte) => alphabet[byte % alphabet.length]).join('')
  return `GHSA-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`
}
