import { afterEach, expect, test } from 'vitest'
import { appClientWith, type Fixture, installationClient, jwt, names, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture
afterEach(() => world.close())

async function lockedIssue(options: Parameters<typeof startFixture>[0] = {}) {
  world = await startFixture(options)
  const { number } = world.github.as('carol').in('acme/app').openIssue({ title: 'heated' })
  const target = { ...repo, issue_number: number }
  const { data: comment } = await world.client.issues.createComment({ ...target, body: 'calm down' })
  await world.client.issues.lock({ ...target, lock_reason: 'too heated' })
  return { target, comment: { ...repo, comment_id: comment.id, body: 'calmer' } }
}

test('locking is told, and shuts out readers and the App, but nobody with write', async () => {
  const { target } = await lockedIssue()
  expect((await world.client.issues.get(target)).data).toMatchObject({ locked: true, active_lock_reason: 'too heated' })
  const locked = 'Unable to create comment because issue is locked.'
  await expect(world.client.issues.createComment({ ...target, body: 'x' })).rejects.toMatchObject({ status: 403 })
  await expect(world.client.issues.createComment({ ...target, body: 'x' })).rejects.toThrow(locked)
  const saying = (login: string) => world.github.as(login).in('acme/app').comment(target.issue_number, 'x')
  expect(() => saying('carol')).toThrow(locked)
  saying('bob')
  await world.client.issues.unlock(target)
  saying('carol')
  await world.github.settle()
  expect(names(world.hooks)).toEqual(expect.arrayContaining(['issues.locked', 'issues.unlocked']))
})

test.each([
  ['nothing', false, false],
  ['edit', true, false],
  ['comment', true, true],
] as const)('what an App may do in a locked conversation can be chosen: %s', async (appsOnLocked, edits, comments) => {
  const { target, comment } = await lockedIssue({ appsOnLocked })
  const works = (call: Promise<unknown>) =>
    call.then(
      () => true,
      () => false,
    )
  expect(await works(world.client.issues.updateComment(comment))).toBe(edits)
  expect(await works(world.client.issues.createComment({ ...target, body: 'more' }))).toBe(comments)
})

test('a limit keeps strangers out until it ends; a day unless told otherwise', async () => {
  world = await startFixture()
  expect((await world.client.interactions.getRestrictionsForRepo(repo)).data).toEqual({})
  const { data } = await world.client.interactions.setRestrictionsForRepo({ ...repo, limit: 'collaborators_only' })
  const expires_at = '2026-03-03T10:00:00Z'
  expect(data).toEqual({ limit: 'collaborators_only', origin: 'repository', expires_at })
  const opening = (login: string) => world.github.as(login).in('acme/app').openIssue({ title: login })
  expect(() => opening('carol')).toThrow('restricted')
  opening('bob')
  await world.client.issues.create({ ...repo, title: 'by the App' })
  world.clock.now = Date.parse(expires_at)
  opening('carol')
})

test('newcomers and strangers to the code are told apart', async () => {
  world = await startFixture()
  const opening = (login: string) => world.github.as(login).in('acme/app').openIssue({ title: login })
  await world.client.interactions.setRestrictionsForRepo({ ...repo, limit: 'existing_users', expiry: 'one_week' })
  expect(() => opening('carol')).toThrow('restricted')
  world.clock.now += 86_400_000
  opening('carol')
  const app = appClientWith(world.url, jwt(world.clock.now))
  const client = await installationClient(app, world.url, world.github.state.installations[0]?.id ?? 0)
  await client.interactions.setRestrictionsForRepo({ ...repo, limit: 'contributors_only' })
  expect(() => opening('carol')).toThrow('restricted')
  await client.interactions.removeRestrictionsForRepo(repo)
  opening('carol')
})

test("an owner's limit goes first, and private repositories have none", async () => {
  world = await startFixture()
  world.github.limitInteractions('acme', { group: 'existing_users', expiresAt: world.clock.now + 1000 })
  expect((await world.client.interactions.getRestrictionsForRepo(repo)).data).toMatchObject({ origin: 'organization' })
  const limiting = (target: typeof repo) =>
    world.client.interactions.setRestrictionsForRepo({ ...target, limit: 'existing_users' })
  await expect(limiting(repo)).rejects.toMatchObject({ status: 409 })
  await expect(world.client.interactions.removeRestrictionsForRepo(repo)).rejects.toMatchObject({ status: 409 })
  world.clock.now += 1000
  await limiting(repo)
  world.github.addRepository('acme/secret', { private: true })
  await expect(limiting({ owner: 'acme', repo: 'secret' })).rejects.toMatchObject({ status: 403 })
})

test('limits take administration', async () => {
  world = await startFixture({}, { permissions: { administration: 'read' } })
  await world.client.interactions.getRestrictionsForRepo(repo)
  const limiting = world.client.interactions.setRestrictionsForRepo({ ...repo, limit: 'existing_users' })
  await expect(limiting).rejects.toThrow('Resource not accessible by integration')
})
