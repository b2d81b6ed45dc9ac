import { describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { classify, GitHubRefusal, isRefusal, isUnanswered, limitOf, Suspended } from '../../src/github/errors.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

/** What Octokit throws. */
function requestError(status: number, message: string, headers: Record<string, string> = {}): Error {
  const request = { method: 'POST', url: 'https://api.github.com/repos/acme/shop/rulesets?secret=1', headers: {} }
  return Object.assign(new Error(message), { name: 'HttpError', status, request, response: { status, headers } })
}

/** What Octokit makes of a call without an answer. */
const networkError = (message: string): Error => Object.assign(requestError(500, message), { response: undefined })

function graphqlError(...errors: readonly { readonly type?: string; readonly message: string }[]): Error {
  return Object.assign(new Error('Request failed'), { name: 'GraphqlResponseError', errors })
}

describe('what passes by itself is to be tried later', () => {
  test.each([
    ['a server in trouble', requestError(502, 'Bad Gateway'), 5_000],
    ['maintenance that says for how long', requestError(503, 'Maintenance', { 'retry-after': '120' }), 120_000],
    ['a network error, as Octokit reports it', networkError('connect ECONNREFUSED'), 5_000],
    ['too many requests', requestError(429, 'Too many requests', { 'retry-after': '7' }), 7_000],
    ['a secondary limit', requestError(403, 'You have exceeded a secondary rate limit.'), 60_000],
    ['a secondary limit with a time', requestError(403, 'secondary rate limit', { 'retry-after': '30' }), 30_000],
    [
      'the hourly limit',
      requestError(403, 'API rate limit exceeded for installation', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(now / 1000 + 600),
      }),
      601_000,
    ],
    ['comments that came too fast', requestError(422, 'Validation Failed: was submitted too quickly'), 60_000],
    ['a page for people', requestError(404, '<html>', { 'content-type': 'text/html; charset=utf-8' }), 30_000],
    ['a token that is not known everywhere yet', requestError(401, 'Bad credentials'), 30_000],
    ['GraphQL out of points', graphqlError({ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }), 60_000],
    ['GraphQL in trouble', graphqlError({ message: 'Something went wrong while executing your query.' }), 5_000],
    ['a connection that broke', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 5_000],
    ['a connection that broke underneath', new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }), 5_000],
    ['a call that took too long', Object.assign(new Error('aborted'), { name: 'TimeoutError' }), 5_000],
  ])('%s', (_, error, afterMs) => {
    const classified = classify(error, now)
    expect(classified).toBeInstanceOf(TryLater)
    expect(classified).toMatchObject({ afterMs })
  })

  test('exactly when a limit ends, which is no failure of what met it', () => {
    const isExact = true
    expect(classify(requestError(403, 'secondary rate limit', { 'retry-after': '30' }), now)).toMatchObject({ isExact })
    expect(classify(graphqlError({ type: 'RATE_LIMITED', message: 'exceeded' }), now)).toMatchObject({ isExact })
    const others = [requestError(422, 'was submitted too quickly'), requestError(503, 'down', { 'retry-after': '30' })]
    for (const error of others) expect(classify(error, now)).toMatchObject({ isExact: false })
  })

  test('a reset that has passed does not mean a wait in the past', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 - 600) }
    expect(classify(requestError(403, 'API rate limit exceeded', headers), now)).toMatchObject({ afterMs: 1000 })
  })
})

test('nothing of a page for people is said again', () => {
  const error = classify(requestError(400, '<html>Whoa there!</html>', { 'content-type': 'text/html' }), now)
  expect(error).toBeInstanceOf(GitHubRefusal)
  expect(error.message).toMatch(/^GitHub answered 400 to POST .*: a page instead of an answer of the API$/)
})

describe('what does not is told by its kind', () => {
  test.each([
    [404, 'Not Found', 'not-found'],
    [404, 'Branch not found', 'branch-not-found'],
    [404, 'Branch not protected', 'not-protected'],
    [403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.', 'plan'],
    [403, 'Upgrade to GitHub Team to enable this feature.', 'plan'],
    [403, 'Resource not accessible by integration', 'permission'],
    [403, 'Repository was archived so is read-only.', 'archived'],
    [403, 'Unable to create comment because issue is locked.', 'locked'],
    [409, 'Conflict', 'conflict'],
    [410, 'This issue was deleted', 'gone'],
    [451, 'Repository access blocked', 'gone'],
    [422, 'Validation Failed: {"code":"custom","field":"name"}', 'invalid'],
    [400, 'Problems parsing JSON', 'invalid'],
  ])('%i %s: %s', (status, message, kind) => {
    const classified = classify(requestError(status, message), now)
    expect(classified).toMatchObject({ name: 'GitHubRefusal', kind, status })
    expect(classified.message).toContain(message)
  })

  test.each([
    ['FORBIDDEN', 'permission'],
    ['INSUFFICIENT_SCOPES', 'permission'],
    ['NOT_FOUND', 'not-found'],
    ['UNPROCESSABLE', 'invalid'],
  ])('GraphQL: %s is %s', (type, kind) => {
    expect(classify(graphqlError({ type, message: 'no' }), now)).toMatchObject({ kind, status: 200 })
  })

  test('with the permission that is missing', () => {
    const error = requestError(403, 'Resource not accessible by integration', {
      'x-accepted-github-permissions': 'administration=write',
    })
    expect(classify(error, now)).toMatchObject({ acceptedPermissions: 'administration=write' })
  })
})

test('a bug of ours is left as it is, and sorting twice changes nothing', () => {
  const bug = new TypeError('x is undefined')
  const refusal = new GitHubRefusal('plan', 'no', { status: 403 })
  expect(classify(bug, now)).toBe(bug)
  expect(classify(refusal, now)).toBe(refusal)
  expect(classify('text', now)).toBeInstanceOf(Error)
})

test('a refusal is recognised by its kinds', () => {
  const refusal = new GitHubRefusal('plan', 'no', { status: 403 })
  expect(isRefusal(refusal)).toBe(true)
  expect(isRefusal(refusal, 'permission', 'plan')).toBe(true)
  expect(isRefusal(refusal, 'permission')).toBe(false)
  expect(isRefusal(new Error('no'))).toBe(false)
})

test('the message names the call, without its query, and no secret that an answer repeats', () => {
  const token = `ghs_12345_eyJhbGciOi.${'x'.repeat(300)}.sig`
  const { message } = classify(requestError(422, `bad token ${token}: ${'y'.repeat(5000)}`), now)
  expect(message).toMatch(/^GitHub answered 422 to POST \/repos\/acme\/shop\/rulesets: bad token \[redacted\]/)
  expect(message.length).toBeLessThan(700)
  expect(classify(requestError(500, `boom ${token}`), now).message).not.toContain('ghs_')
})

test('a call that got no answer is not told as an answer', () => {
  const { message } = classify(networkError('other side closed'), now)
  expect(message).toBe('GitHub could not be reached with POST /repos/acme/shop/rulesets: other side closed')
  expect(classify(requestError(500, 'Server Error'), now).message).toContain('GitHub answered 500')
})

test('only limits ask the whole installation to be quiet', () => {
  const everything = { resource: undefined, isNamed: true }
  expect(limitOf(requestError(403, 'secondary rate limit', { 'retry-after': '30' }), now)).toEqual({
    waitMs: 30_000,
    ...everything,
  })
  expect(limitOf(requestError(429, 'slow down'), now)).toEqual({ waitMs: 60_000, ...everything, isNamed: false })
  expect(limitOf(requestError(403, 'Resource not accessible by integration'), now)).toBeUndefined()
  expect(limitOf(requestError(422, 'was submitted too quickly'), now)).toBeUndefined()
  expect(limitOf(requestError(503, 'down', { 'retry-after': '30' }), now)).toBeUndefined()
})

test('a budget that is used up stops what is paid from it, until it is filled again', () => {
  const reset = String(now / 1000 + 90)
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, 'x-ratelimit-resource': 'graphql' }
  const error = requestError(403, 'API rate limit exceeded', headers)
  expect(limitOf(error, now)).toEqual({ waitMs: 91_000, resource: 'graphql', isNamed: true })
})

test('a call was not answered when the server had trouble or was not reached', () => {
  expect(isUnanswered(requestError(502, 'Bad Gateway'))).toBe(true)
  expect(isUnanswered(networkError('connect ECONNREFUSED'))).toBe(true)
  expect(
    isUnanswered(Object.assign(new Error('The operation was aborted due to timeout'), { name: 'TimeoutError' })),
  ).toBe(true)
  expect(isUnanswered(requestError(404, 'Not Found'))).toBe(false)
  expect(isUnanswered(new TryLater('a page', 1))).toBe(false)
  expect(isUnanswered(new TypeError('a mistake of ours'))).toBe(false)
})

test('of a suspended installation it is known that it passes, if somebody wants it to', () => {
  const classified = classify(requestError(403, 'This installation has been suspended'), now)
  expect(classified).toBeInstanceOf(Suspended)
  expect(classified).toBeInstanceOf(TryLater)
})
