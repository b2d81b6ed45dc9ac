import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Effect } from '../../../src/incident/effect.ts'
import { checkExchange } from '../../harness/openapi.ts'
import { appliedIn, freeze, startWorkbench, thaw, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await startWorkbench()
})
afterEach(() => bench.close())

/** The description asks for `contexts`; GitHub refuses them beside `checks` (ossf/allstar#155, google/go-github#2976). */
const contexts =
  'PUT /repos/{owner}/{repo}/branches/{branch}/protection: ' +
  "request body /required_status_checks must have required property 'contexts'"

const message = { type: 'Help', to: 'alice' } as const
const label = { name: 'sev1', color: 'b60205', description: 'The worst' }

/** Performs twice, the second time as after a lost reply, and once more with the result at hand. */
async function thoroughly(effect: Effect): Promise<void> {
  await bench.perform(effect)
  const again = await bench.perform(effect, { triesBefore: 1 })
  if (again.succeeded) await bench.perform(effect, { previous: again.result })
}

it('asks GitHub only for what its official description knows, in the way it is described', async () => {
  const thread = bench.github.as('alice').in('acme/app').openIssue({ title: 'Down' }).number
  for (const mode of ['hotfix-only', 'reviewed', 'locked'] as const) {
    for (const mechanism of ['ruleset', 'branch-protection'] as const) {
      const key = `${mode} ${mechanism}`
      const applied = appliedIn(await bench.perform(freeze({ mode, mechanism }), { key }))
      await bench.perform(thaw({ applied, applyKey: key }), { key: `thaw ${key}` })
    }
  }
  const annotation = { path: 'a', startLine: 1, endLine: 2, level: 'notice', title: 't', message: 'm' } as const
  const sha = bench.github.repository('acme/app').branches.main ?? ''
  const output = { title: 't', summary: 's', text: 'x', annotations: [annotation] }
  const check = { name: 'firebreak/config', sha, externalId: 'e', conclusion: 'success', message, output } as const
  await thoroughly({ type: 'SyncCard', incident: '1#1', thread, body: 'card' })
  await thoroughly({ type: 'PostComment', thread, message, body: 'comment' })
  await thoroughly({ type: 'SyncLabels', thread, labels: [label] })
  await thoroughly({ type: 'PublishCheck', ...check })
  await thoroughly({
    type: 'OpenIssue',
    title: 'Post-mortem',
    labels: [label],
    assignees: ['alice'],
    message,
    body: 'b',
  })
  for (const open of [true, false]) {
    await thoroughly({ type: 'KeepIssue', open, title: 'Configuration', labels: [label], message, body: 'b' })
  }
  const { comments } = bench.github.repository('acme/app')
  await thoroughly({ type: 'React', commentId: comments[0]?.id ?? 0, content: 'eyes' })

  expect(bench.github.requests.length).toBeGreaterThan(60)
  expect(new Set(bench.github.requests.flatMap((request) => checkExchange(request)))).toEqual(new Set([contexts]))
})
