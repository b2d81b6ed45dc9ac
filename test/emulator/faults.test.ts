import { afterEach, beforeEach, expect, test } from 'vitest'
import { appClientWith, type Fixture, issueTitle, jwt, names, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture

beforeEach(async () => {
  world = await startFixture()
  await world.github.settle()
  world.hooks.length = 0
})
afterEach(() => world.close())

const open = (title: string) => world.github.as('bob').in('acme/app').openIssue({ title })
const titles = () => world.hooks.map((hook) => issueTitle(hook))

test('a dropped delivery shows as failed in the log and can be sent again under its GUID', async () => {
  world.github.faults.deliveries.drop(1, { event: 'issues' })
  open('lost')
  await world.github.settle()
  expect(world.hooks).toEqual([])
  const { data } = await world.appClient.apps.listWebhookDeliveries()
  expect(data[0]).toMatchObject({ event: 'issues', action: 'opened', status_code: 0, redelivery: false })
  await world.appClient.apps.redeliverWebhookDelivery({ delivery_id: data[0]?.id ?? 0 })
  await world.github.settle()
  expect(world.hooks.map((hook) => hook.guid)).toEqual([data[0]?.guid])
  const { data: after } = await world.appClient.apps.listWebhookDeliveries()
  expect(after[0]).toMatchObject({ guid: data[0]?.guid, status: 'OK', redelivery: true })
})

test('a delivery can be refused before it arrives, a redelivery too; the log keeps each answer', async () => {
  world.github.faults.deliveries.refuse(2, 502, { event: 'issues' })
  open('refused')
  await world.github.settle()
  for (let tries = 0; tries < 2; tries++) {
    const { data } = await world.appClient.apps.listWebhookDeliveries({ per_page: 1 })
    await world.appClient.apps.redeliverWebhookDelivery({ delivery_id: data[0]?.id ?? 0 })
    await world.github.settle()
  }
  const { data } = await world.appClient.apps.listWebhookDeliveries({ per_page: 3 })
  expect(data.map((one) => [one.status_code, one.redelivery])).toEqual([
    [200, true],
    [502, true],
    [502, false],
  ])
  expect(new Set(data.map((one) => one.guid)).size).toBe(1)
  expect(titles()).toEqual(['refused'])
})

test('the log is kept for three days, and what is not in it cannot be sent again', async () => {
  world.github.faults.deliveries.drop(1, { event: 'issues' })
  open('long ago')
  await world.github.settle()
  const { data } = await world.appClient.apps.listWebhookDeliveries({ per_page: 1 })
  world.clock.now += 3 * 86_400_000 + 1
  const appClient = appClientWith(world.url, jwt(world.clock.now))
  expect((await appClient.apps.listWebhookDeliveries()).data).toEqual([])
  const again = appClient.apps.redeliverWebhookDelivery({ delivery_id: data[0]?.id ?? 0 })
  await expect(again).rejects.toMatchObject({ status: 422 })
  expect(world.hooks).toEqual([])
})

test('a swallowed event leaves no trace at all', async () => {
  world.github.faults.deliveries.swallow(1)
  open('never heard of')
  await world.github.settle()
  const { data } = await world.appClient.apps.listWebhookDeliveries()
  expect(data.map((one) => one.event)).toEqual(['installation'])
})

test('deliveries arrive twice, late, or in the wrong order when told to', async () => {
  const { deliveries } = world.github.faults
  deliveries.duplicate(1)
  open('twice')
  await world.github.settle()
  expect(titles()).toEqual(['twice', 'twice'])
  expect(new Set(world.hooks.map((hook) => hook.guid)).size).toBe(1)
  deliveries.hold(1)
  open('late')
  open('in time')
  await world.github.settle()
  expect(titles().slice(2)).toEqual(['in time'])
  deliveries.release()
  await world.github.settle()
  expect(titles().slice(3)).toEqual(['late'])
  deliveries.reorder(2)
  open('first')
  open('second')
  await world.github.settle()
  expect(titles().slice(4)).toEqual(['second', 'first'])
})

test('an answer other than 2xx counts as failed', async () => {
  world.receiver.status = 500
  open('x')
  await world.github.settle()
  const { data } = await world.appClient.request('GET /app/hook/deliveries', { status: 'failure' })
  expect(data.map((one) => [one.event, one.status_code])).toEqual([['issues', 500]])
})

test('the next matching request is answered as planned, and only that one', async () => {
  world.github.faults.answer({ method: 'POST', path: /\/issues$/ }, { status: 502 })
  await world.client.repos.get(repo)
  await expect(world.client.issues.create({ ...repo, title: 'x' })).rejects.toMatchObject({ status: 502 })
  expect(world.github.repository('acme/app').issues).toEqual([])
  await world.client.issues.create({ ...repo, title: 'x' })
})

test('secondary limits and 429 say how long to wait', async () => {
  world.github.faults.secondaryLimit({ times: 1 }, 30)
  const first = await world.client.repos.get(repo).catch((error: unknown) => error)
  expect(first).toMatchObject({ status: 403, response: { headers: { 'retry-after': '30' } } })
  world.github.faults.tooManyRequests()
  await expect(world.client.repos.get(repo)).rejects.toMatchObject({ status: 429 })
})

test('a lost reply: the change is made, the caller sees a broken connection', async () => {
  world.github.faults.loseReply({ method: 'POST' })
  await expect(world.client.issues.create({ ...repo, title: 'made' })).rejects.toMatchObject({ status: 500 })
  expect(world.github.repository('acme/app').issues.map((issue) => issue.title)).toEqual(['made'])
  expect(world.github.requests.at(-1)).toMatchObject({ method: 'POST', status: 201, replyLost: true })
})

test('hooks run before anything happened and after everything did', async () => {
  const seen: number[] = []
  const count = () => seen.push(world.github.repository('acme/app').issues.length)
  const stop = world.github.faults.beforeRequest(() => void count())
  world.github.faults.afterRequest(() => void count())
  await world.client.issues.create({ ...repo, title: 'x' })
  stop()
  await world.client.issues.create({ ...repo, title: 'y' })
  expect(seen).toEqual([0, 1, 2])
})

test('a caller that gives up on a request without an answer is not answered later', async () => {
  world.github.faults.hang({ method: 'GET' })
  const given = new AbortController()
  const asked = world.client.request('GET /repos/{owner}/{repo}', { ...repo, request: { signal: given.signal } })
  given.abort()
  await expect(asked).rejects.toThrow()
  expect(names(world.hooks)).toEqual([])
})

test('only what was subscribed to and may be read is delivered', async () => {
  await world.close()
  world = await startFixture(
    {},
    { permissions: { contents: 'read', issues: 'read' }, events: ['push', 'pull_request'] },
  )
  world.github
    .as('bob')
    .in('acme/app')
    .openPull({ title: 'x', head: 'x', files: { x: 'x' } })
  open('y')
  await world.github.settle()
  expect(names(world.hooks)).toEqual(['installation.created', 'push'])
})

test('events about things that are not kept can be announced, to those who may hear them', async () => {
  const alert = { event: 'dependabot_alert', action: 'created', sender: 'github', payload: { alert: { number: 1 } } }
  world.github.announce('acme/app', alert)
  await world.github.settle()
  expect(world.hooks.at(-1)?.payload).toMatchObject({ alert: { number: 1 }, repository: { full_name: 'acme/app' } })
  const [installation] = world.github.state.installations
  if (installation !== undefined) installation.permissions = { contents: 'read' }
  world.github.announce('acme/app', alert)
  await world.github.settle()
  expect(names(world.hooks)).toEqual(['dependabot_alert.created'])
})
