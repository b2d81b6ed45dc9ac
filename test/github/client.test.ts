import { beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { Suspended } from '../../src/github/errors.ts'
import {
  grantTokens,
  readMint,
  repository,
  type ScriptedGitHub,
  scriptGitHub,
  thrownBy,
  withoutNetwork,
} from './scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
})

const notGranted = { message: 'The permissions requested are not granted to this installation.' }
const working = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  members: 'read',
  merge_queues: 'read',
  metadata: 'read',
  pull_requests: 'write',
}

describe('tokens', () => {
  test('everyday work gets one for this repository, without administration, and uses it again', async () => {
    grantTokens(github)
    const authorizations: string[] = []
    github.api
      .get('/user')
      .twice()
      .reply(200, (request: Request) => {
        authorizations.push(String(request.headers.get('authorization')))
        return {}
      })
    await (await github.clients.forRepository(repository)).request('GET /user')
    await (await github.clients.forRepository(repository)).request('GET /user')
    expect(github.mints).toEqual([{ repository_ids: [42], permissions: working }])
    expect(authorizations).toEqual(['token ghs_token1', 'token ghs_token1'])
  })

  test('those who ask at the same time get the same one', async () => {
    grantTokens(github)
    await Promise.all([1, 2, 3].map(() => github.clients.forRepository(repository)))
    expect(github.mints).toHaveLength(1)
  })

  test('each repository has its own', async () => {
    grantTokens(github)
    await github.clients.forRepository(repository)
    await github.clients.forRepository({ ...repository, id: 43 })
    expect(github.mints.map((mint) => mint.repository_ids)).toEqual([[42], [43]])
  })

  test('a new one is taken before the old one expires', async () => {
    grantTokens(github)
    await github.clients.forRepository(repository)
    github.now += 49 * 60_000
    await github.clients.forRepository(repository)
    expect(github.mints).toHaveLength(1)
    github.now += 2 * 60_000
    await github.clients.forRepository(repository)
    expect(github.mints).toHaveLength(2)
  })

  test('one that fails is asked for once more at once', async () => {
    github.api.post(github.mintPath).reply(502)
    grantTokens(github)
    await github.clients.forRepository(repository)
    expect(github.mints).toHaveLength(1)
  })

  test('a failed attempt is not kept', async () => {
    github.api.post(github.mintPath).twice().reply(502)
    expect(await thrownBy(github.clients.forRepository(repository))).toBeInstanceOf(TryLater)
    grantTokens(github)
    await github.clients.forRepository(repository)
    expect(github.mints).toHaveLength(1)
  })

  test('administration is asked for alone', async () => {
    grantTokens(github)
    await github.clients.administration(repository)
    expect(github.mints).toEqual([{ repository_ids: [42], permissions: { administration: 'write', metadata: 'read' } }])
  })

  test('an installation that lacks permissions works with those it has, and is asked again soon', async () => {
    github.api.post(github.mintPath).reply(422, notGranted)
    github.api.get('/app/installations/7').reply(200, {
      permissions: { issues: 'write', metadata: 'read', contents: 'write', checks: 'read', administration: 'write' },
    })
    grantTokens(github)
    await github.clients.forRepository(repository)
    const permissions = { issues: 'write', metadata: 'read', contents: 'read', checks: 'read' }
    expect(github.mints).toEqual([{ repository_ids: [42], permissions }])
    github.now += 6 * 60_000
    await github.clients.forRepository(repository)
    expect(github.mints[1]?.permissions).toEqual(working)
  })

  test('without administration the refusal says which permission is missing', async () => {
    github.api.post(github.mintPath).reply(422, notGranted)
    expect(await thrownBy(github.clients.administration(repository))).toMatchObject({
      kind: 'permission',
      acceptedPermissions: 'administration=write',
      message: expect.stringContaining('acme/shop'),
    })
  })

  test.each([
    [422, 'There is at least one repository that does not exist or is not accessible to the parent installation.'],
    [404, 'Not Found'],
  ])('a repository that left the installation is not found (%i)', async (status, message) => {
    github.api.post(github.mintPath).reply(status, { message })
    expect(await thrownBy(github.clients.forRepository(repository))).toMatchObject({ kind: 'not-found', status })
  })

  test('a suspended installation', async () => {
    github.api.post(github.mintPath).reply(403, { message: 'This installation has been suspended' })
    expect(await thrownBy(github.clients.forRepository(repository))).toBeInstanceOf(Suspended)
  })

  test('of a suspended installation is asked for once in a minute, however much waits for it', async () => {
    github.api.post(github.mintPath).reply(403, { message: 'This installation has been suspended' })
    for (let times = 0; times < 3; times++)
      expect(await thrownBy(github.clients.administration(repository))).toBeInstanceOf(Suspended)
    grantTokens(github)
    github.now += 60_000
    expect(await github.clients.administration(repository)).toBeDefined()
  })

  test('of a suspended installation is asked for at once when something comes from it', async () => {
    github.api.post(github.mintPath).reply(403, { message: 'This installation has been suspended' })
    await thrownBy(github.clients.forRepository(repository))
    grantTokens(github)
    github.clients.isBack(repository.installationId)
    expect(await github.clients.forRepository(repository)).toBeDefined()
  })

  test('that was made before the installation was suspended is not tried again and again', async () => {
    grantTokens(github)
    const octokit = await github.clients.forRepository(repository)
    github.api.get('/user').reply(403, { message: 'This installation has been suspended' })
    expect(await thrownBy(octokit.request('GET /user'))).toBeInstanceOf(Suspended)
    expect(await thrownBy(github.clients.forRepository(repository))).toBeInstanceOf(Suspended)
  })

  test('one that GitHub no longer takes is replaced, once', async () => {
    grantTokens(github)
    const octokit = await github.clients.forRepository(repository)
    github.api.get('/user').matchHeader('authorization', 'token ghs_token1').reply(401)
    github.api.get('/user').matchHeader('authorization', 'token ghs_token2').reply(200, { login: 'me' })
    expect((await octokit.request('GET /user')).data).toMatchObject({ login: 'me' })
    github.api.get('/user').matchHeader('authorization', 'token ghs_token2').reply(401)
    github.api.get('/user').matchHeader('authorization', 'token ghs_token3').reply(401)
    expect(await thrownBy(octokit.request('GET /user'))).toBeInstanceOf(TryLater)
  })
})

describe('calls', () => {
  const client = async () => {
    grantTokens(github)
    return github.clients.forRepository(repository)
  }
  const comment = 'POST /repos/acme/shop/issues/1/comments'

  test('the version of the interface is pinned', async () => {
    const octokit = await client()
    github.api.get('/user').matchHeader('x-github-api-version', '2022-11-28').reply(200, {})
    await octokit.request('GET /user')
  })

  test('what creates is sent once: whether it was carried out is looked up before the next try', async () => {
    const octokit = await client()
    github.api.post('/repos/acme/shop/issues/1/comments').reply(502)
    expect(await thrownBy(octokit.request(comment, { body: 'x' }))).toBeInstanceOf(TryLater)
  })

  test('reading is tried once more', async () => {
    const octokit = await client()
    github.api.get('/user').reply(502)
    github.api.get('/user').reply(200, { login: 'me' })
    expect((await octokit.request('GET /user')).data).toMatchObject({ login: 'me' })
    github.api.get('/user').twice().reply(502)
    expect(await thrownBy(octokit.request('GET /user'))).toBeInstanceOf(TryLater)
  })

  test('after a limit the installation is quiet until it has passed, others are not', async () => {
    const octokit = await client()
    const message = 'You have exceeded a secondary rate limit. Please wait.'
    github.api.post('/repos/acme/shop/issues/1/comments').reply(403, { message }, { 'retry-after': '30' })
    expect(await thrownBy(octokit.request(comment, { body: 'x' }))).toMatchObject({ name: 'TryLater', afterMs: 30_000 })
    github.now += 10_000
    // Nothing is scripted: a call that went out would be refused in another way.
    expect(await thrownBy(octokit.request('GET /user'))).toMatchObject({ name: 'TryLater', afterMs: 20_000 })
    github.api.get('/app').reply(200, {})
    await (await github.clients.app()).request('GET /app')
    github.now += 20_000
    github.api.get('/user').reply(200, {})
    await octokit.request('GET /user')
  })

  test('an answer that broke off is not taken for one', async () => {
    const octokit = await client()
    github.api.get('/user').reply(200, '{"login":"m', { 'content-type': 'application/json; charset=utf-8' })
    expect(await thrownBy(octokit.request('GET /user'))).toBeInstanceOf(TryLater)
  })

  test('an empty answer is one, also when a proxy calls it JSON', async () => {
    const octokit = await client()
    github.api.delete('/user/starred/a/b').reply(204, '', { 'content-type': 'application/json' })
    expect((await octokit.request('DELETE /user/starred/a/b')).status).toBe(204)
  })

  test('a network error is to be tried later', async () => {
    const octokit = await client()
    github.api
      .get('/user')
      .twice()
      .replyWithError(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))
    expect(await thrownBy(octokit.request('GET /user'))).toBeInstanceOf(TryLater)
  })

  test('errors carry no token', async () => {
    const octokit = await client()
    github.api.get('/user').reply(422, { message: 'no' })
    const error = await thrownBy(octokit.request('GET /user'))
    expect(error).toMatchObject({ kind: 'invalid' })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('ghs_')
  })
})

test.each([
  ['reverting', { contents: 'write', pull_requests: 'write', metadata: 'read' }],
  ['advisories', { repository_advisories: 'write', metadata: 'read' }],
  ['discussions', { discussions: 'write', metadata: 'read' }],
  ['deployments', { deployments: 'read', metadata: 'read' }],
  ['alerts', { vulnerability_alerts: 'read', metadata: 'read' }],
] as const)(
  'a token for %s is for this repository and that alone, and so is its absence',
  async (purpose, permissions) => {
    github.api.post(github.mintPath).reply(422, notGranted)
    expect(await thrownBy(github.clients.special(repository, purpose))).toMatchObject({ kind: 'permission' })
    grantTokens(github)
    await github.clients.special(repository, purpose)
    expect(github.mints).toEqual([{ repository_ids: [42], permissions }])
  },
)

test('the issues of another repository, by its name, and what is missing for them', async () => {
  github.api.post(github.mintPath).reply(422, notGranted)
  expect(await thrownBy(github.clients.issuesOf(7, 'vault'))).toMatchObject({
    kind: 'permission',
    message: expect.stringMatching(/not granted issues=write in vault/),
  })
  grantTokens(github)
  await github.clients.issuesOf(7, 'vault')
  expect(github.mints).toEqual([{ repositories: ['vault'], permissions: { issues: 'write', metadata: 'read' } }])
})

test('reading another repository asks for that one by name, and for no more than its contents', async () => {
  github.api.post(github.mintPath).reply(201, async (request: Request) => {
    github.mints.push(await readMint(request))
    return { token: 'ghs_other', expires_at: '2026-01-01T01:00:00Z' }
  })
  await github.clients.reading(7, 'shared')
  expect(github.mints).toEqual([{ repositories: ['shared'], permissions: { contents: 'read', metadata: 'read' } }])
})
