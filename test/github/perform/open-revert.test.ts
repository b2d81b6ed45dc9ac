import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EffectOutcome, OpenRevert } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts'

const shop = 'acme/app'
const granted: WorkbenchOptions = {
  install: { permissions: { contents: 'write', pull_requests: 'write', issues: 'write' } },
}

let bench: Workbench
const start = async (options: WorkbenchOptions = granted) => {
  bench = await startWorkbench(options)
}
beforeEach(() => start())
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

/** A pull request that changes a file, merged unless told otherwise; returns its number. */
function pull({ merged = true } = {}): number {
  const alice = bench.github.as('alice').in(shop)
  const { number } = alice.openPull({ title: 'Repair', head: 'hotfix/repair', files: { 'shop.ts': 'repaired' } })
  if (merged) alice.merge(number)
  return number
}

const revert = (pullRequest: number): OpenRevert => ({
  type: 'OpenRevert',
  pullRequest,
  title: '[EMERGENCY] Revert "Repair"',
  message: { type: 'Rollback', incident: '1#12', pullRequest, title: 'Repair', by: 'alice' },
  body: 'Incident: #12',
})

const isMutation = (body: unknown): boolean => `${JSON.stringify(body)}`.includes('mutation')

const pulls = () => bench.github.repository(shop).issues
const reasonOf = (outcome: EffectOutcome): string => (outcome.succeeded ? '' : outcome.reason)

describe('a merged pull request', () => {
  it('is taken back by one that GitHub makes, under our title and description', async () => {
    const number = pull()
    const outcome = await bench.perform(revert(number))
    expect(outcome).toMatchObject({ succeeded: true, result: { type: 'PullRequestOpened', number: number + 1 } })
    expect(pulls().at(-1)).toMatchObject({
      title: '[EMERGENCY] Revert "Repair"',
      body: expect.stringMatching(/^Incident: #12\n\n<!-- firebreak:[0-9a-f]{16} -->$/),
      author: 'firebreak[bot]',
      pull: { head: { ref: `revert-${number}-hotfix/repair` }, base: { ref: 'main' } },
    })
    const { branches, commits } = bench.github.repository(shop)
    expect(commits[branches[`revert-${number}-hotfix/repair`] ?? '']?.files).not.toHaveProperty(['shop.ts'])
  })

  it('is taken back once, though the reply was lost', async () => {
    const number = pull()
    const { faults } = bench.github
    // Naming the pull request comes first; what follows it is the mutation.
    const remove = faults.afterRequest(({ path }) => {
      if (!path.endsWith('/graphql')) return
      remove()
      faults.loseReply({ method: 'POST', path: /\/graphql$/ })
    })
    const outcome = await bench.insist(revert(number))
    const result = { type: 'PullRequestOpened', number: number + 1, url: expect.stringMatching(/\/pull\/2$/) }
    expect(outcome).toMatchObject({ succeeded: true, tries: 2, result })
    expect(bench.github.requests.filter(({ requestBody }) => isMutation(requestBody))).toHaveLength(1)
    expect(pulls()).toHaveLength(2)
  })

  it('is not taken for taken back because somebody else wrote the marker', async () => {
    const number = pull()
    await bench.perform(revert(number))
    const copied = pulls().at(-1)?.body ?? ''
    const repository = bench.github.repository(shop)
    repository.issues = repository.issues.filter((issue) => issue.number === number)
    Reflect.deleteProperty(repository.branches, `revert-${number}-hotfix/repair`)
    bench.github.as('alice').in(shop).openIssue({ title: 'Mine', body: copied })
    expect(await bench.perform(revert(number), { triesBefore: 1 })).toMatchObject({ succeeded: true })
    expect(pulls().at(-1)?.author).toBe('firebreak[bot]')
  })
})

describe('what GitHub refuses is the outcome, in its words', () => {
  it('a pull request that was not merged', async () => {
    const outcome = await bench.perform(revert(pull({ merged: false })))
    expect(reasonOf(outcome)).toContain('Pull request is not merged')
  })

  it('one that was taken back already', async () => {
    const number = pull()
    await bench.perform(revert(number))
    expect(reasonOf(await bench.perform(revert(number), { key: 'another' }))).toContain("couldn't be reverted")
  })

  it('one that is not there', async () => {
    expect(reasonOf(await bench.perform(revert(99)))).toMatch(/99/)
  })

  it('a permission that nobody granted, before anything is tried', async () => {
    await bench.close()
    await start({ install: { permissions: { contents: 'read', pull_requests: 'write', issues: 'write' } } })
    const outcome = await bench.perform(revert(pull()))
    expect(reasonOf(outcome)).toContain(
      'The App was not granted all of contents=write and pull_requests=write in acme/app',
    )
    expect(bench.github.requests.filter(({ path }) => path.endsWith('/graphql'))).toEqual([])
  })
})

it('trouble that passes is not an outcome', async () => {
  const number = pull()
  const message = 'Something went wrong while executing your query'
  bench.github.faults.answer({ method: 'POST', path: /\/graphql$/ }, { status: 200, body: { errors: [{ message }] } })
  expect(await bench.insist(revert(number))).toMatchObject({ succeeded: true, tries: 2 })
})
