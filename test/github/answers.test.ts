import { beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { type AnswerQuestion, createAnswers } from '../../src/github/answers.ts'
import type { Question } from '../../src/incident/question.ts'
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
let answer: AnswerQuestion
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
  answer = createAnswers(github.clients, 1)
})

const shop = '/repos/acme/shop'
const ask = async (question: Question) => (await answer(repository, question)).value
const notFound = { message: 'Not Found' }

/** Answers a list in pages of two, linked as GitHub links them. */
function pages(path: string, query: Record<string, string>, items: readonly unknown[]): void {
  const count = Math.max(1, Math.ceil(items.length / 2))
  for (let page = 1; page <= count; page++) {
    const next = `<https://api.github.com${path}?page=${page + 1}>; rel="next"`
    github.api
      .get(path)
      .query(page === 1 ? { per_page: '100', ...query } : { page: String(page) })
      .reply(200, items.slice(page * 2 - 2, page * 2), page < count ? { link: next } : {})
  }
}

describe('permission', () => {
  const path = `${shop}/collaborators/alice/permission`
  const permission = () => ask({ ask: 'permission', login: 'alice' })

  test.each([
    [{ permission: 'write', role_name: 'maintain' }, 'maintain'],
    [{ permission: 'read', role_name: 'triage' }, 'triage'],
    [{ permission: 'admin', role_name: 'admin' }, 'admin'],
    [{ permission: 'write', role_name: 'release-captain' }, 'write'],
    [{ permission: 'read' }, 'read'],
    [{ permission: 'none', role_name: '' }, 'none'],
    [{ permission: 'owner', role_name: 'owner' }, 'none'],
    [{}, 'none'],
  ])('%j is %s', async (body, expected) => {
    github.api.get(path).reply(200, body)
    expect(await permission()).toBe(expected)
  })

  test('somebody who is no user has none', async () => {
    github.api.get(path).reply(404, { message: 'alice is not a user' })
    expect(await permission()).toBe('none')
  })

  test('an App has none, and its name is sent as a name', async () => {
    github.api.get(`${shop}/collaborators/dependabot%5Bbot%5D/permission`).reply(404, notFound)
    expect(await ask({ ask: 'permission', login: 'dependabot[bot]' })).toBe('none')
  })

  test('nobody has none, without asking', async () => {
    expect(await ask({ ask: 'permission', login: '' })).toBe('none')
  })

  test('what cannot be known now is asked again, not taken for none', async () => {
    github.api.get(path).twice().reply(502)
    expect(await thrownBy(permission())).toBeInstanceOf(TryLater)
  })
})

describe('membership', () => {
  const path = '/orgs/acme/teams/security/memberships/alice'
  const membership = (team: string) => ask({ ask: 'membership', login: 'alice', team })

  test.each([
    [200, { state: 'active' }, true],
    [200, { state: 'pending' }, false],
    [404, notFound, false],
    [403, { message: 'Resource not accessible by integration' }, false],
  ])('%i %j: %s', async (status, body, expected) => {
    github.api.get(path).reply(status, body)
    expect(await membership('@acme/security')).toBe(expected)
  })

  test.each(['@other/security', '@acme', '@acme/security/x', ''])(
    "%j is no team of the repository's owner",
    async (team) => {
      expect(await membership(team)).toBe(false)
    },
  )

  test('a limit is not taken for "no member"', async () => {
    github.api.get(path).reply(403, { message: 'You have exceeded a secondary rate limit' })
    expect(await thrownBy(membership('@acme/security'))).toBeInstanceOf(TryLater)
  })
})

describe('issue', () => {
  const issue = (number: number) => ask({ ask: 'issue', number })
  const found = { number: 5, title: 'Down', user: { login: 'alice', type: 'User' }, labels: ['bug', { name: 'p1' }] }

  test('an issue, and a pull request by its key', async () => {
    github.api.get(`${shop}/issues/5`).reply(200, found)
    expect(await issue(5)).toMatchObject({ number: 5, type: 'issue', author: 'alice', labels: ['bug', 'p1'] })
    github.api.get(`${shop}/issues/5`).reply(200, { ...found, pull_request: {} })
    expect(await issue(5)).toMatchObject({ type: 'pull-request' })
  })

  test.each([404, 410])('%i: there is none', async (status) => {
    github.api.get(`${shop}/issues/5`).reply(status, notFound)
    expect(await issue(5)).toBeUndefined()
  })

  test('one that was transferred is not here any more, although GitHub leads on to it', async () => {
    const there = { ...found, repository_url: 'https://api.github.com/repos/acme/other' }
    github.api.get(`${shop}/issues/5`).reply(200, { ...there, number: 9 })
    expect(await issue(5)).toBeUndefined()
    github.api.get(`${shop}/issues/5`).reply(200, there)
    github.api.get(shop).reply(200, { url: 'https://api.github.com/repos/acme/shop' })
    expect(await issue(5)).toBeUndefined()
  })

  test('one of a repository that was renamed is still here', async () => {
    const renamed = 'https://api.github.com/repos/acme/store'
    github.api.get(`${shop}/issues/5`).reply(200, { ...found, repository_url: renamed })
    github.api.get(shop).reply(200, { url: renamed })
    expect(await issue(5)).toMatchObject({ number: 5 })
  })
})

describe('pull requests', () => {
  const pull = (number: number) => ({
    number,
    head: { ref: 'h', sha: 's', repo: null },
    base: { ref: 'main', sha: 'b' },
  })

  test('one', async () => {
    github.api.get(`${shop}/pulls/3`).reply(200, { ...pull(3), merged: true, merge_commit_sha: 'landed' })
    expect(await ask({ ask: 'pull-request', number: 3 })).toMatchObject({ merged: true, mergeCommitSha: 'landed' })
    github.api.get(`${shop}/pulls/4`).reply(404, notFound)
    expect(await ask({ ask: 'pull-request', number: 4 })).toBeUndefined()
  })

  test('all that are open, page after page', async () => {
    pages(`${shop}/pulls`, { state: 'open' }, [1, 2, 3, 4, 5].map(pull))
    expect(await ask({ ask: 'open-pull-requests' })).toMatchObject([1, 2, 3, 4, 5].map((number) => ({ number })))
  })

  test('a list that breaks off is no list', async () => {
    const link = `<https://api.github.com${shop}/pulls?page=2>; rel="next"`
    github.api
      .get(`${shop}/pulls`)
      .query({ per_page: '100', state: 'open' })
      .reply(200, [pull(1)], { link })
    github.api.get(`${shop}/pulls`).query({ page: '2' }).twice().reply(502)
    expect(await thrownBy(ask({ ask: 'open-pull-requests' }))).toBeInstanceOf(TryLater)
  })

  test('those with a commit', async () => {
    pages(`${shop}/commits/abc/pulls`, {}, [{ ...pull(1), merged_at: '2026-01-01T00:00:00Z' }, pull(2), pull(3)])
    expect(await ask({ ask: 'pull-requests-with-commit', sha: 'abc' })).toMatchObject([
      { number: 1, merged: true },
      { number: 2, merged: false },
      { number: 3 },
    ])
  })

  test('none with a commit that GitHub does not know', async () => {
    const query = { per_page: '100' }
    github.api.get(`${shop}/commits/abc/pulls`).query(query).reply(422, { message: 'No commit found for SHA: abc' })
    expect(await ask({ ask: 'pull-requests-with-commit', sha: 'abc' })).toEqual([])
  })
})

describe('files', () => {
  const files = () => ask({ ask: 'files', number: 3 })

  test('old and new names of renamed files, page after page', async () => {
    pages(`${shop}/pulls/3/files`, {}, [
      { filename: 'a' },
      { filename: 'new', previous_filename: 'old' },
      { filename: 'b', status: 'removed' },
    ])
    expect(await files()).toEqual(['a', 'new', 'old', 'b'])
  })

  test('when GitHub lists no further, a path that no rule can allow stands for the rest', async () => {
    const listed = Array.from({ length: 3000 }, (_, index) => ({ filename: `docs/${index}.md` }))
    github.api.get(`${shop}/pulls/3/files`).query({ per_page: '100' }).reply(200, listed)
    const paths = await files()
    expect(paths).toHaveLength(3001)
    expect(paths).toContain('/(more files than GitHub lists)')
  })
})

describe('repository file', () => {
  const file = (path: string) => ask({ ask: 'repository-file', path })
  const content = (text: string) => ({
    type: 'file',
    sha: 'blob',
    encoding: 'base64',
    size: text.length,
    content: btoa(text),
  })

  test('its text on the default branch, whatever its name', async () => {
    github.api.get(`${shop}/contents/docs/run%20book%3Aa%23b.md`).reply(200, content('# Runbook'))
    expect(await file('docs/run book:a#b.md')).toBe('# Runbook')
  })

  test('none', async () => {
    github.api.get(`${shop}/contents/nothing.md`).reply(404, notFound)
    expect(await file('nothing.md')).toBeUndefined()
  })

  test('a directory or a submodule is no file', async () => {
    github.api.get(`${shop}/contents/docs`).reply(200, [content('x')])
    expect(await file('docs')).toBeUndefined()
    github.api.get(`${shop}/contents/docs`).reply(200, { ...content('x'), type: 'submodule' })
    expect(await file('docs')).toBeUndefined()
  })

  test.each([
    '../secret',
    'docs/../../x',
    '/etc/passwd',
    'docs//x',
    './x',
    'docs\\..\\x',
    'a\0b',
    '',
    'x'.repeat(2000),
  ])('%j leads out of the repository and is not asked for', async (path) => {
    expect(await file(path)).toBeUndefined()
  })
})

describe('merge group', () => {
  const group = () => ask({ ask: 'merge-group', sha: 'g2', baseBranch: 'main' })
  const entry = (position: number) => ({
    position,
    headCommit: { oid: `g${position}` },
    pullRequest: { number: position + 100 },
  })
  const entries = (nodes: readonly unknown[], pageInfo = { hasNextPage: false, endCursor: '' }) => ({
    data: { repository: { mergeQueue: { entries: { nodes, pageInfo } } } },
  })

  test('the pull requests up to the one whose head it is, over all pages', async () => {
    const first = entries([entry(1), entry(3)], { hasNextPage: true, endCursor: 'c' })
    const asked = (after: string | null) => (body: { variables: object }) =>
      expect.objectContaining({ branch: 'main', after }).asymmetricMatch(body.variables)
    github.api.post('/graphql', asked(null)).reply(200, first)
    github.api.post('/graphql', asked('c')).reply(200, entries([entry(2), entry(4)]))
    expect(await group()).toEqual([101, 102])
  })

  test.each([
    ['the queue does not know the commit', entries([entry(1)])],
    ['there is no queue', { data: { repository: { mergeQueue: null } } }],
    ['one member is not told', entries([{ ...entry(1), pullRequest: null }, entry(2)])],
    [
      'it may not be read',
      { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] },
    ],
  ])('is unknown when %s', async (_, body) => {
    github.api.post('/graphql').reply(200, body)
    expect(await group()).toBeUndefined()
  })

  test('is asked for again when GitHub is in trouble', async () => {
    const errors = [{ message: 'Something went wrong while executing your query.' }]
    github.api.post('/graphql').reply(200, { data: null, errors })
    expect(await thrownBy(group())).toBeInstanceOf(TryLater)
  })
})

test('what a configuration comes to is the engine to say', async () => {
  expect(await thrownBy(ask({ ask: 'configuration-at', sha: 'abc' }))).toBeInstanceOf(Error)
})
