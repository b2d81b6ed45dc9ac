import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, names, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture

beforeEach(async () => {
  world = await startFixture()
})
afterEach(() => world.close())

test('an issue opened by the App is announced with its labels, and assigns only people with access', async () => {
  const { data } = await world.client.issues.create({
    ...repo,
    title: 'Post-mortem',
    labels: ['postmortem'],
    assignees: ['bob', 'mallory'],
  })
  await world.github.settle()
  expect(data.number).toBe(1)
  expect(data.user?.login).toBe('firebreak[bot]')
  expect(data.labels).toMatchObject([{ name: 'postmortem', color: 'ededed', description: null }])
  expect(data.assignees?.map((user) => user.login)).toEqual(['bob'])
  expect(names(world.hooks)).toEqual([
    'installation.created',
    'label.created',
    'issues.opened',
    'issues.labeled',
    'issues.assigned',
  ])
  const opened = world.hooks.find(({ event, action }) => event === 'issues' && action === 'opened')
  expect(opened?.payload).toMatchObject({ issue: { labels: [{ name: 'postmortem' }], assignees: [] } })
  expect(world.hooks.every((hook) => hook.signed)).toBe(true)
})

test('a comment can be made, edited, reacted to and deleted', async () => {
  await world.client.issues.create({ ...repo, title: 'x' })
  const { data: comment } = await world.client.issues.createComment({ ...repo, issue_number: 1, body: 'one' })
  await world.client.issues.updateComment({ ...repo, comment_id: comment.id, body: 'two' })
  const first = await world.client.reactions.createForIssueComment({ ...repo, comment_id: comment.id, content: 'eyes' })
  const again = await world.client.reactions.createForIssueComment({ ...repo, comment_id: comment.id, content: 'eyes' })
  expect([first.status, again.status]).toEqual([201, 200])
  const listed = await world.client.issues.listComments({ ...repo, issue_number: 1 })
  expect(listed.data.map((one) => one.body)).toEqual(['two'])
  await world.client.issues.deleteComment({ ...repo, comment_id: comment.id })
  await expect(world.client.issues.getComment({ ...repo, comment_id: comment.id })).rejects.toThrow('Not Found')
  await world.github.settle()
  const edited = world.hooks.find((hook) => hook.action === 'edited')
  expect(edited?.payload.changes).toEqual({ body: { from: 'one' } })
})

test('labels: a taken name is refused as GitHub refuses it, a label that is not on cannot be taken off', async () => {
  await world.client.issues.createLabel({ ...repo, name: 'emergency', color: 'b60205' })
  const taken = world.client.issues.createLabel({ ...repo, name: 'Emergency', color: 'b60205' })
  await expect(taken).rejects.toMatchObject({
    status: 422,
    response: {
      data: { message: 'Validation Failed', errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }] },
    },
  })
  await world.client.issues.create({ ...repo, title: 'x' })
  const absent = world.client.issues.removeLabel({ ...repo, issue_number: 1, name: 'emergency' })
  await expect(absent).rejects.toThrow('Label does not exist')
})

test('lists come in pages that Octokit can follow', async () => {
  await world.close()
  world = await startFixture({ maxPageSize: 2 })
  for (const title of ['a', 'b', 'c', 'd', 'e']) await world.client.issues.create({ ...repo, title })
  await world.client.issues.update({ ...repo, issue_number: 2, state: 'closed' })
  const open = await world.client.paginate(world.client.issues.listForRepo, { ...repo, per_page: 100 })
  expect(open.map((issue) => issue.title)).toEqual(['e', 'd', 'c', 'a'])
  const pages = world.github.requests.filter((request) => request.method === 'GET')
  expect(pages.map((request) => request.query.page)).toEqual([undefined, '2'])
})

test('a locked conversation refuses the App', async () => {
  await world.client.issues.create({ ...repo, title: 'x' })
  await world.client.issues.lock({ ...repo, issue_number: 1, lock_reason: 'too heated' })
  const refused = world.client.issues.createComment({ ...repo, issue_number: 1, body: 'hello' })
  await expect(refused).rejects.toThrow('Unable to create comment because issue is locked.')
})
