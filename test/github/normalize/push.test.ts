import { describe, expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example } from './official-examples.ts'

const push = (changes: object) =>
  toEvents(
    'push',
    example('push', undefined, { ref: 'refs/heads/master', forced: false, deleted: false, ...changes }),
    context,
  )

const commit = (changes: object) => ({
  id: 'c1',
  message: 'Title\n\nText',
  added: [],
  modified: [],
  removed: [],
  ...changes,
})

test('a push to a branch names what came and went', () => {
  expect(push({ ref: 'refs/heads/release/1.x', before: 'a', after: 'b', commits: [commit({})] })).toEqual([
    expect.objectContaining({
      type: 'BranchPushed',
      branch: 'release/1.x',
      before: 'a',
      after: 'b',
      forced: false,
      deleted: false,
      commits: [{ sha: 'c1', title: 'Title' }],
      touchesConfiguration: false,
    }),
  ])
})

test('tags are not branches', () => {
  expect(push({ ref: 'refs/tags/v1' })).toBeUndefined()
})

test('a deleted branch has no commits', () => {
  expect(push({ deleted: true, commits: [], head_commit: null })).toEqual([
    expect.objectContaining({ deleted: true, commits: [], touchesConfiguration: false }),
  ])
})

test('no more than 100 commits are kept', () => {
  const commits = Array.from({ length: 500 }, (_, index) => commit({ id: `c${index}` }))
  expect(push({ commits })).toEqual([expect.objectContaining({ commits: expect.objectContaining({ length: 100 }) })])
})

describe('the configuration is touched', () => {
  const touched = (changes: object) => push({ commits: [], head_commit: null, ...changes })
  const path = '.github/incident.yml'

  test.each(['added', 'modified', 'removed'])('when a commit has %s it', (kind) => {
    const commits = [commit({}), commit({ [kind]: ['README.md', path] })]
    expect(touched({ commits })).toEqual([expect.objectContaining({ touchesConfiguration: true })])
  })

  test('when only the head commit tells', () => {
    const head_commit = commit({ modified: [path] })
    expect(touched({ head_commit })).toEqual([expect.objectContaining({ touchesConfiguration: true })])
  })

  test('perhaps, when the default branch was forced to another commit, or GitHub listed no further', () => {
    const commits = Array.from({ length: 2048 }, () => commit({}))
    expect(touched({ forced: true })).toEqual([expect.objectContaining({ touchesConfiguration: true })])
    expect(touched({ commits })).toEqual([expect.objectContaining({ touchesConfiguration: true })])
  })

  test('not by a file of a similar name, nor by force on another branch', () => {
    const commits = [commit({ modified: ['docs/.github/incident.yml', '.github/incident.yml.orig'] })]
    expect(touched({ commits })).toEqual([expect.objectContaining({ touchesConfiguration: false })])
    expect(touched({ ref: 'refs/heads/topic', forced: true })).toEqual([
      expect.objectContaining({ touchesConfiguration: false }),
    ])
  })
})
