import { beforeEach, expect, it } from 'vitest'
import { TryLater } from '../../../src/engine/ports.ts'
import { readiness } from '../../../src/github/readiness/readiness.ts'
import type { ReadinessAsked } from '../../../src/incident/readiness/facts.ts'
import { grantTokens, repository, type ScriptedGitHub, scriptGitHub, withoutNetwork } from '../scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
})

const wanted: ReadinessAsked = {
  ...{ branches: ['~DEFAULT_BRANCH'], mechanism: 'auto', people: ['alice'], teams: ['acme/security'], labels: ['x'] },
  ...{ files: ['docs/a.md'], repositories: [] },
}

const look = (now = github.now) => readiness(github.clients, repository, wanted, { appId: 1, now: () => now })

const message = (text: string) => ({ message: text, documentation_url: 'https://docs.github.com/rest' })

it('knows nothing where GitHub refuses everything, says why, and does not fail', async () => {
  github.api.persist().get(/./).optionally().reply(403, message('Resource not accessible by integration'), {
    'x-accepted-github-permissions': 'everything=read',
  })
  github.api
    .persist()
    .post('/graphql')
    .optionally()
    .reply(200, { errors: [{ type: 'FORBIDDEN', message: 'no' }] })
  const { leftOut, unreachable, unreadBranches, ...facts } = await look()
  expect([leftOut, unreachable, unreadBranches]).toEqual([[], { known: true, value: [] }, undefined])
  for (const [name, fact] of Object.entries(facts))
    expect.soft(fact, name).toEqual({ known: false, why: 'the App may not look: it lacks everything=read' })
})

it.each([
  ['a limit', 429, message('You have exceeded a secondary rate limit')],
  ['a fault of GitHub’s', 502, message('Server Error')],
])('has to wait because of %s: nothing is made of half a look', async (_name, status, body) => {
  github.api.persist().get(/./).optionally().reply(status, body)
  await expect(look()).rejects.toThrow(TryLater)
})

it.each([
  ['behind', 120_000],
  ['ahead', -120_000],
])('sees a clock that is %s', async (_name, skew) => {
  const date = new Date(github.now + skew).toUTCString()
  github.api.get('/app').reply(200, { slug: 'firebreak', permissions: {}, events: [] }, { date })
  github.api.persist().get(/./).optionally().reply(404, message('Not Found'))
  const { clockSkew } = await look()
  expect(clockSkew.known && Math.abs(clockSkew.value - skew)).toBeLessThanOrEqual(500)
})

it('counts a delivery that was taken at the second try as taken, and leaves other installations out', async () => {
  const attempt = (guid: string, status: number, more: object = {}) => ({
    ...{ guid, id: 9_007_199_254_740_993n.toString(), status_code: status, delivered_at: '2026-01-01T00:00:00Z' },
    ...{ installation_id: repository.installationId, ...more },
  })
  const log = [
    attempt('one', 200),
    attempt('one', 503),
    attempt('two', 0, { delivered_at: '2025-12-31T00:00:00Z' }),
    attempt('other', 500, { installation_id: 99 }),
  ]
  github.api.get('/app/hook/deliveries?per_page=100').reply(200, log)
  github.api.get('/app/hook/config').reply(200, { url: 'http://firebreak.example.org', insecure_ssl: 0 })
  github.api.persist().get(/./).optionally().reply(404, message('Not Found'))
  const { deliveries, hook } = await look()
  const newest = Date.parse('2026-01-01T00:00:00Z')
  expect(deliveries).toEqual({ known: true, value: { newest, failed: 1, total: 2 } })
  expect(hook).toEqual({ known: true, value: { hasAddress: true, isInsecure: true } })
})

it('does not take a list of files that was cut short for all there is', async () => {
  const tree = [{ path: 'README.md' }, { path: '.asf.yaml' }]
  github.api.get(/git\/trees\/main/).reply(200, { sha: 'x', tree, truncated: true })
  github.api.persist().get(/./).optionally().reply(404, message('Not Found'))
  const { rivals, missingFiles, codeOwners } = await look()
  expect(rivals).toEqual({ known: true, value: ['.asf.yaml'] })
  expect([missingFiles.known, codeOwners.known]).toEqual([false, false])
})
