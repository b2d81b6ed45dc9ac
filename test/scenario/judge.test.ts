import { expect, test } from 'vitest'
import { configured, described, scenes } from './stage.ts'

const scene = scenes()

/** Names of the checks in the order in which they were first published, each with whose head it is on. */
const published = ({ github }: Awaited<ReturnType<typeof scene>>): string[] =>
  github.repository('acme/shop').checkRuns.map(({ name, headSha }) => {
    const pull = github.repository('acme/shop').issues.find((issue) => issue.pull?.head.sha === headSha)
    return `${name} on #${pull?.number}`
  })

test('a hotfix does not wait for its verdict until every other pull request was told about the freeze', async () => {
  const here = await scene()
  const number = await here.emergency()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  here.github.faults.beforeRequest(({ method, path }) =>
    method === 'POST' && path.endsWith('/check-runs') ? released : undefined,
  )
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    here.carol.openPull({ title: name, head: name, files: { [`${name}.ts`]: name } })
  const hotfix = here.carol.openPull({
    title: '[EMERGENCY] Repair',
    head: 'hotfix/repair',
    body: described(number),
    files: { 'repair.ts': 'repaired' },
  })
  await here.github.settle()
  release()
  await here.settle()
  const order = published(here)
  expect(order).toHaveLength(7)
  // At most the one that was under way already comes before the hotfix's own two.
  expect(order.slice(0, 3)).toContain(`firebreak/freeze-${number} on #${hotfix.number}`)
  expect(order.slice(0, 3)).toContain(`firebreak/hotfix on #${hotfix.number}`)
})

test('ticking a checklist that no rule asks for judges no hotfix again', async () => {
  const checklists = { before: { title: 'Before', on: 'declared', items: ['One', 'Two'] } }
  const here = await scene({ config: configured({ checklists }) })
  const number = await here.emergency()
  await here.pull('hotfix/repair', { title: '[EMERGENCY] Repair', body: described(number) })
  const list = here.github.repository('acme/shop').comments.find(({ body }) => body.includes('- [ ] One'))
  const before = here.github.requests.length
  here.alice.tick(list?.id ?? 0, 'One')
  await here.settle()
  const calls = here.github.requests.slice(before).map(({ method, path }) => `${method} ${path}`)
  expect(calls.filter((call) => call.includes('/pulls'))).toEqual([])
  expect(here.seen.card(number)).toContain('ticked "One"')
})

test('a new severity says what becomes of the freeze: that it begins, or that it keeps its mode', async () => {
  const severities = {
    P0: { freeze: 'locked', responders: ['maintainers'] },
    P1: { freeze: 'hotfix-only', responders: ['maintainers'] },
    P2: { freeze: false, responders: ['maintainers'] },
  }
  const here = await scene({ config: configured({ severities, 'default-severity': 'P2' }) })
  const number = await here.emergency()
  await here.say(number, '/incident severity P1')
  expect(here.seen.comment(number, /from P2 to \*\*P1/)).toContain('A freeze was asked for')
  expect(here.seen.rulesets()).toHaveLength(1)
  await here.say(number, '/incident severity P0')
  expect(here.seen.comment(number, /from P1 to \*\*P0/)).toContain('`/incident freeze locked` changes it')
  await here.say(number, '/incident severity P2')
  expect(here.seen.comment(number, /from P0 to \*\*P2/)).toContain('stays as it is; `/incident thaw` lifts it')
})

test('an incident that lost its issue is led and ended on the one in its place', async () => {
  const here = await scene()
  const number = await here.emergency()
  const other = await here.pull('other')
  here.alice.deleteIssue(number)
  await here.settle()
  const place = here.seen.issues(/lost its issue/)[0]?.number ?? 0
  await here.world.fastForward('4h')
  expect(here.seen.comment(place, /has responded/i)).toContain('@bob')
  const asked = await here.say(place, '/incident thaw')
  expect(here.seen.reactions(asked)).toEqual(['+1'])
  here.seen.comment(place, /The freeze is lifted/)
  expect(here.mayMerge(other)).toBe(true)
  here.alice.close(place)
  await here.settle()
  here.seen.comment(place, /resolved/i)
  await here.say(place, '/incident reopen It is back')
  here.seen.comment(place, /reopened/i)
})

test('freezing more branches opens none, and freezing what is frozen is answered', async () => {
  const here = await scene()
  here.alice.createBranch('release/1')
  const number = await here.emergency()
  const [toMain, toRelease] = [await here.pull('to-main'), await here.pull('to-release', { base: 'release/1' })]
  expect([here.mayMerge(toMain), here.mayMerge(toRelease)]).toEqual([false, true])
  await here.say(number, '/incident freeze release/*')
  expect([here.mayMerge(toMain), here.mayMerge(toRelease)]).toEqual([false, false])
  expect(here.seen.reactions(await here.say(number, '/incident freeze release/1'))).toEqual(['confused'])
  here.seen.comment(number, /there is nothing to do: the freeze is on/i)
})

test('"Re-run" is answered although the verdict is the same, also when the incident is over', async () => {
  const here = await scene()
  const number = await here.emergency()
  const pull = await here.pull('hotfix/repair', { title: '[EMERGENCY] Repair', body: described(number) })
  const rerun = async (name: string): Promise<number> => {
    const run = here.github.repository('acme/shop').checkRuns.find((one) => one.name === name)
    await here.world.fastForward('1s')
    const before = here.github.requests.length
    here.carol.rerequestCheck(run?.id ?? 0)
    await here.settle()
    const calls = here.github.requests.slice(before)
    return calls.filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/check-runs/${run?.id}`)).length
  }
  expect(await rerun('firebreak/hotfix')).toBe(1)
  expect(await rerun(`firebreak/freeze-${number}`)).toBe(1)
  expect(await rerun(`firebreak/freeze-${number}`)).toBe(1)
  await here.say(number, '/incident cancel A false alarm')
  expect(await rerun(`firebreak/freeze-${number}`)).toBe(1)
  expect(here.seen.check(pull, `firebreak/freeze-${number}`)?.title).toBe('The freeze is over')
})

/** Gives `main` a merge queue. */
const withQueue = ({ alice }: Awaited<ReturnType<typeof scene>>): void => {
  const parameters = {
    check_response_timeout_minutes: 60,
    grouping_strategy: 'ALLGREEN',
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: 'MERGE',
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  }
  const conditions = { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } }
  alice.createRuleset({
    name: 'Queue',
    target: 'branch',
    enforcement: 'active',
    conditions,
    rules: [{ type: 'merge_queue', parameters }],
  })
}

const groupChecks = ({ github }: Awaited<ReturnType<typeof scene>>) =>
  github.repository('acme/shop').checkRuns.filter(({ externalId }) => externalId?.startsWith('group:'))

test('a merge group that was held is let go by the thaw', async () => {
  const here = await scene()
  withQueue(here)
  const number = await here.emergency()
  here.carol.enqueue(await here.pull('other'))
  await here.settle()
  expect(groupChecks(here)).toMatchObject([{ conclusion: 'failure' }])
  await here.say(number, '/incident thaw')
  expect(groupChecks(here)).toMatchObject([{ conclusion: 'success', output: { title: 'The freeze is over' } }])
})

test('a merge group that GitHub does not list yet is asked about again before anybody is thrown out of the queue', async () => {
  const here = await scene({ config: configured({ freeze: { exempt: { paths: ['*.md'] } } }) })
  withQueue(here)
  const number = await here.emergency()
  const { number: pull } = here.carol.openPull({ title: 'Words', head: 'words', files: { 'words.md': 'words' } })
  await here.settle()
  const entries = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
  const body = { data: { repository: { mergeQueue: { id: 'MQ', entries } } } }
  here.github.faults.answer({ method: 'POST', path: /graphql/, times: 1 }, { status: 200, body })
  here.carol.enqueue(pull)
  await here.settle()
  expect(groupChecks(here)).toEqual([])
  await here.world.fastForward('10s')
  expect(groupChecks(here)).toMatchObject([{ conclusion: 'success' }])
  expect(here.github.repository('acme/shop').queue).toEqual([])
  expect(here.seen.said(number, /past the freeze/)).toEqual([])
})

test('what is exempt by its files and was queued untouched merges through the queue without being a bypass', async () => {
  const here = await scene({ config: configured({ freeze: { exempt: { paths: ['*.md'] } } }) })
  withQueue(here)
  const { number: pull } = here.carol.openPull({ title: 'Words', head: 'words', files: { 'words.md': 'words' } })
  await here.settle()
  const number = await here.emergency()
  here.carol.enqueue(pull)
  await here.settle()
  expect(here.github.repository('acme/shop').queue).toEqual([])
  await here.world.fastForward('1m')
  expect(here.seen.said(number, /past the freeze/)).toEqual([])
})

test('a hotfix that its title marks gets the label, and keeps it off when somebody takes it off', async () => {
  const here = await scene()
  const number = await here.emergency()
  const pull = await here.pull('hotfix/repair', { title: '[EMERGENCY] Repair', body: described(number) })
  expect(here.seen.labels(pull)).toEqual(['emergency'])
  here.alice.unlabel(pull, 'emergency')
  await here.settle()
  await here.say(number, '/incident ack')
  expect(here.seen.labels(pull)).toEqual([])
})
