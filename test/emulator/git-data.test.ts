import { beforeEach, expect, it } from 'vitest'
import { type Fixture, startFixture } from './fixture.ts'

let world: Fixture
beforeEach(async () => {
  world = await startFixture()
})

const repo = { owner: 'acme', repo: 'app' }
const entry = { mode: '100644', type: 'blob' } as const

async function commit(files: Readonly<Record<string, string>>) {
  const { git } = world.client
  const sha = world.github.repository('acme/app').branches.main ?? ''
  const { data: below } = await git.getCommit({ ...repo, commit_sha: sha })
  const tree = Object.entries(files).map(([path, content]) => ({ ...entry, path, content }))
  const { data: made } = await git.createTree({ ...repo, base_tree: below.tree.sha, tree })
  const { data } = await git.createCommit({ ...repo, message: 'Made', tree: made.sha, parents: [sha] })
  return data.sha
}

it('a commit that is made by hand has the files below it and its own, and is on no branch', async () => {
  const before = { ...world.github.repository('acme/app').branches }
  const sha = await commit({ 'made.txt': 'by hand' })
  const files = world.github.repository('acme/app').commits[sha]?.files ?? {}
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['README.md', 'made.txt']))
  expect(world.github.repository('acme/app').branches).toEqual(before)
})

it('a branch is made once, and heard of as a push', async () => {
  const sha = await commit({ 'made.txt': 'by hand' })
  const ref = { ...repo, ref: 'refs/heads/made', sha }
  await world.client.git.createRef(ref)
  expect(world.github.deliveries.at(-1)?.event).toMatch(/push|create/)
  await expect(world.client.git.createRef(ref)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('Reference already exists'),
  })
  const { data } = await world.client.git.listMatchingRefs({ ...repo, ref: 'heads/ma' })
  expect(data.map((one) => one.ref)).toEqual(['refs/heads/made', 'refs/heads/main'].toSorted())
})

it('nothing is made of what there is not', async () => {
  const { git } = world.client
  const none = '0'.repeat(40)
  await expect(git.createRef({ ...repo, ref: 'refs/heads/x', sha: none })).rejects.toMatchObject({ status: 422 })
  await expect(git.createCommit({ ...repo, message: 'm', tree: none, parents: [] })).rejects.toMatchObject({
    status: 422,
  })
  await expect(git.getCommit({ ...repo, commit_sha: none })).rejects.toMatchObject({ status: 404 })
})
