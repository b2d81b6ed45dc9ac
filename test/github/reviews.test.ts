import { beforeEach, describe, expect, test } from 'vitest'
import { createAnswers } from '../../src/github/answers.ts'
import { grantTokens, repository, type ScriptedGitHub, scriptGitHub, withoutNetwork } from './scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
})

const path = '/repos/acme/shop/pulls/3/reviews'

function review(state: string, day: number, changes: object = {}) {
  const submitted_at = new Date(Date.UTC(2026, 0, day)).toISOString()
  return { state, submitted_at, commit_id: `sha${day}`, user: { login: 'alice', type: 'User' }, ...changes }
}

async function reviews(...listed: readonly object[]) {
  github.api.get(path).query({ per_page: '100' }).reply(200, listed)
  return (await createAnswers(github.clients, 1)(repository, { ask: 'reviews', number: 3 })).value
}

const approved = { author: 'alice', state: 'approved', sha: 'sha1' }

describe("a reviewer's latest opinion", () => {
  test('counts, with the commit it was about', async () => {
    expect(await reviews(review('APPROVED', 1))).toEqual([approved])
    expect(await reviews(review('APPROVED', 1), review('CHANGES_REQUESTED', 2))).toEqual([
      { author: 'alice', state: 'changes-requested', sha: 'sha2' },
    ])
    expect(await reviews(review('CHANGES_REQUESTED', 1), review('APPROVED', 2))).toMatchObject([{ state: 'approved' }])
  })

  test('is not taken back by a remark', async () => {
    expect(await reviews(review('APPROVED', 1), review('COMMENTED', 2))).toEqual([approved])
  })

  test('is taken back by a dismissal', async () => {
    expect(await reviews(review('DISMISSED', 1))).toMatchObject([{ state: 'dismissed' }])
    expect(await reviews(review('APPROVED', 1), review('DISMISSED', 2), review('COMMENTED', 3))).toMatchObject([
      { state: 'dismissed' },
    ])
  })

  test('may be a remark alone', async () => {
    expect(await reviews(review('COMMENTED', 1), review('COMMENTED', 2))).toMatchObject([
      { state: 'commented', sha: 'sha2' },
    ])
  })

  test('is the latest by its date, in whatever order they are listed', async () => {
    expect(await reviews(review('CHANGES_REQUESTED', 2), review('APPROVED', 1))).toMatchObject([
      { state: 'changes-requested' },
    ])
  })

  test('is one, however the name is written', async () => {
    expect(await reviews(review('APPROVED', 1), review('APPROVED', 2, { user: { login: 'Alice' } }))).toHaveLength(1)
  })
})

test('drafts, deleted accounts and unknown states do not count', async () => {
  expect(
    await reviews(
      review('PENDING', 1, { submitted_at: undefined }),
      review('APPROVED', 1, { submitted_at: undefined }),
      review('APPROVED', 1, { user: null }),
      review('ENDORSED', 1),
      { state: 'APPROVED' },
    ),
  ).toEqual([])
})

test('the last page counts as well', async () => {
  const link = `<https://api.github.com${path}?page=2>; rel="next"`
  github.api
    .get(path)
    .query({ per_page: '100' })
    .reply(200, [review('APPROVED', 1)], { link })
  github.api
    .get(path)
    .query({ page: '2' })
    .reply(200, [review('CHANGES_REQUESTED', 2)])
  const { value } = await createAnswers(github.clients, 1)(repository, { ask: 'reviews', number: 3 })
  expect(value).toMatchObject([{ state: 'changes-requested' }])
})
