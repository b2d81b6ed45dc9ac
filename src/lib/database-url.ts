import { failure, type Result, success } from './result.ts'

/** Where a PostgreSQL is, and how many connections one process may have to it. */
export interface DatabaseAddress {
  /** For the driver: without our own parameters. Secret, as it holds a password. */
  readonly url: string
  readonly pool: number
}

const usualPool = 16
/** One for deliveries, one for the lanes, and a few for those who read. */
const smallestPool = 4

/**
 * Reads DATABASE_URL: `postgres://user:password@host:5432/name`, with the driver's parameters such as `sslmode`, and
 * `pool`, the number of connections.
 * @returns or what is wrong with it, to stand after the setting's name; nothing of the address is repeated
 */
export function readDatabaseUrl(text: string): Result<DatabaseAddress, string> {
  if (!URL.canParse(text)) return failure(malformed)
  const url = new URL(text)
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') return failure(malformed)
  // Of a password with a bare "/", "?" or "#" one part would be taken for the host, and be named in messages.
  if (url.hash !== '' || `${url.pathname}${url.search}`.includes('@')) return failure(malformed)
  if (url.pathname.length < 2) return failure('must name a database: postgres://user:password@host:5432/firebreak')
  const pool = url.searchParams.get('pool') ?? String(usualPool)
  if (!/^\d{1,4}$/.test(pool) || Number(pool) < smallestPool)
    return failure(`has a "pool" that is no number of connections: ${smallestPool} or more`)
  url.searchParams.delete('pool')
  const mode = url.searchParams.get('sslmode')
  if (mode !== null && !sslModes.includes(mode))
    return failure(`has an "sslmode" that the driver does not know: ${sslModes.join(', ')}`)
  // The driver takes these for "verify-full" and warns, in many lines, that it will not for ever.
  if (mode !== null && checkedInFull.includes(mode) && !url.searchParams.has('uselibpqcompat'))
    url.searchParams.set('sslmode', 'verify-full')
  return success({ url: url.href, pool: Number(pool) })
}

const checkedInFull = ['prefer', 'require', 'verify-ca']
const sslModes = ['disable', 'no-verify', ...checkedInFull, 'verify-full']

const malformed =
  'must be the address of a PostgreSQL database: postgres://user:password@host:5432/firebreak. ' +
  'Special characters of the password are written as %XX'
