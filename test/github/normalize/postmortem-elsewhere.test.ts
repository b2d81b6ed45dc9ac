import { expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { postmortemMarker } from '../../../src/github/postmortem-marker.ts'
import { context, example } from './official-examples.ts'

const marker = postmortemMarker('1296269#12')
const ours = { login: `${context.slug}[bot]`, type: 'Bot' }

/** GitHub's example of an issue, closed and with another text and author. */
function closed(body: string, user: object): readonly string[] {
  const opened = example('issues', 'opened')
  const payload = { ...opened, action: 'closed', issue: { ...Object(opened.issue), body, user } }
  const events = toEvents('issues', payload, context)
  return events?.map(({ type }) => type) ?? []
}

test('our own issue that names an incident of another repository is its post-mortem', () => {
  expect(closed(`What happened\n\n${marker}\n<!-- firebreak:abc -->`, ours)).toEqual([
    'IssueChanged',
    'PostmortemClosedElsewhere',
  ])
})

test("nobody else's is, whatever it says, and none that names nothing or its own repository", () => {
  const own = Object(example('issues', 'opened').repository).id
  expect(closed(marker, { login: 'mallory', type: 'User' })).toEqual(['IssueChanged'])
  expect(closed(marker, { login: 'other[bot]', type: 'Bot' })).toEqual(['IssueChanged'])
  expect(closed('What happened', ours)).toEqual(['IssueChanged'])
  expect(closed(postmortemMarker(`${own}#12`), ours)).toEqual(['IssueChanged'])
})
