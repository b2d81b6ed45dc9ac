import type { Octokit } from '@octokit/rest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Fixture, installationClient, names, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
const branch = { ...repo, branch: 'main' }
const off = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
}
let world: Fixture
let client: Octokit

beforeEach(async () => {
  world = await startFixture()
  client = world.client
})
afterEach(() => world.close())

const put = (body: Record<string, unknown>) => client.request('PUT /repos/acme/app/branches/main/protection', body)
const alice = () => world.github.as('alice').in('acme/app')

describe('classic protection', () => {
  test('an unprotected, a missing branch and a missing repository are told apart by their messages', async () => {
    await expect(client.repos.getBranchProtection(branch)).rejects.toThrow('Branch not protected')
    await expect(client.repos.getBranchProtection({ ...repo, branch: 'none' })).rejects.toThrow('Branch not found')
    await expect(client.repos.getBranchProtection({ ...branch, repo: 'none' })).rejects.toThrow('Not Found')
  })

  test('PUT wants four keys, and either checks or contexts', async () => {
    await expect(put({ enforce_admins: true })).rejects.toThrow('"required_status_checks" wasn\'t supplied.')
    const both = { strict: true, contexts: ['ci'], checks: [{ context: 'ci' }] }
    await expect(put({ ...off, required_status_checks: both })).rejects.toThrow(
      'More than one subschema in "oneOf" matched.',
    )
    await expect(put({ ...off, required_status_checks: { strict: true } })).rejects.toMatchObject({ status: 422 })
    await expect(put({ ...off, required_status_checks: { strict: true, checks: null } })).rejects.toMatchObject({
      status: 422,
    })
  })

  test('GET leaves out what is off, and PUT replaces everything', async () => {
    await put({ ...off, lock_branch: true, required_linear_history: true, restrictions: { users: [], teams: [] } })
    const { data: first } = await client.repos.getBranchProtection(branch)
    expect(first).not.toHaveProperty('required_status_checks')
    expect(first).not.toHaveProperty('required_pull_request_reviews')
    expect(first).toMatchObject({ lock_branch: { enabled: true }, restrictions: { users: [], teams: [], apps: [] } })
    await put(off)
    const { data: second } = await client.repos.getBranchProtection(branch)
    expect(second).not.toHaveProperty('restrictions')
    expect(second).toMatchObject({ lock_branch: { enabled: false }, required_linear_history: { enabled: false } })
  })

  test('app_id -1 means any source; left out, the App that last reported the check is pinned', async () => {
    alice().reportCheck({ name: 'ci', ref: 'main', conclusion: 'success', appId: 77 })
    await put({
      ...off,
      required_status_checks: { strict: false, checks: [{ context: 'ci' }, { context: 'lint', app_id: -1 }] },
    })
    const { data } = await client.repos.getBranchProtection(branch)
    expect(data.required_status_checks?.checks).toEqual([
      { context: 'ci', app_id: 77 },
      { context: 'lint', app_id: null },
    ])
    expect(data.required_status_checks?.contexts).toEqual(['ci', 'lint'])
  })

  test('under a wildcard rule PUT makes a second, exact rule that shadows it, and GraphQL tells the pattern', async () => {
    alice().setProtection('ma*', { ...off, lock_branch: true })
    const query =
      'query($o:String!){ repository(owner:$o, name:"app") { ref(qualifiedName:"refs/heads/main") { branchProtectionRule { id pattern } } branchProtectionRules(first:10) { nodes { pattern } } } }'
    const read = () => client.graphql<Record<string, unknown>>(query, { o: 'acme' })
    expect((await client.repos.getBranchProtection(branch)).data.lock_branch).toEqual({ enabled: true })
    expect(await read()).toMatchObject({ repository: { ref: { branchProtectionRule: { pattern: 'ma*' } } } })
    await put(off)
    expect(await read()).toMatchObject({
      repository: {
        ref: { branchProtectionRule: { pattern: 'main' } },
        branchProtectionRules: { nodes: [{ pattern: 'ma*' }, { pattern: 'main' }] },
      },
    })
    await client.repos.deleteBranchProtection(branch)
    expect((await client.repos.getBranchProtection(branch)).data.lock_branch).toEqual({ enabled: true })
  })

  test('signatures have their own endpoint and do not survive a PUT', async () => {
    await put(off)
    await client.repos.createCommitSignatureProtection(branch)
    expect((await client.repos.getCommitSignatureProtection(branch)).data.enabled).toBe(true)
    await put(off)
    expect((await client.repos.getBranchProtection(branch)).data.required_signatures?.enabled).toBe(false)
  })

  test('people can only be named in organizations, and only people who exist', async () => {
    const unknown = put({ ...off, restrictions: { users: ['nobody-at-all'], teams: [] } })
    await expect(unknown).rejects.toMatchObject({ status: 422 })
    world.github.addRepository('bob/own', { collaborators: {} })
    const restricted = { ...off, restrictions: { users: ['bob'], teams: [] } }
    expect(() => world.github.as('bob').in('bob/own').setProtection('main', restricted)).toThrow('Validation Failed')
  })

  test('changes are announced with what they replaced', async () => {
    await put(off)
    await put({ ...off, enforce_admins: true })
    await client.repos.deleteBranchProtection(branch)
    await world.github.settle()
    expect(names(world.hooks).slice(1)).toEqual(
      ['created', 'edited', 'deleted'].map((one) => `branch_protection_rule.${one}`),
    )
    expect(world.hooks[2]?.payload.changes).toMatchObject({ admin_enforced: { from: false } })
  })
})

describe('rulesets', () => {
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH', 'refs/heads/release/*'], exclude: [] } }
  const rules = [{ type: 'deletion' as const }]
  const body = { ...repo, name: 'freeze', enforcement: 'active' as const, conditions, rules }

  test('bypass actors are shown only to those who may change the ruleset', async () => {
    const bypass_actors = [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' }] as const
    const { data } = await client.repos.createRepoRuleset({ ...body, bypass_actors: [...bypass_actors] })
    expect(data.bypass_actors).toEqual(bypass_actors)
    const [installation] = world.github.state.installations
    const reader = await installationClient(world.appClient, world.url, installation?.id ?? 0, {
      permissions: { metadata: 'read' },
    })
    const { data: seen } = await reader.repos.getRepoRuleset({ ...repo, ruleset_id: data.id })
    expect(seen).not.toHaveProperty('bypass_actors')
    expect(seen).toMatchObject({ name: 'freeze', current_user_can_bypass: 'never' })
  })

  test('the rules of a branch name their ruleset; disabled and foreign ones do not count', async () => {
    const { data } = await client.repos.createRepoRuleset(body)
    await client.repos.createRepoRuleset({ ...body, name: 'dry run', enforcement: 'disabled' })
    const rulesOf = async (name: string) => (await client.repos.getBranchRules({ ...repo, branch: name })).data
    expect(await rulesOf('main')).toEqual([
      { type: 'deletion', ruleset_id: data.id, ruleset_source: 'acme/app', ruleset_source_type: 'Repository' },
    ])
    expect(await rulesOf('release/1')).toHaveLength(1)
    expect(await rulesOf('release/1/deep')).toEqual([])
    expect(await rulesOf('other')).toEqual([])
  })

  test('PUT keeps bypass actors that were left out, clears an empty list and refuses null', async () => {
    const bypass_actors = [{ actor_id: 5, actor_type: 'RepositoryRole' }] as const
    const { data } = await client.repos.createRepoRuleset({ ...body, bypass_actors: [...bypass_actors] })
    const target = { ...repo, ruleset_id: data.id }
    expect((await client.repos.updateRepoRuleset({ ...target, name: 'x' })).data.bypass_actors).toHaveLength(1)
    const refused = client.request({ method: 'PUT', url: `/repos/acme/app/rulesets/${data.id}`, bypass_actors: null })
    await expect(refused).rejects.toMatchObject({ status: 422 })
    expect((await client.repos.updateRepoRuleset({ ...target, bypass_actors: [] })).data.bypass_actors).toEqual([])
  })

  test.each([
    ['no name', { name: undefined }],
    ['an unknown enforcement', { enforcement: 'maybe' }],
    ['a rule that does not exist', { rules: [{ type: 'lock' }] }],
    ['a rule without its parameters', { rules: [{ type: 'required_status_checks' }] }],
    ['a pattern that is no ref', { conditions: { ref_name: { include: ['main'], exclude: [] } } }],
    ['an unknown role', { bypass_actors: [{ actor_type: 'RepositoryRole', actor_id: 3 }] }],
  ])('refuses %s', async (_what, wrong) => {
    const request = client.request('POST /repos/acme/app/rulesets', { name: 'x', enforcement: 'active', ...wrong })
    await expect(request).rejects.toMatchObject({ status: 422 })
  })

  test('there is room for 75 and no more', () => {
    for (let count = 0; count < 75; count += 1) alice().createRuleset({ name: `${count}`, enforcement: 'disabled' })
    expect(() => alice().createRuleset({ name: 'one more', enforcement: 'disabled' })).toThrow('Validation Failed')
  })
})
