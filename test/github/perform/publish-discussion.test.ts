import { afterEach, expect, it } from 'vitest'
import type { PublishDiscussion } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

async function raise(discussionCategories: string[] = ['General', 'Incidents']) {
  bench = await startWorkbench({ repository: { discussionCategories } })
}

const post: PublishDiscussion = {
  ...{ type: 'PublishDiscussion', category: 'incidents', title: 'What happened', body: 'We learned a lot.' },
  message: { type: 'Help', to: 'alice' },
}
const discussions = () => bench.github.repository('acme/app').discussions

it('opens a discussion in the category of that name, whatever its case', async () => {
  await raise()
  expect(await bench.perform(post)).toEqual({
    succeeded: true,
    result: { type: 'DiscussionOpened', number: 1, url: 'https://github.com/acme/app/discussions/1' },
  })
  const [, incidents] = bench.github.repository('acme/app').discussionCategories
  expect(discussions()).toMatchObject([{ categoryId: incidents?.id, title: 'What happened', author: 'firebreak[bot]' }])
  expect(discussions()[0]?.body).toMatch(/^We learned a lot\.\n\n<!-- firebreak:[0-9a-f]{16} -->$/)
})

it('opens one although the reply was lost, and finds it by the marker', async () => {
  await raise()
  const stop = bench.github.faults.afterRequest(({ body }) => {
    if (!JSON.stringify(body).includes('discussionCategories')) return
    stop()
    bench.github.faults.loseReply({ method: 'POST', path: /graphql/ })
  })
  expect(await bench.insist(post)).toMatchObject({ succeeded: true, tries: 2 })
  expect(discussions()).toHaveLength(1)
})

it("does not take somebody else's marker for its own", async () => {
  await raise()
  await bench.perform(post)
  const [own] = discussions()
  if (own) own.author = 'alice'
  bench.github.addUser('firebreak')
  await bench.perform(post, { triesBefore: 1 })
  expect(discussions()).toHaveLength(2)
  const [, second] = discussions()
  if (second) second.author = 'firebreak'
  await bench.perform(post, { triesBefore: 1 })
  expect(discussions()).toHaveLength(3)
})

it.each([
  ['switched off', [], /Discussions are switched off in acme\/app\. An administrator/],
  [
    'without the category',
    ['General', 'Ideas'],
    /no category "incidents"; there are: General, Ideas\. A maintainer creates/,
  ],
])('Discussions that are %s are a reason for people', async (_what, categories, reason) => {
  await raise(categories)
  expect(await bench.perform(post)).toMatchObject({ succeeded: false, reason: expect.stringMatching(reason) })
})

it('Discussions of which GitHub tells nothing are not called switched off', async () => {
  await raise()
  bench.github.faults.answer({ path: /graphql/ }, { status: 200, body: { data: { repository: null } } })
  expect(await bench.perform(post)).toEqual({
    succeeded: false,
    reason: 'GitHub did not say whether acme/app has Discussions.',
  })
})

it('without the permission nothing is tried', async () => {
  await raise()
  const [installation] = bench.github.state.installations
  if (installation) bench.github.grant(installation, { issues: 'write', discussions: 'read' }, 'olga')
  expect(await bench.perform(post)).toMatchObject({
    succeeded: false,
    reason: expect.stringContaining('discussions=write'),
  })
})
