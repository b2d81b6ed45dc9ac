import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Fixture, names, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture

beforeEach(async () => {
  world = await startFixture()
})
afterEach(() => world.close())

const bob = () => world.github.as('bob').in('acme/app')

describe('contents', () => {
  test('a file is read at the default branch or at a ref, and missing ones are 404', async () => {
    bob().pushTo('config', { '.github/incident.yml': 'ä: 1\n' })
    const target = { ...repo, path: '.github/incident.yml' }
    await expect(world.client.repos.getContent(target)).rejects.toMatchObject({ status: 404 })
    const { data } = await world.client.repos.getContent({ ...target, ref: 'config' })
    const content = 'content' in data ? Buffer.from(data.content, 'base64').toString() : ''
    expect(content).toBe('ä: 1\n')
  })

  test('an unchanged file answers 304 to its own ETag', async () => {
    const first = await world.client.repos.getContent({ ...repo, path: 'README.md' })
    const headers = { 'if-none-match': first.headers.etag ?? '' }
    const again = world.client.repos.getContent({ ...repo, path: 'README.md', headers })
    await expect(again).rejects.toMatchObject({ status: 304 })
    bob().pushTo('main', { 'README.md': 'changed' })
    expect((await world.client.repos.getContent({ ...repo, path: 'README.md', headers })).status).toBe(200)
  })
})

describe('pushes', () => {
  test('say what they added, changed and removed, and whether they were forced', async () => {
    bob().pushTo('work', { 'a.txt': '1', 'README.md': 'x' }, { message: 'one' })
    bob().pushTo('work', { 'a.txt': null }, { message: 'two' })
    bob().pushTo('work', { 'b.txt': '2' }, { message: 'three', force: true })
    await world.github.settle()
    const pushes = world.hooks.filter((hook) => hook.event === 'push').map((hook) => hook.payload)
    expect(pushes[0]).toMatchObject({
      ref: 'refs/heads/work',
      created: true,
      commits: [{ message: 'one', added: ['a.txt'], modified: ['README.md'], removed: [] }],
      pusher: { name: 'bob' },
    })
    expect(pushes[1]).toMatchObject({ created: false, forced: false, commits: [{ removed: ['a.txt'] }] })
    expect(pushes[2]).toMatchObject({ forced: true, commits: [{ message: 'three', added: ['b.txt'] }] })
  })

  test('people without write access cannot push, anyone can push to their fork', () => {
    const refused = world.github.as('mallory').in('acme/app').pushTo('x', { x: 'x' })
    expect(refused).toMatchObject({ accepted: false, reason: 'Permission to acme/app.git denied to mallory.' })
    world.github.as('mallory').in('acme/app').fork()
    expect(world.github.as('mallory').in('mallory/app').pushTo('x', { x: 'x' }).accepted).toBe(true)
  })
})

describe('pull requests', () => {
  test('a push to the head, also in a fork, synchronizes them', async () => {
    const mallory = world.github.as('mallory')
    const { number } = mallory.in('acme/app').openPull({ title: 'x', head: 'patch', fork: true, files: { x: '1' } })
    const { sha } = mallory.in('mallory/app').pushTo('patch', { x: '2' })
    await world.github.settle()
    const hook = world.hooks.find((one) => one.action === 'synchronize')
    expect(hook?.payload).toMatchObject({ number, after: sha, pull_request: { head: { sha, label: 'mallory:patch' } } })
    expect((await world.client.checks.create({ ...repo, name: 'x', head_sha: sha })).data.pull_requests).toEqual([])
  })

  test.each(['merge', 'squash', 'rebase'] as const)('%s: lands the change, closes the linked issue', async (method) => {
    const issue = world.github.as('carol').in('acme/app').openIssue({ title: 'broken' })
    const { number, pull } = bob().openPull({ title: 'Fix', body: 'Fixes #1', head: 'fix', files: { 'a.txt': 'a' } })
    const { sha } = bob().merge(number, { method })
    await world.github.settle()
    const app = world.github.repository('acme/app')
    expect(app.branches.main).toBe(sha)
    expect(app.commits[sha ?? '']?.files['a.txt']).toBe('a')
    expect(issue).toMatchObject({ state: 'closed', closedBy: 'bob' })
    const closed = world.hooks.find((hook) => hook.event === 'pull_request' && hook.action === 'closed')
    expect(closed?.payload).toMatchObject({
      pull_request: { merged: true, merge_commit_sha: sha, merged_by: { login: 'bob' } },
    })
    const { data } = await world.client.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: sha ?? '' })
    expect(data.map((one) => one.number)).toEqual([number])
    expect(pull.merged).toBe(true)
  })

  test('merged locally and pushed, they close as merged', () => {
    const { number, pull } = bob().openPull({ title: 'Fix', head: 'fix', files: { 'a.txt': 'a' } })
    expect(bob().pushCommit('main', pull.head.sha).accepted).toBe(true)
    expect(pull).toMatchObject({ merged: true, mergedBy: 'bob' })
    expect(world.github.mayMerge('acme/app', number, 'bob').allowed).toBe(false)
  })

  test('the App merges with the head it saw, or not at all', async () => {
    const { number, pull } = bob().openPull({ title: 'Fix', head: 'fix', files: { 'a.txt': 'a' } })
    const target = { ...repo, pull_number: number }
    await expect(world.client.pulls.merge({ ...target, sha: 'f'.repeat(40) })).rejects.toMatchObject({ status: 409 })
    expect((await world.client.pulls.merge({ ...target, sha: pull.head.sha })).data.merged).toBe(true)
    await expect(world.client.pulls.merge(target)).rejects.toMatchObject({ status: 405 })
  })

  test('a changed base tells the old one', async () => {
    bob().createBranch('release')
    const { number } = bob().openPull({ title: 'Fix', head: 'fix', files: { 'a.txt': 'a' } })
    bob().editPull(number, { base: 'release' })
    await world.github.settle()
    const edited = world.hooks.find((hook) => hook.action === 'edited')
    expect(edited?.payload.changes).toMatchObject({ base: { ref: { from: 'main' } } })
  })
})

describe('issues of people', () => {
  test('anyone with write may tick a box in the bot comment, readers may not', async () => {
    bob().openIssue({ title: 'x' })
    const { data } = await world.client.issues.createComment({
      ...repo,
      issue_number: 1,
      body: '- [ ] call\n- [ ] write',
    })
    expect(() => world.github.as('carol').in('acme/app').tick(data.id, 'write')).toThrow('takes write')
    bob().tick(data.id, 'write')
    await world.github.settle()
    const hook = world.hooks.at(-1)
    expect(hook?.payload).toMatchObject({
      action: 'edited',
      changes: { body: { from: '- [ ] call\n- [ ] write' } },
      comment: { body: '- [ ] call\n- [x] write', user: { login: 'firebreak[bot]' } },
      sender: { login: 'bob' },
    })
  })

  test('a transferred issue is announced on both sides and redirects; a deleted one is gone', async () => {
    world.github.addRepository('acme/other', { collaborators: { alice: 'admin' } })
    const alice = world.github.as('alice').in('acme/app')
    alice.openIssue({ title: 'wrong place' })
    alice.transferIssue(1, 'acme/other')
    alice.openIssue({ title: 'spam' })
    alice.deleteIssue(2)
    await world.github.settle()
    expect(names(world.hooks).slice(1)).toEqual([
      'issues.opened',
      'issues.transferred',
      'issues.opened',
      'issues.opened',
      'issues.deleted',
    ])
    expect(world.hooks[3]?.payload.changes).toMatchObject({ old_repository: { full_name: 'acme/app' } })
    const gone = world.client.issues.get({ ...repo, issue_number: 2 })
    await expect(gone).rejects.toThrow('This issue was deleted')
  })

  test('readers open issues without labels; titles have an end', () => {
    const carol = world.github.as('carol').in('acme/app')
    expect(carol.openIssue({ title: 'x', labels: ['emergency'] }).labelIds).toEqual([])
    expect(() => carol.openIssue({ title: 'x'.repeat(257) })).toThrow('Validation Failed')
    expect(() => carol.label(1, 'emergency')).toThrow('takes triage')
    expect(() => carol.deleteIssue(1)).toThrow('takes admin')
  })
})
