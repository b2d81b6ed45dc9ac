import { expect, it } from 'vitest'
import { configured, described, scenes } from './stage.ts'

const raise = scenes({ config: configured({ freeze: { exempt: { labels: ['freeze-exempt'] } } }) })

it('an exempt label that was taken off again lets nothing pass, in whatever order GitHub tells of it', async () => {
  const { github, alice, settle, emergency, mayMerge, pull } = await raise()
  await emergency()
  const number = await pull('other')
  alice.createLabel({ name: 'freeze-exempt', color: '000000', description: 'May be merged' })
  github.faults.deliveries.reorder(2, { event: 'pull_request' })
  alice.label(number, 'freeze-exempt')
  alice.unlabel(number, 'freeze-exempt')
  await settle()
  expect(mayMerge(number)).toBe(false)
})

it.each([
  ['passes when its description is complete', described(1), true],
  ['does not pass when it no longer is', 'Incident: #1', false],
])('a hotfix %s, whichever edit is told of last', async (_what, last, passes) => {
  const { github, carol, alice, settle, emergency, mayMerge, pull } = await raise()
  await emergency()
  const number = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: 'Incident: #1' })
  alice.review(number, 'APPROVED')
  await settle()
  github.faults.deliveries.reorder(2, { event: 'pull_request' })
  carol.editPull(number, { body: passes ? 'Nothing yet' : described(1) })
  carol.editPull(number, { body: last })
  await settle()
  expect(mayMerge(number)).toBe(passes)
})

it('a hotfix whose opening is told of after everything else is judged as it stands', async () => {
  const { github, carol, alice, settle, emergency, mayMerge, seen } = await raise()
  const incident = await emergency()
  github.faults.deliveries.reorder(4)
  const { number } = carol.openPull({ title: 'Repair', head: 'hotfix/one', files: { a: 'a' } })
  carol.editPull(number, { title: '[EMERGENCY] Repair', body: described(incident) })
  alice.review(number, 'APPROVED')
  await settle()
  expect(seen.check(number, 'firebreak/hotfix')?.conclusion).toBe('success')
  expect(mayMerge(number)).toBe(true)
})

it('a draft that became ready, and a close that was taken back, are what they are now', async () => {
  const { github, carol, alice, settle, emergency, mayMerge, pull, seen } = await raise()
  const incident = await emergency()
  const number = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: described(incident) })
  alice.review(number, 'APPROVED')
  await settle()
  github.faults.deliveries.reorder(2, { event: 'pull_request' })
  carol.convertToDraft(number)
  carol.markReady(number)
  await settle()
  expect(mayMerge(number)).toBe(true)
  github.faults.deliveries.reorder(2, { event: 'pull_request' })
  carol.close(number)
  carol.reopen(number)
  await settle()
  expect(mayMerge(number)).toBe(true)
  expect(seen.card(incident)).toContain(`#${number} passes its rules`)
})

it('the incident keeps its newest title', async () => {
  const { github, trudy, settle, say, seen } = await raise()
  github.faults.deliveries.reorder(2)
  const { number } = trudy.openIssue({ title: '[EMERGENCY] Old' })
  trudy.editIssue(number, { title: '[EMERGENCY] New' })
  await settle()
  await say(number, '/incident resolve Done')
  expect(seen.issues(/^Post-mortem/).map(({ title }) => title)).toEqual(['Post-mortem: [EMERGENCY] New'])
})

it('GitHub’s answer that lags behind what it told is not taken for the newer one', async () => {
  const { github, carol, alice, settle, emergency, mayMerge, pull, world } = await raise()
  const incident = await emergency()
  const number = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body: `Incident: #${incident}` })
  alice.review(number, 'APPROVED')
  await settle()
  const answer = github.requests.findLast(({ path, status }) => path.endsWith(`/pulls/${number}`) && status === 200)
  await world.fastForward('1m')
  github.faults.answer(
    { path: new RegExp(`/pulls/${number}$`), times: 10 },
    { status: 200, body: answer?.responseBody },
  )
  carol.editPull(number, { body: described(incident) })
  await settle()
  expect(mayMerge(number)).toBe(true)
})

it('a merge is a merge, whether its push, its close or the issue it closes is told of first', async () => {
  const { github, carol, alice, settle, emergency, pull, seen, world } = await raise()
  const incident = await emergency()
  const body = described(incident).replace('Incident:', 'Fixes')
  const number = await pull('hotfix/one', { title: '[EMERGENCY] Repair', body })
  alice.review(number, 'APPROVED')
  await settle()
  github.faults.deliveries.reorder(3)
  expect(carol.merge(number, { method: 'squash' }).merged).toBe(true)
  await settle()
  await world.fastForward('1m')
  expect(seen.labels(incident)).toContain('incident/mitigated')
  expect(seen.said(incident, /past the freeze|Resolved/)).toEqual([])
})
