import { afterEach, beforeEach, expect, test } from 'vitest'
import { appClientWith, type Fixture, installationClient, jwt, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture

beforeEach(async () => {
  world = await startFixture()
})
afterEach(() => world.close())

const installation = () => {
  const [first] = world.github.state.installations
  if (first === undefined) throw new Error('nothing is installed')
  return first
}
const narrowed = (narrow: object) => installationClient(world.appClient, world.url, installation().id, narrow)
const appWith = (claims: object) => appClientWith(world.url, jwt(world.clock.now, claims)).apps.getAuthenticated()

test("the App's own token must be signed by it, for it, and for a short time", async () => {
  const { data } = await world.appClient.apps.getAuthenticated()
  expect(data).toMatchObject({ id: 4242, slug: 'firebreak' })
  await expect(appWith({ iss: 1 })).rejects.toMatchObject({ status: 401 })
  await expect(appWith({ exp: world.clock.now / 1000 + 3600 })).rejects.toThrow('too far in the future')
  world.clock.now += 3_600_000
  await expect(world.appClient.apps.getAuthenticated()).rejects.toMatchObject({ status: 401 })
})

test('a tampered token is refused', async () => {
  const [head, , signature] = jwt(world.clock.now).split('.')
  const claims = Buffer.from(JSON.stringify({ iss: 4242, exp: world.clock.now / 1000 + 60, extra: 1 })).toString(
    'base64url',
  )
  const forged = appClientWith(world.url, `${head}.${claims}.${signature}`)
  await expect(forged.apps.getAuthenticated()).rejects.toMatchObject({ status: 401 })
})

test('installation tokens expire after an hour and stop when the App is suspended', async () => {
  world.github.suspend(installation(), 'olga')
  await expect(world.client.repos.get(repo)).rejects.toThrow('This installation has been suspended')
  await expect(narrowed({})).rejects.toThrow('This installation has been suspended')
  world.github.unsuspend(installation(), 'olga')
  await world.client.repos.get(repo)
  world.clock.now += 3_600_001
  await expect(world.client.repos.get(repo)).rejects.toThrow('Bad credentials')
})

test('a token without the permission is told which one it lacks', async () => {
  const client = await narrowed({ permissions: { contents: 'read', administration: 'read' } })
  const refused = await client.issues.create({ ...repo, title: 'x' }).catch((error: unknown) => error)
  expect(refused).toMatchObject({
    status: 403,
    response: {
      data: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': 'issues=write' },
    },
  })
  const body = { ...repo, name: 'x', enforcement: 'active' } as const
  await expect(client.repos.createRepoRuleset(body)).rejects.toMatchObject({ status: 403 })
})

test('a token cannot be given more than the installation has', async () => {
  world.github.grant(installation(), { issues: 'read' }, 'olga')
  await expect(narrowed({ permissions: { issues: 'write' } })).rejects.toMatchObject({ status: 422 })
  await expect(narrowed({ repositories: ['nothing-like-it'] })).rejects.toMatchObject({ status: 422 })
})

test('comments on pull requests take the pull request permission', async () => {
  world.github
    .as('bob')
    .in('acme/app')
    .openPull({ title: 'x', head: 'x', files: { x: 'x' } })
  world.github.as('bob').in('acme/app').openIssue({ title: 'y' })
  const client = await narrowed({ permissions: { issues: 'write' } })
  await client.issues.createComment({ ...repo, issue_number: 2, body: 'on the issue' })
  const refused = client.issues.createComment({ ...repo, issue_number: 1, body: 'on the pull request' })
  await expect(refused).rejects.toMatchObject({ status: 403 })
})

test('a token reaches only its repositories; private ones elsewhere do not exist for it', async () => {
  const secret = world.github.addRepository('acme/secret', { private: true })
  const client = await narrowed({ repository_ids: [world.github.repository('acme/app').id] })
  await expect(client.repos.get({ owner: 'acme', repo: 'secret' })).rejects.toMatchObject({ status: 404 })
  await expect(client.issues.create({ owner: 'acme', repo: 'secret', title: 'x' })).rejects.toMatchObject({
    status: 404,
  })
  const other = await narrowed({ repository_ids: [secret.id] })
  expect((await other.repos.get({ owner: 'acme', repo: 'secret' })).data.private).toBe(true)
  await expect(other.issues.create({ ...repo, title: 'x' })).rejects.toMatchObject({ status: 403 })
})

test('private repositories on the free plan have no protection of any kind', async () => {
  world.github.addOrganization('poor', { plan: 'free' })
  world.github.addRepository('poor/app', { private: true })
  const { id } = world.github.install('poor')
  const client = await installationClient(world.appClient, world.url, id)
  const upgrade = /Upgrade to GitHub Pro or make this repository public/
  const target = { owner: 'poor', repo: 'app' }
  await expect(client.repos.getRepoRulesets(target)).rejects.toThrow(upgrade)
  await expect(client.repos.getBranchProtection({ ...target, branch: 'main' })).rejects.toThrow(upgrade)
  await expect(client.repos.createRepoRuleset({ ...target, name: 'x', enforcement: 'active' })).rejects.toThrow(upgrade)
})

test('archived repositories can be read and not changed; renamed ones redirect', async () => {
  const alice = world.github.as('alice').in('acme/app')
  alice.archive()
  await expect(world.client.issues.create({ ...repo, title: 'x' })).rejects.toThrow('archived so is read-only')
  expect((await world.client.repos.get(repo)).data.archived).toBe(true)
  alice.archive(false)
  alice.renameRepository('shop')
  expect((await world.client.repos.get(repo)).data.full_name).toBe('acme/shop')
})

test('collaborator permission: maintain reads as write, triage as read, strangers read what is public', async () => {
  world.github.as('alice').in('acme/app').setPermission('carol', 'triage')
  const of = async (username: string) => {
    const { data } = await world.client.repos.getCollaboratorPermissionLevel({ ...repo, username })
    return [data.permission, data.role_name]
  }
  expect(await of('alice')).toEqual(['admin', 'admin'])
  expect(await of('dave')).toEqual(['write', 'maintain'])
  expect(await of('carol')).toEqual(['read', 'triage'])
  expect(await of('mallory')).toEqual(['read', 'read'])
  expect(await of('olga')).toEqual(['admin', 'admin'])
  await expect(of('nobody-at-all')).rejects.toMatchObject({ status: 404 })
})

test('roles from teams count, the strongest wins', async () => {
  world.github.addTeam('acme', 'ops', ['mallory'])
  const closed = world.github.addRepository('acme/closed', { private: true, teams: { ops: 'maintain' } })
  const target = { owner: 'acme', repo: closed.name, username: 'mallory' }
  expect((await world.client.repos.getCollaboratorPermissionLevel(target)).data.role_name).toBe('maintain')
  const other = await world.client.repos.getCollaboratorPermissionLevel({ ...target, username: 'bob' })
  expect(other.data.permission).toBe('none')
})

test('no secret is kept in the record of requests', () => {
  const record = JSON.stringify(world.github.requests)
  expect(record).toContain('[masked]')
  expect(record).not.toContain('ghs_')
})

test('a request no route knows fails loudly and is remembered', async () => {
  await expect(world.client.request('GET /repos/acme/app/traffic/views')).rejects.toMatchObject({ status: 501 })
  expect(world.github.unknownRequests.map((request) => request.path)).toEqual(['/repos/acme/app/traffic/views'])
  await expect(world.client.graphql('query { viewer { login } }')).rejects.toThrow('does not understand')
  expect(world.github.unknownRequests).toHaveLength(2)
})

test('everything is served under /api/v3 too', async () => {
  const server = appClientWith(`${world.url}/api/v3`, jwt(world.clock.now))
  expect((await server.apps.getAuthenticated()).data).toMatchObject({ slug: 'firebreak' })
})

test('a person does what their role allows, in their own name', async () => {
  const as = (login: string) => appClientWith(world.url, world.github.signIn(login))
  const body = { ...repo, name: 'Rules', enforcement: 'active' } as const
  const { data: rules } = await as('alice').repos.createRepoRuleset(body)
  expect(rules).toMatchObject({ name: 'Rules', bypass_actors: [] })
  await expect(as('bob').repos.createRepoRuleset(body)).rejects.toMatchObject({ status: 404 })
  await expect(as('carol').issues.addLabels({ ...repo, issue_number: 1, labels: ['x'] })).rejects.toMatchObject({
    status: 403,
  })
  const { data: issue } = await as('bob').issues.create({ ...repo, title: 'By hand' })
  expect(issue.user?.login).toBe('bob')
  const check = { ...repo, name: 'ci', head_sha: 'main' }
  await expect(as('alice').checks.create(check)).rejects.toThrow('You must authenticate via a GitHub App')
  world.github.addRepository('acme/hidden', { private: true })
  await expect(as('bob').repos.get({ owner: 'acme', repo: 'hidden' })).rejects.toMatchObject({ status: 404 })
})

test('who may administer, and what a team may do, is told as it is granted', async () => {
  world.github.addTeam('acme', 'keepers', ['bob'])
  const team = { org: 'acme', team_slug: 'keepers', ...repo }
  await expect(world.client.teams.checkPermissionsForRepoInOrg(team)).rejects.toMatchObject({ status: 404 })
  for (const one of world.github.state.repositories) one.teamRoles.keepers = 'maintain'
  const { data } = await world.client.teams.checkPermissionsForRepoInOrg(team)
  expect(data).toMatchObject({ role_name: 'maintain', permissions: { admin: false, maintain: true, push: true } })
  const { data: admins } = await world.client.repos.listCollaborators({ ...repo, permission: 'admin' })
  expect(admins.map(({ login }) => login).sort()).toEqual(['alice', 'olga'])
})
