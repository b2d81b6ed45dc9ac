import { ProbotOctokit } from 'probot'
import { beforeEach, describe, expect, test } from 'vitest'
import { KeptAnswers } from '../../src/github/conditional.ts'
import {
  grantTokens,
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
  grantTokens(github)
})

const route = 'GET /repos/acme/shop/rulesets'
const path = '/repos/acme/shop/rulesets'
const json = { 'content-type': 'application/json; charset=utf-8' }

async function readOnce(body: unknown = [{ id: 1 }]): Promise<void> {
  github.api.get(path).reply(200, JSON.stringify(body), { ...json, etag: '"one"' })
  await (await github.clients.forRepository(repository)).request(route)
}

describe('what was read before', () => {
  test('is asked for again, and taken from memory where GitHub says that nothing changed', async () => {
    await readOnce()
    github.api.get(path).matchHeader('if-none-match', '"one"').twice().reply(304, '', { etag: '"one"' })
    const octokit = await github.clients.forRepository(repository)
    const { status, data } = await octokit.request(route)
    expect({ status, data }).toEqual({ status: 200, data: [{ id: 1 }] })
    // Whoever changes an answer changes no other.
    data.push('more')
    expect((await octokit.request(route)).data).toEqual([{ id: 1 }])
  })

  test('is replaced by what changed', async () => {
    await readOnce()
    github.api.get(path).matchHeader('if-none-match', '"one"').reply(200, [], { etag: '"two"' })
    const octokit = await github.clients.forRepository(repository)
    expect((await octokit.request(route)).data).toEqual([])
    github.api.get(path).matchHeader('if-none-match', '"two"').reply(304)
    expect((await octokit.request(route)).data).toEqual([])
  })

  test('is used by clients of chatter too: they see the same', async () => {
    await readOnce()
    github.api.get(path).matchHeader('if-none-match', '"one"').reply(304)
    expect((await (await github.clients.unhurried.forRepository(repository)).request(route)).data).toEqual([{ id: 1 }])
  })

  test.each([
    ['for another purpose', () => github.clients.administration(repository)],
    ['for another repository', () => github.clients.forRepository({ ...repository, id: 43 })],
    ['of another installation', () => github.clients.forRepository({ ...repository, installationId: 8 })],
  ])('is not shown to a token %s', async (_what, client) => {
    await readOnce()
    github.api
      .post('/app/installations/8/access_tokens')
      .optionally()
      .reply(201, { token: 'ghs_8', expires_at: 'never' })
    const seen: (string | null)[] = []
    github.api.get(path).reply(200, (request: Request) => {
      seen.push(request.headers.get('if-none-match'))
      return []
    })
    expect((await (await client()).request(route)).data).toEqual([])
    expect(seen).toEqual([null])
  })

  test('is not used where somebody has an ETag of his own: he is told that nothing changed', async () => {
    await readOnce()
    github.api.get(path).matchHeader('if-none-match', '"mine"').reply(304)
    const octokit = await github.clients.forRepository(repository)
    expect(await thrownBy(octokit.request(route, { headers: { 'if-none-match': '"mine"' } }))).toMatchObject({
      status: 304,
    })
  })

  test('keeps the links to its pages, which a 304 may leave out', async () => {
    const next = `<https://api.github.com${path}?page=2>; rel="next"`
    github.api.get(path).reply(200, '[{"id":1}]', { ...json, etag: '"one"', link: next })
    github.api.get(`${path}?page=2`).reply(200, '[{"id":2}]', { ...json, etag: '"two"' })
    const octokit = await github.clients.forRepository(repository)
    const both = [{ id: 1 }, { id: 2 }]
    expect(await octokit.paginate(route)).toEqual(both)
    github.api.get(path).matchHeader('if-none-match', '"one"').reply(304)
    github.api.get(`${path}?page=2`).matchHeader('if-none-match', '"two"').reply(304)
    expect(await octokit.paginate(route)).toEqual(both)
  })

  test('is given up where it is too long to be kept, and numbers keep their digits', async () => {
    const ids = '[{"id":3804004623172239366}]'
    github.api.get(path).reply(200, ids, { ...json, etag: '"one"' })
    const octokit = await github.clients.forRepository(repository)
    const first = (await octokit.request(route)).data
    github.api.get(path).matchHeader('if-none-match', '"one"').reply(304)
    expect((await octokit.request(route)).data).toEqual(first)
    github.api.get(path).reply(200, JSON.stringify(['x'.repeat(200_000)]), { ...json, etag: '"long"' })
    await octokit.request(route)
    const seen: (string | null)[] = []
    github.api.get(path).reply(200, (request: Request) => {
      seen.push(request.headers.get('if-none-match'))
      return []
    })
    await octokit.request(route)
    expect(seen).toEqual([null])
  })

  test('is given up, the oldest first, where there are very many of them, however short', async () => {
    const asked: (string | null)[] = []
    const send = async (_url: string, { headers }: RequestInit) => {
      asked.push(new Headers(headers).get('if-none-match'))
      return new Response('[]', { headers: { ...json, etag: '"short"' } })
    }
    const octokit = new ProbotOctokit({
      request: { fetch: send },
      throttle: { enabled: false },
      retry: { enabled: false },
    })
    new KeptAnswers().serve(octokit, 'view')
    const many = 5000
    for (let page = 1; page <= many; page++) await octokit.request(route, { owner: 'acme', repo: 'shop', page })
    for (const page of [1, many]) await octokit.request(route, { owner: 'acme', repo: 'shop', page })
    expect(asked.slice(-2)).toEqual([null, '"short"'])
  })
})
