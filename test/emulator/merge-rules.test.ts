import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FOREIGN_APP_ID } from '../../src/emulator/actors/check-verbs.ts'
import { APP_ID, type Fixture, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture

beforeEach(async () => {
  world = await startFixture()
})
afterEach(() => world.close())

/** The freeze Firebreak would make: a check of one name, pinned to one App. */
function freeze(mode: 'always' | 'pull_request' | 'none' = 'none') {
  const rules = [
    {
      type: 'required_status_checks',
      parameters: {
        required_status_checks: [{ context: 'firebreak/freeze-1', integration_id: APP_ID }],
        strict_required_status_checks_policy: false,
        do_not_enforce_on_create: true,
      },
    },
    { type: 'non_fast_forward' },
    { type: 'deletion' },
  ]
  const admins = mode === 'none' ? [] : [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: mode }]
  return {
    name: 'freeze 1',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    bypass_actors: admins,
    rules,
  }
}

const bob = () => world.github.as('bob').in('acme/app')
const alice = () => world.github.as('alice').in('acme/app')
const openPull = () => bob().openPull({ title: 'Fix', head: 'hotfix/1', files: { 'a.txt': 'fixed\n' } })

describe('rulesets', () => {
  test('a required check nobody reported blocks merges and pushes, also of administrators', () => {
    const { number } = openPull()
    expect(bob().merge(number).merged).toBe(true)
    alice().createRuleset(freeze())
    const second = bob().openPull({ title: 'Other', head: 'other', files: { 'b.txt': 'b' } })
    const refused = alice().merge(second.number)
    expect(refused).toMatchObject({ merged: false, status: 405 })
    expect(refused.reason).toBe(
      'Repository rule violations found\n\nRequired status check "firebreak/freeze-1" is expected.\n\n',
    )
    expect(alice().pushTo('main', { 'c.txt': 'c' })).toMatchObject({ accepted: false })
    expect(world.github.mayPush('acme/app', 'main', 'alice').allowed).toBe(false)
    expect(alice().pushTo('feature', { 'c.txt': 'c' }).accepted).toBe(true)
  })

  test('only the pinned App can satisfy the check, and its newest run counts', async () => {
    const { number, pull } = openPull()
    alice().createRuleset(freeze())
    bob().reportCheck({ name: 'firebreak/freeze-1', ref: pull.head.sha, conclusion: 'success', appId: FOREIGN_APP_ID })
    bob().reportStatus({ context: 'firebreak/freeze-1', ref: pull.head.sha, state: 'success' })
    expect(world.github.mayMerge('acme/app', number, 'bob').reasons).toEqual([
      'Required status check "firebreak/freeze-1" is expected.',
    ])
    const report = (conclusion: 'success' | 'failure') =>
      world.client.checks.create({ ...repo, name: 'firebreak/freeze-1', head_sha: pull.head.sha, conclusion })
    await report('success')
    expect(world.github.mayMerge('acme/app', number, 'bob').allowed).toBe(true)
    await report('failure')
    expect(world.github.mayMerge('acme/app', number, 'bob').reasons).toEqual([
      'Required status check "firebreak/freeze-1" is failing.',
    ])
  })

  test('a new push takes the verdict away, because checks belong to a commit', async () => {
    const { number, pull } = openPull()
    alice().createRuleset(freeze())
    await world.client.checks.create({
      ...repo,
      name: 'firebreak/freeze-1',
      head_sha: pull.head.sha,
      conclusion: 'success',
    })
    bob().pushTo('hotfix/1', { 'a.txt': 'changed my mind\n' })
    expect(bob().merge(number).merged).toBe(false)
  })

  test('administrators who may bypass for pull requests merge, but cannot push', () => {
    const { number } = openPull()
    const { id } = alice().createRuleset(freeze('pull_request'))
    expect(world.github.mayMerge('acme/app', number, 'bob').allowed).toBe(false)
    expect(world.github.mayMerge('acme/app', number, 'alice')).toMatchObject({ allowed: true, bypassedRulesets: [id] })
    expect(alice().pushTo('main', { x: 'y' }).accepted).toBe(false)
    alice().editRuleset(id, { bypass_actors: freeze('always').bypass_actors })
    expect(alice().pushTo('main', { x: 'y' }).accepted).toBe(true)
  })

  test('organization owners count as administrators for RepositoryRole 5 and as OrganizationAdmin', () => {
    const { number } = openPull()
    const { id } = alice().createRuleset(freeze('always'))
    expect(world.github.mayMerge('acme/app', number, 'olga').allowed).toBe(true)
    alice().editRuleset(id, { bypass_actors: [{ actor_type: 'OrganizationAdmin', actor_id: null }] })
    expect(world.github.mayMerge('acme/app', number, 'olga').allowed).toBe(true)
    expect(world.github.mayMerge('acme/app', number, 'alice').allowed).toBe(false)
  })

  test('two rulesets add up, and lifting one leaves the other', () => {
    const { number } = openPull()
    const first = alice().createRuleset(freeze())
    const second = alice().createRuleset({ ...freeze(), name: 'lock', rules: [{ type: 'update' }] })
    expect(world.github.mayMerge('acme/app', number, 'bob').reasons).toHaveLength(2)
    alice().deleteRuleset(first.id)
    expect(world.github.mayMerge('acme/app', number, 'bob').reasons).toEqual(['Cannot update this protected ref.'])
    alice().disableRuleset(second.id)
    expect(bob().merge(number).merged).toBe(true)
  })

  test('force pushes and deletion are refused by their rules; the freeze follows a renamed default branch', () => {
    alice().createRuleset({ ...freeze(), rules: [{ type: 'non_fast_forward' }, { type: 'deletion' }] })
    expect(bob().pushTo('main', { a: '1' }).accepted).toBe(true)
    expect(bob().pushTo('main', { a: '2' }, { force: true }).reason).toBe('Cannot force-push to this branch')
    expect(bob().deleteBranch('main').reason).toBe('Cannot delete this branch')
    alice().renameDefaultBranch('trunk')
    expect(bob().deleteBranch('trunk').reason).toBe('Cannot delete this branch')
  })

  test('approvals are counted once per person with write access, never the author, and a refusal stands', () => {
    const { number } = openPull()
    const parameters = {
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: 1,
      required_review_thread_resolution: false,
    }
    alice().createRuleset({ ...freeze(), rules: [{ type: 'pull_request', parameters }] })
    world.github.as('carol').in('acme/app').review(number, 'APPROVED')
    expect(bob().merge(number).reason).toContain(
      'At least 1 approving review is required by reviewers with write access.',
    )
    const refusal = alice().review(number, 'CHANGES_REQUESTED', 'no')
    world.github.as('dave').in('acme/app').review(number, 'APPROVED')
    expect(bob().merge(number).reason).toContain('Changes have been requested')
    bob().dismissReview(refusal.id)
    expect(bob().merge(number).merged).toBe(true)
  })
})

describe('classic protection', () => {
  const off = {
    required_status_checks: null,
    enforce_admins: false,
    required_pull_request_reviews: null,
    restrictions: null,
  }

  test('checks bind everybody but administrators, unless administrators are included', () => {
    const { number } = openPull()
    const checks = { strict: false, checks: [{ context: 'ci', app_id: -1 }] }
    alice().setProtection('main', { ...off, required_status_checks: checks })
    expect(bob().merge(number)).toMatchObject({ status: 405, reason: 'Required status check "ci" is expected.' })
    expect(world.github.mayMerge('acme/app', number, 'alice').allowed).toBe(true)
    alice().setProtection('main', { ...off, required_status_checks: checks, enforce_admins: true })
    expect(world.github.mayMerge('acme/app', number, 'alice').allowed).toBe(false)
    bob().reportCheck({ name: 'ci', ref: 'hotfix/1', conclusion: 'skipped' })
    expect(bob().merge(number).merged).toBe(true)
  })

  test('strict checks want the head to contain the base', () => {
    const { number } = openPull()
    alice().setProtection('main', { ...off, required_status_checks: { strict: true, checks: [] } })
    alice().pushTo('main', { 'elsewhere.txt': 'x' })
    expect(bob().merge(number).reason).toBe('The head branch was not up to date with the base branch.')
  })

  test('an exact rule shadows a wildcard, which alone applies otherwise', () => {
    alice().setProtection('rel*', { ...off, lock_branch: true, enforce_admins: true })
    alice().createBranch('rel-1')
    expect(alice().pushTo('rel-1', { a: '1' }).reason).toBe('Cannot change this locked branch')
    alice().setProtection('rel-1', off)
    expect(alice().pushTo('rel-1', { a: '1' }).accepted).toBe(true)
  })

  test('restrictions name who may push; an empty list lets nobody', () => {
    alice().setProtection('main', { ...off, enforce_admins: true, restrictions: { users: ['bob'], teams: [] } })
    expect(bob().pushTo('main', { a: '1' }).accepted).toBe(true)
    expect(alice().pushTo('main', { a: '2' }).reason).toBe('You are not authorized to push to this branch.')
    alice().setProtection('main', { ...off, enforce_admins: true, restrictions: { users: [], teams: [] } })
    expect(bob().pushTo('main', { a: '3' }).accepted).toBe(false)
  })
})

test('a push takes approvals away where the rule says so', () => {
  const { number } = openPull()
  alice().review(number, 'APPROVED')
  bob().pushTo('hotfix/1', { 'a.txt': 'again' })
  const states = () => world.github.repository('acme/app').reviews.map((review) => review.state)
  expect(states()).toEqual(['APPROVED'])
  alice().setProtection('main', {
    required_status_checks: null,
    enforce_admins: true,
    required_pull_request_reviews: { dismiss_stale_reviews: true, required_approving_review_count: 1 },
    restrictions: null,
  })
  expect(world.github.mayMerge('acme/app', number, 'bob').allowed).toBe(true)
  bob().pushTo('hotfix/1', { 'a.txt': 'and again' })
  expect(states()).toEqual(['DISMISSED'])
  expect(bob().merge(number).reason).toBe('At least 1 approving review is required by reviewers with write access.')
})

test('drafts, conflicts and people without write access cannot merge', () => {
  const { number } = bob().openPull({ title: 'Draft', head: 'd', draft: true, files: { 'README.md': 'mine' } })
  expect(bob().merge(number)).toMatchObject({ status: 405, reason: 'Pull Request is still a draft' })
  bob().markReady(number)
  alice().pushTo('main', { 'README.md': 'theirs' })
  expect(bob().merge(number)).toMatchObject({ status: 405, reason: 'Pull Request is not mergeable' })
  const other = openPull()
  expect(world.github.as('carol').in('acme/app').merge(other.number)).toMatchObject({ merged: false, status: 403 })
})

test('a merge queue asks for checks on the group and merges when they pass', async () => {
  alice().createRuleset({ ...freeze(), rules: [...freeze().rules, { type: 'merge_queue' }] })
  const { number, pull } = openPull()
  await world.client.checks.create({
    ...repo,
    name: 'firebreak/freeze-1',
    head_sha: pull.head.sha,
    conclusion: 'success',
  })
  expect(bob().merge(number).reason).toContain('Changes must be made through the merge queue')
  bob().enqueue(number)
  await world.github.settle()
  const sha = world.github.repository('acme/app').queue[0]?.groupSha ?? ''
  const asked = world.hooks.find((hook) => hook.event === 'merge_group')
  expect(asked?.payload).toMatchObject({ action: 'checks_requested', merge_group: { head_sha: sha } })
  await world.client.checks.create({
    ...repo,
    name: 'firebreak/freeze-1',
    head_sha: sha,
    conclusion: 'success',
  })
  expect(world.github.repository('acme/app').branches.main).toBe(sha)
  const { data } = await world.client.pulls.get({ ...repo, pull_number: number })
  expect(data).toMatchObject({
    merged: true,
    merged_by: { login: 'github-merge-queue[bot]' },
    merge_commit_sha: sha,
  })
})

test('a failing check throws a pull request out of the queue', async () => {
  alice().createRuleset({ ...freeze(), rules: [...freeze().rules, { type: 'merge_queue' }] })
  const { number } = openPull()
  bob().enqueue(number)
  const [entry] = world.github.repository('acme/app').queue
  await world.client.checks.create({
    ...repo,
    name: 'firebreak/freeze-1',
    head_sha: entry?.groupSha ?? '',
    conclusion: 'failure',
  })
  await world.github.settle()
  expect(world.github.repository('acme/app').queue).toEqual([])
  expect(world.hooks.find((hook) => hook.action === 'dequeued')?.payload.reason).toBe('CI_FAILURE')
})

describe('how a pull request is merged', () => {
  const merging = (parameters: Record<string, unknown>) => ({
    ...freeze(),
    rules: [{ type: 'pull_request', parameters: { ...reviews, ...parameters } }],
  })
  const reviews = {
    ...{ dismiss_stale_reviews_on_push: false, require_code_owner_review: false, require_last_push_approval: false },
    ...{ required_approving_review_count: 0, required_review_thread_resolution: false },
  }
  const reasonOf = (number: number, method: 'merge' | 'squash' | 'rebase') => bob().merge(number, { method }).reason

  test('a way that the settings do not allow is refused, and one that they do is taken', () => {
    alice().allowMergeMethods(['rebase'])
    const { number } = openPull()
    expect(bob().merge(number)).toMatchObject({ status: 405 })
    expect(reasonOf(number, 'merge')).toBe('Merge commits are not allowed on this repository.')
    expect(reasonOf(number, 'squash')).toBe('Squash merges are not allowed on this repository.')
    expect(bob().merge(number, { method: 'rebase' })).toMatchObject({ merged: true })
  })

  test('a linear history takes no merge commits, whatever asks for it', () => {
    const { number } = openPull()
    alice().createRuleset({ ...freeze(), rules: [{ type: 'required_linear_history' }] })
    expect(reasonOf(number, 'merge')).toContain('This branch must not contain merge commits.')
    expect(world.github.mayMerge('acme/app', number, 'bob').allowed).toBe(true)
    expect(bob().merge(number, { method: 'squash' })).toMatchObject({ merged: true })
  })

  test('a rule about pull requests limits the ways', () => {
    alice().createRuleset(merging({ allowed_merge_methods: ['squash'] }))
    const { number } = openPull()
    expect(reasonOf(number, 'rebase')).toContain('is not allowed')
    expect(bob().merge(number, { method: 'squash' })).toMatchObject({ merged: true })
  })

  test('is shown to those who may write contents', async () => {
    alice().allowMergeMethods(['squash'])
    const { data } = await world.client.repos.get(repo)
    expect(data).toMatchObject({ allow_merge_commit: false, allow_squash_merge: true, allow_rebase_merge: false })
  })
})
