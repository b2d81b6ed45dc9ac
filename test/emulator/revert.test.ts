import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MergeMethod } from '../../src/emulator/model/repository.ts'
import { type Fixture, installationClient, names, startFixture } from './fixture.ts'

let world: Fixture

beforeEach(async () => {
  world = await startFixture()
})
afterEach(() => world.close())

const find = 'query ($number: Int!) { repository(owner: "acme", name: "app") { pullRequest(number: $number) { id } } }'
const revert = `mutation ($input: RevertPullRequestInput!) {
  revertPullRequest(input: $input) {
    pullRequest { number }
    revertPullRequest { id number url title body state isDraft headRefName baseRefName }
  }
}`

const bob = () => world.github.as('bob').in('acme/app')
const pull = (head = 'feature', content = 'new\n') =>
  bob().openPull({ title: 'Break it', head, files: { 'README.md': content } }).number

async function taking(number: number, input: object = {}, client = world.client) {
  type Found = { repository: { pullRequest: { id: string } } }
  const { repository } = await world.client.graphql<Found>(find, { number })
  return client.graphql(revert, { input: { pullRequestId: repository.pullRequest.id, ...input } })
}

test.each<MergeMethod>(['merge', 'squash', 'rebase'])('what was merged by %s is taken back', async (method) => {
  const before = world.github.repository('acme/app').branches.main ?? ''
  const number = pull()
  bob().pushTo('feature', { 'other.txt': 'too\n' })
  bob().merge(number, { method })
  bob().pushTo('main', { 'later.txt': 'stays\n' })
  expect(await taking(number)).toEqual({
    revertPullRequest: {
      pullRequest: { number },
      revertPullRequest: {
        ...{ id: expect.any(String), number: number + 1, url: `https://github.com/acme/app/pull/${number + 1}` },
        ...{ title: 'Revert "Break it"', body: `Reverts acme/app#${number}`, state: 'OPEN', isDraft: false },
        ...{ headRefName: `revert-${number}-feature`, baseRefName: 'main' },
      },
    },
  })
  const { commits, branches, issues } = world.github.repository('acme/app')
  const files = commits[branches[`revert-${number}-feature`] ?? '']?.files
  expect(files).toEqual({ ...commits[before]?.files, 'later.txt': 'stays\n' })
  expect(issues.at(-1)).toMatchObject({ author: 'firebreak[bot]', byApp: true })
  await world.github.settle()
  expect(names(world.hooks).slice(-2)).toEqual(['push', 'pull_request.opened'])
})

test('title, text and draft can be chosen', async () => {
  const number = pull()
  bob().merge(number)
  expect(await taking(number, { title: 'Undo', body: 'Because.', draft: true })).toMatchObject({
    revertPullRequest: { revertPullRequest: { title: 'Undo', body: 'Because.', isDraft: true } },
  })
})

test('what is not merged, was taken back or has changed since is refused', async () => {
  const open = pull('open')
  await expect(taking(open)).rejects.toThrow('Pull request is not merged')
  bob().merge(open)
  await taking(open)
  await expect(taking(open)).rejects.toThrow("couldn't be reverted automatically")
  bob().merge(open + 1)
  bob().deleteBranch(`revert-${open}-open`)
  await expect(taking(open)).rejects.toThrow("couldn't be reverted automatically")
  const changed = pull('changed', 'first\n')
  bob().merge(changed)
  bob().pushTo('main', { 'README.md': 'second\n' })
  await expect(taking(changed)).rejects.toThrow("couldn't be reverted automatically")
})

test.each([{ contents: 'read' }, { pull_requests: 'read' }])('%j is not enough', async (less) => {
  const number = pull()
  bob().merge(number)
  const [installation] = world.github.state.installations
  const permissions = { contents: 'write', pull_requests: 'write', ...less }
  const client = await installationClient(world.appClient, world.url, installation?.id ?? 0, { permissions })
  await expect(taking(number, {}, client)).rejects.toThrow('Resource not accessible by integration')
})
