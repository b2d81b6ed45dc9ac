import { describe, expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example, part } from './official-examples.ts'

const bot = { login: 'firebreak-app[bot]', type: 'Bot' }
const person = { login: 'alice', type: 'User' }

const comment = (action: string, changes: object, rest: object = {}) => {
  const payload = example('issue_comment', 'created', { action, sender: person, ...rest })
  return { ...payload, comment: { ...part(payload, 'comment'), ...changes } }
}

test('a comment on an issue', () => {
  expect(toEvents('issue_comment', comment('created', { id: 12, body: '/ack' }), context)).toEqual([
    expect.objectContaining({
      type: 'CommentAdded',
      commentId: 12,
      body: '/ack',
      actor: { login: 'alice', type: 'User', isSelf: false },
      thread: expect.objectContaining({ type: 'issue', number: 1 }),
    }),
  ])
})

test('a comment on a pull request is told by the key of its issue', () => {
  const payload = comment('created', {})
  const issue = { ...part(payload, 'issue'), pull_request: { url: 'https://api.github.com/…' } }
  expect(toEvents('issue_comment', { ...payload, issue }, context)).toEqual([
    expect.objectContaining({ thread: expect.objectContaining({ type: 'pull-request' }) }),
  ])
})

describe('an edited comment', () => {
  const changes = { body: { from: '- [ ] done' } }

  test('of this App is how a box is ticked, and the person who did it acts', () => {
    const payload = comment('edited', { id: 3, user: bot, body: '- [x] done' }, { changes })
    expect(toEvents('issue_comment', payload, context)).toEqual([
      expect.objectContaining({
        type: 'CommentEdited',
        commentId: 3,
        before: '- [ ] done',
        after: '- [x] done',
        actor: { login: 'alice', type: 'User', isSelf: false },
      }),
    ])
  })

  test('is known as ours by the App that wrote it, too', () => {
    const user = { login: 'renamed[bot]', type: 'Bot' }
    const payload = comment('edited', { user, performed_via_github_app: { id: context.appId } }, { changes })
    expect(toEvents('issue_comment', payload, context)).toHaveLength(1)
  })

  test.each([
    ['a person', person],
    ['another bot', { login: 'other[bot]', type: 'Bot' }],
    ['somebody who took the name without being a bot', { ...bot, type: 'User' }],
    ['nobody', null],
  ])('of %s is no event', (_, user) => {
    expect(toEvents('issue_comment', comment('edited', { user }, { changes }), context)).toBeUndefined()
  })

  test('whose text did not change is no event', () => {
    expect(toEvents('issue_comment', comment('edited', { user: bot }, { changes: {} }), context)).toBeUndefined()
  })
})

test('a deleted comment is no event', () => {
  expect(toEvents('issue_comment', comment('deleted', { user: bot }), context)).toBeUndefined()
})
