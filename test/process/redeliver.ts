import { sign } from 'node:crypto'
import { appPrivateKey } from '../harness/keys.ts'
import { appId, type ProcessWorld } from './world.ts'

/**
 * Has everything sent again that GitHub lists as failed, under the same GUID, in the order in which it happened: what an
 * operator does on the settings page. Resolves when all of it was sent.
 */
export async function redeliverFailed(world: ProcessWorld): Promise<void> {
  const { github } = world
  await github.settle()
  for (const { attempts } of github.deliveries) {
    const last = attempts.at(-1)
    if (!last || attempts.some(({ statusCode }) => statusCode >= 200 && statusCode < 300)) continue
    const answer = await fetch(`${world.apiUrl}/app/hook/deliveries/${last.id}/attempts`, {
      method: 'POST',
      headers: { authorization: `bearer ${appToken()}` },
    })
    if (answer.status !== 202) throw new Error(`GitHub does not redeliver: ${answer.status}`)
  }
  await github.settle()
}

/** Source: docs "Generating a JSON Web Token for a GitHub App". */
function appToken(): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 300, iss: appId })}`
  return `${claims}.${sign('RSA-SHA256', Buffer.from(claims), appPrivateKey).toString('base64url')}`
}
