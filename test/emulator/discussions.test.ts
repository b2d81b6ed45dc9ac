import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, installationClient, startFixture } from './fixture.ts'

let world: Fixture

beforeEach(async () => {
  world = await startFixture()
  world.github.addRepository('acme/talk', { discussionCategories: ['Announcements', 'Q&A'] })
})
afterEach(() => world.close())

const read = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    id
    hasDiscussionsEnabled
    discussionCategories(first: 25) { nodes { id name slug isAnswerable } }
    discussions(first: 10, orderBy: {field: CREATED_AT, direction: DESC}) {
      nodes { number title body url author { __typename login } category { name } }
    }
  }
}`
const create = `mutation ($repositoryId: ID!, $categoryId: ID!, $title: String!, $body: String!) {
  createDiscussion(input: {repositoryId: $repositoryId, categoryId: $categoryId, title: $title, body: $body}) {
    discussion { id number url }
  }
}`

type Read = {
  repository: {
    id: string
    hasDiscussionsEnabled: boolean
    discussionCategories: { nodes: { id: string; name: string; isAnswerable: boolean }[] }
    discussions: { nodes: unknown[] }
  }
}
const talk = async () => (await world.client.graphql<Read>(read, { owner: 'acme', name: 'talk' })).repository

const post = async (change: Record<string, string> = {}, client = world.client) => {
  const { id, discussionCategories } = await talk()
  const categoryId = discussionCategories.nodes[0]?.id ?? ''
  return client.graphql<{ createDiscussion: unknown }>(create, {
    ...{ repositoryId: id, categoryId, title: 'We are down', body: 'Sorry.', ...change },
  })
}

test('categories are listed; a repository without any has Discussions switched off', async () => {
  const { discussionCategories, hasDiscussionsEnabled } = await talk()
  expect(discussionCategories.nodes.map(({ name, isAnswerable }) => [name, isAnswerable])).toEqual([
    ['Announcements', false],
    ['Q&A', true],
  ])
  expect(hasDiscussionsEnabled).toBe(true)
  const { repository } = await world.client.graphql<Read>(read, { owner: 'acme', name: 'app' })
  expect(repository).toMatchObject({ hasDiscussionsEnabled: false, discussionCategories: { nodes: [] } })
})

test('a discussion is opened in a category, and found again as written by a bot', async () => {
  expect(await post()).toEqual({
    createDiscussion: {
      discussion: { id: expect.any(String), number: 1, url: 'https://github.com/acme/talk/discussions/1' },
    },
  })
  await post({ title: 'We are back' })
  const { discussions } = await talk()
  expect(discussions.nodes).toMatchObject([{ title: 'We are back' }, { title: 'We are down' }])
  expect(discussions.nodes[1]).toEqual({
    ...{ number: 1, title: 'We are down', body: 'Sorry.', url: 'https://github.com/acme/talk/discussions/1' },
    ...{ author: { __typename: 'Bot', login: 'firebreak' }, category: { name: 'Announcements' } },
  })
})

test('an empty title, a strange category and a missing permission are refused in the answer', async () => {
  await expect(post({ title: ' ' })).rejects.toThrow("Title can't be blank")
  await expect(post({ categoryId: 'DIC_0' })).rejects.toThrow('Could not resolve to a node')
  const [installation] = world.github.state.installations
  const permissions = { discussions: 'read' }
  const reader = await installationClient(world.appClient, world.url, installation?.id ?? 0, { permissions })
  await expect(post({}, reader)).rejects.toThrow('Resource not accessible by integration')
  expect((await talk()).discussions.nodes).toEqual([])
})

test('a lost reply leaves the discussion behind', async () => {
  const { id, discussionCategories } = await talk()
  world.github.faults.loseReply({ method: 'POST', path: /\/graphql$/ })
  const categoryId = discussionCategories.nodes[0]?.id
  const variables = { repositoryId: id, categoryId, title: 'We are down', body: 'Sorry.' }
  await expect(world.client.graphql(create, variables)).rejects.toThrow()
  expect((await talk()).discussions.nodes).toHaveLength(1)
})

test.each([
  ['a field', 'query { repository(owner: "acme", name: "app") { stargazerCount } }', 'no field stargazerCount'],
  ['an argument', 'query { repository(owner: "acme", name: "app", x: 1) { id } }', 'takes no x'],
  ['a missing argument', 'query { repository(owner: "acme") { id } }', 'needs name'],
  ['a scalar with fields', 'query { repository(owner: "acme", name: "app") { id { x } } }', 'has no fields'],
  ['an object without', 'query { repository(owner: "acme", name: "app") { mergeQueue } }', 'needs a selection'],
  ['a variable', 'query { repository(owner: $owner, name: "app") { id } }', '$owner is not declared'],
  ['an input', 'mutation { createDiscussion(input: {colour: "red"}) { discussion { id } } }', 'takes no colour'],
  ['an operation', 'query { repository(owner: "acme", name: "app") { id } } query { x }', 'more than one operation'],
  ['an alias', 'query { r: repository(owner: "acme", name: "app") { id } }', 'expected a name'],
])('%s that nobody taught the stand-in is an error that is remembered', async (_what, query, reason) => {
  await expect(world.client.graphql(query)).rejects.toThrow(reason)
  expect(world.github.unknownRequests).toHaveLength(1)
})
