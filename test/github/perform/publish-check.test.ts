import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CheckAnnotation, PublishCheck } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await startWorkbench()
})
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const repository = () => bench.github.repository('acme/app')

const check = (changes: Partial<PublishCheck> = {}): PublishCheck => ({
  type: 'PublishCheck',
  name: 'firebreak/freeze-12',
  sha: repository().branches.main ?? '',
  externalId: 'incident:12/pr:34',
  conclusion: 'failure',
  message: { type: 'FreezeOver', incident: '1#12' },
  output: { title: 'Not a hotfix', summary: 'It names no incident.', text: 'How to mend it' },
  ...changes,
})

const annotation = (line: number): CheckAnnotation => ({
  path: '.github/incident.yml',
  startLine: line,
  endLine: line,
  level: 'failure',
  title: 'Wrong',
  message: 'This is wrong',
})

const sentAnnotations = () =>
  bench.github.requests
    .filter(({ method, path }) => method !== 'GET' && path.includes('check-runs'))
    .map(({ requestBody }) => JSON.stringify(requestBody).split('"annotation_level"').length - 1)

describe('a check', () => {
  it('is published completed, with its verdict and its text', async () => {
    expect(await bench.perform(check())).toMatchObject({ result: { type: 'CheckPublished' } })
    expect(repository().checkRuns).toMatchObject([
      {
        status: 'completed',
        conclusion: 'failure',
        externalId: 'incident:12/pr:34',
        output: { title: 'Not a hotfix' },
      },
    ])
  })

  it('is rewritten when its verdict changes', async () => {
    const first = await bench.perform(check())
    if (!first.succeeded) throw new Error(first.reason)
    expect(await bench.perform(check({ conclusion: 'success' }), { previous: first.result })).toEqual(first)
    expect(repository().checkRuns).toMatchObject([{ conclusion: 'success' }])
  })

  it('stays one after a lost reply, whether the body was replaced or not', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /check-runs/ })
    await expect(bench.perform(check())).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(check({ conclusion: 'success' }))
    expect(repository().checkRuns).toMatchObject([{ conclusion: 'success' }])
  })

  it('is another one for another pull request with the same head', async () => {
    await bench.perform(check())
    await bench.perform(check({ externalId: 'incident:12/pr:35' }), { key: 'other', triesBefore: 1 })
    expect(repository().checkRuns).toHaveLength(2)
  })

  it('sends annotations fifty at a time', async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => annotation(index + 1))
    await bench.perform(check({ output: { title: 't', summary: 's', annotations } }))
    expect(sentAnnotations()).toEqual([50, 50, 20])
    expect(repository().checkRuns).toHaveLength(1)
  })

  it('does not send again the annotations that GitHub has', async () => {
    const output = { title: 't', summary: 's', annotations: [annotation(1), annotation(2)] }
    const first = await bench.perform(check({ output }))
    if (!first.succeeded) throw new Error(first.reason)
    await bench.perform(check({ output }), { previous: first.result })
    expect(sentAnnotations()).toEqual([2, 0])
  })

  it('has a text that GitHub takes', async () => {
    await bench.perform(check({ output: { title: 't'.repeat(400), summary: 's', text: 'x'.repeat(100_000) } }))
    const { title, text } = repository().checkRuns[0]?.output ?? {}
    expect(title).toHaveLength(255)
    expect(text).toHaveLength(65_535)
    expect(text).toContain('The rest is left out')
  })

  it('fails with the reason when the commit is not there', async () => {
    expect(await bench.perform(check({ sha: 'f'.repeat(40) }))).toMatchObject({
      succeeded: false,
      reason: expect.stringContaining('No commit found for SHA'),
    })
  })
})
