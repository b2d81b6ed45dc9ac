import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LabelSpec } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
let thread: number
beforeEach(async () => {
  bench = await startWorkbench()
  thread = person('alice').openIssue({ title: '[EMERGENCY] The shop is down' }).number
})
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const person = (login: string) => bench.github.as(login).in('acme/app')
const repository = () => bench.github.repository('acme/app')
const label = (name: string): LabelSpec => ({ name, color: 'b60205', description: `About ${name}` })
const sync = (...names: string[]) => ({ type: 'SyncLabels', thread, labels: names.map(label) }) as const

function standing(): string[] {
  const { issues, labels } = repository()
  const ids = issues.find((issue) => issue.number === thread)?.labelIds ?? []
  return labels.filter((each) => ids.includes(each.id)).map((each) => each.name)
}

const creations = () =>
  bench.github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/app/labels'))

const writes = () => bench.github.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/labels'))

describe('the labels of an anchor', () => {
  it('are created as they should look, and put on in one call', async () => {
    await bench.perform(sync('emergency', 'sev1'))
    expect(standing()).toEqual(['emergency', 'sev1'])
    expect(repository().labels).toMatchObject([label('emergency'), label('sev1')])
    expect(writes().filter(({ path }) => path.includes('/issues/'))).toHaveLength(1)
  })

  it('that we put and that are not wanted any more go; those of others stay', async () => {
    person('alice').label(thread, 'customer')
    await bench.perform(sync('sev1'))
    await bench.perform(sync('sev2'))
    expect(standing()).toEqual(['customer', 'sev2'])
  })

  it('are not looked for where a delivery told what stands there', async () => {
    await bench.perform({ ...sync('sev1'), standing: ['customer'] })
    expect(standing()).toEqual(['sev1'])
    const looked = bench.github.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/labels'))
    expect(looked).toEqual([])
  })

  it('that stood there before we came are not ours to take off', async () => {
    person('alice').label(thread, 'sev1')
    await bench.perform(sync('sev1'))
    await bench.perform(sync('sev2'))
    expect(standing()).toEqual(['sev1', 'sev2'])
  })

  it('are the same whatever the case of their names', async () => {
    person('alice').label(thread, 'SEV1')
    await bench.perform(sync('sev1'))
    expect(writes()).toEqual([])
  })

  it('cost no write when they stand already', async () => {
    await bench.perform(sync('sev1'))
    const before = writes().length
    await bench.perform(sync('sev1'))
    expect(writes()).toHaveLength(before)
  })

  it('are created once per repository, not for every issue', async () => {
    await bench.perform(sync('sev1'))
    const other = person('alice').openIssue({ title: 'Another' }).number
    await bench.perform({ ...sync('sev1'), thread: other }, { key: 'other' })
    expect(creations()).toHaveLength(1)
  })

  it('are looked at once, and then known', async () => {
    await bench.perform(sync('incident/declared', 'sev1'))
    bench.github.requests.length = 0
    await bench.perform(sync('incident/mitigated', 'sev1'))
    expect(bench.github.requests.map(({ method, path }) => `${method} ${path.replace(/.*\/app\//, '')}`)).toEqual([
      'POST labels',
      `POST issues/${thread}/labels`,
      `DELETE issues/${thread}/labels/incident%2Fdeclared`,
    ])
    expect(standing()).toEqual(['sev1', 'incident/mitigated'])
  })

  it('that somebody took off come back with the next change', async () => {
    await bench.perform(sync('incident/declared', 'sev1'))
    person('alice').unlabel(thread, 'sev1')
    person('alice').unlabel(thread, 'incident/declared')
    await bench.perform(sync('incident/mitigated', 'sev1'))
    expect(standing().toSorted()).toEqual(['incident/mitigated', 'sev1'])
    expect(writes().filter(({ method }) => method === 'DELETE')).toEqual([])
  })

  it('of an incident’s own kind are ours even where somebody put one before us', async () => {
    person('alice').label(thread, 'incident/declared')
    await bench.perform(sync('incident/declared'))
    await bench.perform(sync('incident/mitigated'))
    expect(standing()).toEqual(['incident/mitigated'])
  })

  it('that somebody deleted meanwhile look again as they should', async () => {
    await bench.perform(sync('sev1'))
    person('alice').deleteLabel('sev1')
    await bench.perform(sync('sev1', 'sev2'))
    expect(standing().toSorted()).toEqual(['sev1', 'sev2'])
    expect(repository().labels.find(({ name }) => name === 'sev1')).toMatchObject(label('sev1'))
  })

  it('that existed, were seen and were then deleted look as they should too', async () => {
    person('alice').createLabel({ name: 'sev1', color: '123456' })
    await bench.perform(sync('sev1'))
    expect(repository().labels).toMatchObject([{ name: 'sev1', color: '123456' }])
    person('alice').deleteLabel('sev1')
    await bench.perform(sync('sev1', 'sev2'))
    expect(repository().labels.find(({ name }) => name === 'sev1')).toMatchObject(label('sev1'))
  })

  it('that somebody made grey stay grey', async () => {
    person('alice').createLabel({ name: 'sev1', color: 'ededed' })
    await bench.perform(sync('sev1'))
    expect(repository().labels).toMatchObject([{ name: 'sev1', color: 'ededed', description: null }])
  })

  it('are put on once more when the reply was lost, whether the body was replaced or not', async () => {
    bench.github.faults.answer({ method: 'POST', path: /issues\/\d+\/labels/ }, { status: 502 })
    await expect(bench.perform(sync('sev1'))).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(sync('sev1'))
    expect(standing()).toEqual(['sev1'])
  })

  it('are taken off even if the reply to putting them on was lost', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /issues\/\d+\/labels/ })
    await expect(bench.perform(sync('sev1'))).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(sync('sev2'))
    expect(standing()).toEqual(['sev2'])
  })
})
