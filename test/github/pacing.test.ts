import { expect, test } from 'vitest'
import { createClients } from '../../src/github/client.ts'
import { createPacing } from '../../src/github/pacing.ts'
import { createProbot, grantTokens, repository, scriptGitHub, silent, withoutNetwork } from './scripted-github.ts'

withoutNetwork()

test('a burst of twenty writes goes at once, the next one waits', async () => {
  const lane = createPacing().write.key('7')
  const sent: number[] = []
  const burst = Array.from({ length: 20 }, (_, index) => lane.schedule(async () => sent.push(index)))
  const next = lane.schedule(async () => sent.push(20))
  await Promise.all(burst)
  expect(sent).toHaveLength(20)
  expect(await lane.currentReservoir()).toBe(0)
  expect(lane.counts()).toMatchObject({ QUEUED: 1 })
  await lane.incrementReservoir(1)
  await next
})

test('installations do not wait for each other', async () => {
  const { notifications } = createPacing()
  await Promise.all(Array.from({ length: 12 }, () => notifications.key('7').schedule(async () => undefined)))
  expect(await notifications.key('7').currentReservoir()).toBe(0)
  expect(await notifications.key('8').currentReservoir()).toBe(12)
})

test('the twelve comments of an emergency are not spaced by three seconds each', async () => {
  const github = scriptGitHub()
  grantTokens(github)
  github.api.post('/repos/acme/shop/issues/1/comments').times(12).reply(201, {})
  const clients = createClients({ probot: createProbot(), log: silent, now: () => github.now })
  const octokit = await clients.forRepository(repository)
  const comment = () => octokit.request('POST /repos/acme/shop/issues/1/comments', { body: 'x' })
  // Spaced as the plugin would do it by itself, this takes longer than a test may.
  expect(await Promise.all(Array.from({ length: 12 }, comment))).toHaveLength(12)
})
