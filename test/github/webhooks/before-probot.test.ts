import { afterEach, beforeEach, expect, it } from 'vitest'
import { post } from '../../attack/post.ts'
import { LocalApp } from '../../process/local-app.ts'
import { example } from '../normalize/official-examples.ts'

let app: LocalApp
beforeEach(async () => {
  app = await LocalApp.start({ logLevel: 'trace' })
})
afterEach(() => app.close())

const body = JSON.stringify(example('issues', 'opened'))

it('Probot sees no delivery: neither its route nor its log, which would write all headers down', async () => {
  app.log.splice(0)
  expect(await post(app.webhookUrl, { event: 'issues', body, guid: 'guid-1' })).toBe(200)
  expect(app.log.join('\n')).toContain('"delivery":"guid-1"')
  expect(app.log.join('\n')).not.toContain('x-hub-signature')
})

it('what Probot would take for the same path is a failure that GitHub lists, and no success for nothing', async () => {
  expect(await post(`${app.webhookUrl}/`, { event: 'issues', body })).toBe(503)
})

it('everything else is answered as before', async () => {
  const at = (path: string): string => new URL(path, app.webhookUrl).href
  const answered = async (path: string): Promise<number> => (await fetch(at(path))).status
  expect(await Promise.all(['/healthz', '/readyz', '/ping', '/nowhere'].map(answered))).toEqual([200, 200, 404, 404])
  expect((await fetch(app.webhookUrl)).status).toBe(405)
})
