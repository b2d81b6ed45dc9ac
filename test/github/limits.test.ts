import { beforeEach, describe, expect, test } from 'vitest'
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

const other = { ...repository, id: 43, name: 'till' }
const secondary = { message: 'You have exceeded a secondary rate limit. Please wait.' }
const urgent = (home = repository) => github.clients.forRepository(home)
const chatter = (home = repository) => github.clients.unhurried.forRepository(home)

/** The installation meets a limit. */
async function meetLimit(seconds: number): Promise<void> {
  github.api.get('/limited').reply(403, secondary, { 'retry-after': String(seconds) })
  await thrownBy((await urgent()).request('GET /limited'))
}

const inSeconds = (seconds: number): string => String(github.now / 1000 + seconds)

describe('while an installation is limited', () => {
  test('none of its repositories calls, nor asks for a token', async () => {
    await meetLimit(30)
    const mints = github.mints.length
    expect(await thrownBy(urgent(other))).toMatchObject({ name: 'TryLater', afterMs: 30_000, isExact: true })
    expect(github.mints).toHaveLength(mints)
  })

  test('a later limit that asks for less shortens nothing', async () => {
    const [one, two] = [await urgent(), await urgent()]
    github.api.get('/one').delay(20).reply(429, {}, { 'retry-after': '5' })
    github.api.get('/two').reply(429, {}, { 'retry-after': '60' })
    await Promise.all([thrownBy(one.request('GET /one')), thrownBy(two.request('GET /two'))])
    expect(await thrownBy(urgent())).toMatchObject({ afterMs: 60_000 })
  })

  test('it waits longer each time where GitHub names no time, so that a freeze waits four minutes at most', async () => {
    const waits: unknown[] = []
    for (let met = 0; met < 4; met++) {
      const octokit = await urgent()
      github.api.get('/limited').reply(403, secondary)
      await thrownBy(octokit.request('GET /limited'))
      const { afterMs } = Object(await thrownBy(urgent()))
      waits.push(afterMs)
      github.now += afterMs
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 240_000])
  })

  test('a page of GraphQL is not asked for when GraphQL’s budget is used up, and the rest goes on', async () => {
    const octokit = await urgent()
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(90), 'x-ratelimit-limit': '5000' }
    github.api
      .post('/graphql')
      .reply(200, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, headers)
    expect(await thrownBy(octokit.graphql('{ viewer { login } }'))).toMatchObject({ name: 'TryLater', afterMs: 91_000 })
    expect(await thrownBy(octokit.graphql('{ viewer { login } }'))).toMatchObject({ name: 'TryLater', afterMs: 91_000 })
    github.api.get('/user').reply(200, {})
    await octokit.request('GET /user')
  })
})

test('a limit that the App meets itself stops all tokens, and nobody who has one', async () => {
  await urgent()
  github.api.get('/app').reply(429, {}, { 'retry-after': '30' })
  await thrownBy((await github.clients.app()).request('GET /app'))
  const mints = github.mints.length
  expect(await thrownBy(urgent({ ...other, installationId: 8 }))).toMatchObject({ name: 'TryLater', afterMs: 30_000 })
  expect(github.mints).toHaveLength(mints)
  github.api.get('/user').reply(200, {})
  await (await urgent()).request('GET /user')
})

describe('when a limit is over', () => {
  test('urgent work has a second before chatter', async () => {
    await meetLimit(30)
    github.now += 30_000
    expect(await thrownBy(chatter())).toMatchObject({ afterMs: 1000 })
    github.api.get('/user').reply(200, {})
    await (await urgent()).request('GET /user')
    github.api.get('/user').reply(200, {})
    await (await chatter()).request('GET /user')
  })

  test('one call finds that out, and the others wait for it', async () => {
    const clients = [await urgent(), await urgent(), await urgent()]
    await meetLimit(30)
    github.now += 30_000
    github.api.get('/user').delay(20).reply(403, secondary, { 'retry-after': '40' })
    const thrown = await Promise.all(clients.map((octokit) => thrownBy(octokit.request('GET /user'))))
    // One was asked, which is all that is scripted.
    expect(thrown.map((error) => Object(error).afterMs)).toEqual([40_000, 40_000, 40_000])
  })

  test('the others follow at once when it is answered, whatever the answer', async () => {
    const clients = [await urgent(), await urgent(), await urgent()]
    await meetLimit(30)
    github.now += 30_000
    github.api.get('/user').delay(20).reply(404, {})
    github.api.get('/user').twice().reply(200, {})
    const ended = await Promise.allSettled(clients.map((octokit) => octokit.request('GET /user')))
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })

  test('a call that breaks off says nothing: the next one finds out', async () => {
    const clients = [await urgent(), await urgent(), await urgent()]
    await meetLimit(30)
    github.now += 30_000
    github.api.post('/one').reply(502)
    github.api.post('/one').delay(20).reply(403, secondary, { 'retry-after': '40' })
    const thrown = await Promise.all(clients.map((octokit) => thrownBy(octokit.request('POST /one'))))
    expect(thrown.map((error) => Object(error).afterMs)).toEqual([5000, 40_000, 40_000])
  })
})

describe('the last tenth of an hour’s calls', () => {
  const few = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '499' }

  test('is left to what is urgent, until the next hour begins', async () => {
    github.api.get('/user').reply(200, {}, { ...few, 'x-ratelimit-reset': inSeconds(600) })
    await (await urgent()).request('GET /user')
    expect(await thrownBy((await chatter()).request('GET /user'))).toMatchObject({ afterMs: 601_000, isExact: true })
    github.api.get('/user').reply(200, {}, { ...few, 'x-ratelimit-reset': inSeconds(600) })
    await (await urgent()).request('GET /user')
    github.now += 601_000
    github.api.get('/user').reply(200, {})
    await (await chatter()).request('GET /user')
  })

  test('is an installation’s own', async () => {
    github.api.get('/user').reply(200, {}, { ...few, 'x-ratelimit-reset': inSeconds(600) })
    await (await urgent()).request('GET /user')
    const elsewhere = await github.clients.unhurried.app()
    github.api.get('/app').reply(200, {})
    await elsewhere.request('GET /app')
  })
})
