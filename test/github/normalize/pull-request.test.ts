import { describe, expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example, part } from './official-examples.ts'

const changesOf = (payload: object) =>
  toEvents('pull_request', payload, context)?.map((event) => ('change' in event ? event.change : undefined))

const withPull = (action: string, changes: object) => {
  const payload = example('pull_request', 'opened', { action })
  return { ...payload, pull_request: { ...part(payload, 'pull_request'), ...changes } }
}

test('an opened pull request carries head and base', () => {
  expect(toEvents('pull_request', example('pull_request', 'opened'), context)).toEqual([
    expect.objectContaining({
      type: 'PullRequestChanged',
      change: 'opened',
      pullRequest: expect.objectContaining({
        number: 2,
        type: 'pull-request',
        head: {
          ref: 'changes',
          sha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
          repository: 'Codertocat/Hello-World',
        },
        base: { ref: 'master', sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e' },
        draft: false,
        merged: false,
        mergedBy: undefined,
      }),
    }),
  ])
})

test('the fork of a pull request may be gone', () => {
  const [event] =
    toEvents('pull_request', withPull('opened', { head: { ref: 'x', sha: 'y', repo: null } }), context) ?? []
  expect(event).toMatchObject({ pullRequest: { head: { ref: 'x', sha: 'y', repository: undefined } } })
})

describe('closing', () => {
  test('without merging', () => {
    expect(changesOf(withPull('closed', { merged: false, merged_at: null, merge_commit_sha: 'trial' }))).toEqual([
      'closed',
    ])
  })

  test('by a merge, whoever pressed the button', () => {
    const payload = withPull('closed', {
      merged: true,
      merged_by: { login: 'github-merge-queue[bot]', type: 'Bot' },
      merge_commit_sha: 'landed',
    })
    expect(toEvents('pull_request', payload, context)).toEqual([
      expect.objectContaining({
        change: 'merged',
        pullRequest: expect.objectContaining({
          merged: true,
          mergedBy: 'github-merge-queue[bot]',
          mergeCommitSha: 'landed',
        }),
      }),
    ])
  })
})

test("GitHub's trial merge of an open pull request is not taken for what landed", () => {
  const [event] = toEvents('pull_request', withPull('opened', { merge_commit_sha: 'trial' }), context) ?? []
  expect(event).toMatchObject({ pullRequest: { mergeCommitSha: undefined } })
})

describe('editing', () => {
  const title = { from: 'before' }
  const base = { ref: { from: 'main' }, sha: { from: 'abc' } }

  test.each([
    [{ title }, ['edited']],
    [{ body: title }, ['edited']],
    [{ base }, ['retargeted']],
    [{ base, title }, ['retargeted', 'edited']],
    [{}, ['edited']],
    [undefined, ['edited']],
  ])('%j is %j', (changes, expected) => {
    expect(changesOf({ ...withPull('edited', {}), changes })).toEqual(expected)
  })
})

test.each([
  ['synchronize', 'pushed'],
  ['converted_to_draft', 'drafted'],
  ['ready_for_review', 'readied'],
  ['reopened', 'reopened'],
  ['assigned', 'assigned'],
])('%s is %s', (action, change) => {
  expect(changesOf(withPull(action, {}))).toEqual([change])
})

test.each(['review_requested', 'enqueued', 'dequeued', 'locked', 'auto_merge_enabled'])(
  '%s does not concern it',
  (action) => {
    expect(changesOf(withPull(action, {}))).toBeUndefined()
  },
)

test('a review event has the short form of a pull request, and merging shows in its date', () => {
  const payload = example('pull_request_review', 'submitted')
  const pull = { ...part(payload, 'pull_request'), merged_at: '2026-01-01T00:00:00Z', merge_commit_sha: 'landed' }
  expect(toEvents('pull_request_review', { ...payload, pull_request: pull }, context)).toEqual([
    expect.objectContaining({
      type: 'ReviewChanged',
      change: 'submitted',
      pullRequest: expect.objectContaining({ merged: true, mergeCommitSha: 'landed' }),
    }),
  ])
})
