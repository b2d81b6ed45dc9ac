import { expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example, part } from './official-examples.ts'

test('an opened issue carries its text, labels and author', () => {
  expect(toEvents('issues', example('issues', 'opened'), context)).toEqual([
    {
      type: 'IssueChanged',
      change: 'opened',
      at: context.at,
      repository: {
        id: 186853002,
        owner: 'Codertocat',
        name: 'Hello-World',
        installationId: 77,
        defaultBranch: 'master',
        private: false,
      },
      actor: { login: 'Codertocat', type: 'User', isSelf: false },
      issue: {
        number: 1,
        type: 'issue',
        title: 'Spelling error in the README file',
        body: "It looks like you accidently spelled 'commit' with two 't's.",
        author: 'Codertocat',
        authorType: 'User',
        labels: ['bug'],
        state: 'open',
        url: 'https://github.com/Codertocat/Hello-World/issues/1',
        updatedAt: Date.parse('2019-05-15T15:20:18Z'),
      },
    },
  ])
})

test('a label that was deleted itself is taken off without a name', () => {
  const { label: _, ...payload } = example('issues', 'unlabeled')
  expect(toEvents('issues', payload, context)).toEqual([expect.objectContaining({ change: 'unlabelled' })])
  expect(toEvents('issues', payload, context)?.[0]).not.toHaveProperty('label')
})

test('a label that is put on is named', () => {
  expect(toEvents('issues', example('issues', 'labeled', { label: { name: 'emergency' } }), context)).toEqual([
    expect.objectContaining({ change: 'labelled', label: 'emergency' }),
  ])
})

test('a deleted account leaves a ghost, a missing sender nobody in particular', () => {
  const payload = example('issues', 'opened', { sender: undefined })
  const issue = { ...part(payload, 'issue'), user: null, body: null, labels: null }
  expect(toEvents('issues', { ...payload, issue }, context)).toEqual([
    expect.objectContaining({
      actor: { login: 'ghost', type: 'User', isSelf: false },
      issue: expect.objectContaining({ author: 'ghost', authorType: 'User', body: '', labels: [] }),
    }),
  ])
})

test('a transferred issue names where it went, and the new one where it came from', () => {
  const there = { id: 5, full_name: 'acme/other' }
  const went = example('issues', 'transferred', { changes: { new_issue: { number: 9 }, new_repository: there } })
  const came = example('issues', 'opened', { changes: { old_issue: { number: 9 }, old_repository: there } })
  const counterpart = { repository: 'acme/other', repositoryId: 5, number: 9 }
  expect(toEvents('issues', went, context)).toEqual([expect.objectContaining({ change: 'transferred', counterpart })])
  expect(toEvents('issues', came, context)).toEqual([expect.objectContaining({ change: 'opened', counterpart })])
})

test.each([
  ['firebreak-app[bot]', 'Bot', true],
  ['Firebreak-App[bot]', 'Bot', true],
  ['dependabot[bot]', 'Bot', false],
  ['firebreak-app[bot]', 'User', false],
  ['firebreak-app', 'Bot', false],
])('%s (%s) acting: is it this App? %s', (login, type, isSelf) => {
  const events = toEvents('issues', example('issues', 'opened', { sender: { login, type } }), context)
  expect(events).toEqual([expect.objectContaining({ actor: { login, type, isSelf } })])
})

test('a hostile text is cut to what GitHub would store, not in the middle of a character', () => {
  const payload = example('issues', 'opened')
  const issue = {
    ...part(payload, 'issue'),
    title: `${'a'.repeat(1023)}🧊🧊`,
    body: 'b'.repeat(1_000_000),
    labels: Array.from({ length: 5000 }, (_, index) => ({ name: `l${index}` })),
  }
  const [event] = toEvents('issues', { ...payload, issue }, context) ?? []
  expect(event).toMatchObject({ issue: { title: 'a'.repeat(1023), body: 'b'.repeat(65_536) } })
  expect(event).toHaveProperty('issue.labels.length', 100)
})

test.each(['pinned', 'locked', 'milestoned', 'unassigned', 'constructor', '__proto__', undefined, 7])(
  'the action %s does not concern the procedure',
  (action) => {
    expect(toEvents('issues', example('issues', 'opened', { action }), context)).toBeUndefined()
  },
)
