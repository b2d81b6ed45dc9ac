import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EffectOutcome, KeepIssue, OpenIssue } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await startWorkbench()
})
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const issues = () => bench.github.repository('acme/app').issues
const labels = [{ name: 'post-mortem', color: '0e8a16', description: 'What we learned' }]

const open = (changes: Partial<OpenIssue> = {}): OpenIssue => ({
  type: 'OpenIssue',
  title: 'Post-mortem: the shop was down',
  labels,
  assignees: ['alice'],
  message: { type: 'Help', to: 'alice' },
  body: 'What happened?',
  ...changes,
})

describe('an issue that is opened once', () => {
  it('has its labels as they should look, and its people', async () => {
    expect(await bench.perform(open())).toMatchObject({ result: { type: 'IssueOpened', number: 1 } })
    expect(issues()[0]).toMatchObject({ title: 'Post-mortem: the shop was down', assignees: ['alice'] })
    expect(bench.github.repository('acme/app').labels).toMatchObject(labels)
  })

  it('ends with a marker that nobody can work out from its key', async () => {
    const key = 'alert/1/GHSA-jfh8-c2jp-5v3q/2026-03-02T09'
    const endOf = async (message: string) => {
      await bench.perform(open({ body: message }), { key })
      return issues().at(-1)?.body?.split('\n').at(-1)
    }
    const first = await endOf('One')
    expect(first).toMatch(/^<!-- firebreak:[0-9a-f]{16} -->$/)
    const hashes = ['sha256', 'sha1', 'md5'].map((name) => createHash(name).update(key).digest('hex'))
    expect(hashes.filter((hash) => hash.includes(first?.slice(15, 31) ?? ''))).toEqual([])
  })

  it('ends with the same marker when the database that knew it is lost, and is found by it', async () => {
    const key = 'post-mortem'
    await bench.perform(open({ body: 'One' }), { key })
    bench.memories.clear()
    await bench.perform(open({ body: 'One' }), { key, triesBefore: 1 })
    expect(issues()).toHaveLength(1)
  })

  it('keeps its marker when it is rewritten under the same key', async () => {
    const opened = await bench.perform(open(), { key: 'alert' })
    const before = issues()[0]?.body?.split('\n').at(-1)
    const previous = opened.succeeded ? { previous: opened.result } : {}
    await bench.perform(keep(false, 'It is elsewhere'), { key: 'alert', ...previous })
    expect(issues()).toMatchObject([{ state: 'closed', body: `It is elsewhere\n\n${before}` }])
  })

  it('is found again after a lost reply', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /\/issues$/ })
    expect(await bench.insist(open())).toMatchObject({ tries: 2, result: { type: 'IssueOpened', number: 1 } })
    expect(issues()).toHaveLength(1)
  })

  it('is not taken for opened because somebody else wrote its marker', async () => {
    await bench.perform(open())
    const copied = issues()[0]?.body ?? ''
    bench.github.repository('acme/app').issues = []
    bench.github.as('alice').in('acme/app').openIssue({ title: 'Mine', body: copied })
    await bench.perform(open(), { triesBefore: 1 })
    expect(issues()).toHaveLength(2)
  })

  it('tells the operator who was not assigned', async () => {
    await bench.perform(open({ assignees: ['@alice', 'stranger'] }))
    expect(bench.warnings).toEqual([
      { message: expect.any(String), fields: expect.objectContaining({ left: ['stranger'] }) },
    ])
  })

  it('is opened without people when GitHub refuses it because of them', async () => {
    const errors = [{ resource: 'Issue', field: 'assignees', code: 'invalid' }]
    bench.github.faults.answer(
      { method: 'POST', path: /\/issues$/ },
      { status: 422, body: { message: 'Validation Failed', errors } },
    )
    expect(await bench.perform(open())).toMatchObject({ succeeded: true })
    expect(issues()[0]?.assignees).toEqual([])
  })

  it('has a title that GitHub takes', async () => {
    await bench.perform(open({ title: 'x'.repeat(400) }))
    expect(issues()[0]?.title).toHaveLength(256)
  })
})

const keep = (isOpen: boolean, body: string): KeepIssue => ({
  type: 'KeepIssue',
  open: isOpen,
  title: 'The configuration has problems',
  labels: [],
  message: { type: 'ConfigFixed', sha: 'abc' },
  body,
})

const again = (effect: KeepIssue, outcome: EffectOutcome) =>
  bench.perform(effect, outcome.succeeded ? { previous: outcome.result } : {})

describe('an issue that is kept', () => {
  it('is opened, closed with its text, and reopened as the same one', async () => {
    const opened = await bench.perform(keep(true, 'Line 3 is wrong'))
    const closed = await again(keep(false, 'All is well'), opened)
    expect(issues()).toMatchObject([{ state: 'closed', body: expect.stringContaining('All is well') }])
    await again(keep(true, 'Line 4 is wrong'), closed)
    expect(issues()).toMatchObject([{ state: 'open', body: expect.stringContaining('Line 4') }])
  })

  it('is not opened only to be closed', async () => {
    expect(await bench.perform(keep(false, 'All is well'))).toEqual({ succeeded: true, result: { type: 'Done' } })
    expect(issues()).toEqual([])
  })

  it('stays one when the reply was lost and its text replaced meanwhile', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /\/issues$/ })
    await expect(bench.perform(keep(true, 'Line 3'))).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(keep(false, 'All is well'))
    expect(issues()).toMatchObject([{ state: 'closed', body: expect.stringContaining('All is well') }])
  })

  it('is opened anew after it was deleted', async () => {
    const opened = await bench.perform(keep(true, 'Line 3'))
    bench.github.as('alice').in('acme/app').deleteIssue(1)
    expect(await again(keep(true, 'Line 4'), opened)).toMatchObject({ result: { type: 'IssueOpened', number: 2 } })
  })
})
