/**
 * What PostgreSQL says when the same may succeed a moment later (https://www.postgresql.org/docs/current/errcodes-appendix.html):
 * serialization failure, deadlock, lock not available; shutdown, crash, starting up; too many connections; read-only, which is a
 * primary that became a standby; a connection that was idle in a transaction for too long; a prepared statement that a pooler
 * sent to another connection.
 */
const passingCodes: ReadonlySet<string> = new Set([
  ...['40001', '40P01', '55P03'],
  ...['57P01', '57P02', '57P03'],
  ...['53300', '25006', '25P03'],
  ...['26000', '42P05'],
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND'],
])

/** What the driver says of a connection, without a code. */
const passingWords =
  /connection terminated|connection ended|timeout exceeded when trying|query read timeout|not queryable/i

/** A newer program changed a table while this connection had a statement prepared for the old one. A new connection prepares anew. */
const outdatedPlan = /cached plan must not change result type/i

/** Classes of trouble that is the server's own: no resources such as disk and memory, somebody's intervention, its system. */
const classesOfTrouble = /^(?:53|57|58)/

/** Whether the same may succeed a moment later, on another connection. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined && (passingCodes.has(code) || code.startsWith('08'))) return true
  if (error instanceof AggregateError) return error.errors.some(isPassing)
  return passingWords.test(error.message) || outdatedPlan.test(error.message)
}

/** Whether it is the database that has trouble, and nothing is wrong with what it was asked for. It may last. */
export const isTrouble = (error: unknown): boolean => isPassing(error) || classesOfTrouble.test(codeOf(error) ?? '')

/** SQLSTATE, or the system's name of a network error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
