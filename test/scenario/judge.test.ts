import { expect, test } from 'vitest'
import { described, scenes } from './stage.ts'

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
  // The one that was under way already, and then the hotfix's own two.
  expect(order.slice(1, 3).toSorted()).toEqual([
    `firebreak/freeze-${number} on #${hotfix.number}`,
    `firebreak/hotfix on #${hotfix.number}`,
  ])
})
