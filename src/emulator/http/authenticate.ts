import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { isObject } from '../json.ts'
import type { Installation, InstallationToken } from '../model/installation.ts'
import type { World } from '../world.ts'
import { ApiError, forbidden } from './api-error.ts'

/** Ten minutes, and one for clocks that disagree. */
const LONGEST_JWT_SECONDS = 660

/** Who is calling: the App by JWT, an installation by token, a person by theirs, or nobody. */
export type Caller =
  | { kind: 'app' }
  | { kind: 'installation'; token: InstallationToken; installation: Installation }
  | { kind: 'person'; login: string }
  | { kind: 'anonymous' }

/**
 * Reads the Authorization header as GitHub does.
 * @throws 401 `Bad credentials` for unknown or expired tokens, 401 for bad JWTs, 403 for suspended installations.
 */
export function authenticate(world: World, appKey: KeyObject, header: string | undefined): Caller {
  if (header === undefined) return { kind: 'anonymous' }
  const secret = header.replace(/^(bearer|token)\s+/i, '')
  if (secret.split('.').length === 3 && !secret.startsWith('ghs_')) {
    verifyJwt(world, appKey, secret)
    return { kind: 'app' }
  }
  const personal = world.state.personalTokens.find((one) => one.secret === secret)
  if (personal !== undefined) return { kind: 'person', login: personal.login }
  const token = world.state.tokens.find((one) => one.secret === secret)
  if (token === undefined || token.expiresAt <= world.now()) throw new ApiError(401, 'Bad credentials')
  const installation = world.state.installations.find((one) => one.id === token.installationId)
  if (installation === undefined) throw new ApiError(401, 'Bad credentials')
  if (installation.suspendedAt !== null) throw forbidden('This installation has been suspended')
  return { kind: 'installation', token, installation }
}

/** @returns the public half of the App's private key (PEM). */
export function appPublicKey(privateKey: string): KeyObject {
  return createPublicKey(privateKey)
}

/**
 * Source: docs "Generating a JSON Web Token for a GitHub App": RS256, `iss` = app id, `exp` at most 10 minutes ahead.
 */
function verifyJwt(world: World, appKey: KeyObject, jwt: string): void {
  const [head = '', payload = '', signature = ''] = jwt.split('.')
  const genuine = verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), appKey, Buffer.from(signature, 'base64url'))
  if (!genuine || !usesRs256(head)) throw new ApiError(401, 'A JSON web token could not be decoded')
  const claims = parseSegment(payload)
  if (String(claims.iss) !== String(world.app.id)) throw new ApiError(401, "'Issuer' claim ('iss') must be an Integer")
  // An App dates its tokens by the machine's clock, which a virtual one does not move: a token that fits either will do.
  const left = [world.now(), Date.now()].map((moment) => Number(claims.exp) - moment / 1000)
  if (left.some((seconds) => seconds > 0 && seconds <= LONGEST_JWT_SECONDS)) return
  const expired = !left.some((seconds) => seconds > 0)
  const reason = expired ? 'must be a numeric value representing the future time' : 'is too far in the future'
  throw new ApiError(401, `'Expiration time' claim ('exp') ${reason}`)
}

function usesRs256(head: string): boolean {
  return parseSegment(head).alg === 'RS256'
}

function parseSegment(segment: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString())
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
