import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProposeConfiguration } from '../../../src/incident/configuration-effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await startWorkbench()
})
afterEach(() => bench.close())

const branch = 'firebreak/configure'
const proposal: ProposeConfiguration = {
  ...{
    type: 'ProposeConfiguration',
    branch,
    base: 'main',
    title: 'Configure Firebreak',
    commit: 'Configure Firebreak',
  },
  files: [
    { path: '.github/incident.yml', text: 'version: 1\n' },
    { path: '.github/ISSUE_TEMPLATE/emergency.yml', text: 'name: Emergency\n' },
  ],
  ...{ message: { type: 'Help', to: 'alice' }, body: 'Shall we?' },
}

const repository = () => bench.github.repository('acme/app')
const alice = () => bench.github.as('alice').in('acme/app')
const pulls = () => repository().issues.filter(({ pull }) => pull !== null)
const written = () => bench.github.requests.filter(({ method, path }) => method === 'POST' && path.includes('/git/'))

describe('proposing a configuration', () => {
  it('is one commit with all files upon the base, on a branch of its own, and a pull request', async () => {
    const base = repository().branches.main
    expect(await bench.perform(proposal)).toMatchObject({ succeeded: true, result: { type: 'PullRequestOpened' } })
    const [pull] = pulls()
    expect(pull).toMatchObject({ title: 'Configure Firebreak', state: 'open' })
    const tip = repository().commits[repository().branches[branch] ?? '']
    expect(tip?.parents).toEqual([base])
    expect(tip?.files).toMatchObject(Object.fromEntries(proposal.files.map(({ path, text }) => [path, text])))
    expect(repository().branches.main).toBe(base)
  })

  it('writes with a token for contents alone, which is asked for no sooner', async () => {
    await bench.perform(proposal)
    expect(written().map(({ permissions }) => permissions)).toEqual(
      Array(3).fill({ contents: 'write', metadata: 'read' }),
    )
    const others = bench.github.requests.filter((request) => !written().includes(request))
    expect(others.filter(({ permissions }) => permissions?.contents === 'write')).toEqual([])
  })

  it('never touches a branch of that name which is not ours', async () => {
    const { sha } = alice().pushTo(branch, { 'mine.ts': 'mine' }, { message: 'Mine\n\nfirebreak:0123456789abcdef' })
    expect(await bench.perform(proposal)).toMatchObject({
      succeeded: false,
      reason: expect.stringContaining('not ours'),
    })
    expect([repository().branches[branch], pulls(), written()]).toEqual([sha, [], []])
  })

  it('is declined by whoever closes it, also when the database and the branch are gone', async () => {
    await bench.perform(proposal)
    alice().close(pulls()[0]?.number ?? 0)
    alice().deleteBranch(branch)
    bench.memories.clear()
    expect(await bench.perform(proposal, { triesBefore: 1 })).toMatchObject({ succeeded: true })
    expect(pulls().map(({ state }) => state)).toEqual(['closed'])
    expect(repository().branches).not.toHaveProperty(branch)
  })

  it('does not move a branch that somebody pushed to meanwhile', async () => {
    bench.github.faults.answer({ method: 'POST', path: /\/pulls$/ }, { status: 502 })
    await bench.perform(proposal).catch(() => undefined)
    const { sha } = alice().pushTo(branch, { 'more.ts': 'more' })
    expect(await bench.perform(proposal, { triesBefore: 1 })).toMatchObject({ succeeded: false })
    expect(repository().branches[branch]).toBe(sha)
  })

  it.each([
    [
      'the permission was not granted',
      { permissions: { metadata: 'read', issues: 'write', contents: 'read' } as const },
    ],
  ])('ends in words where %s', async (_, { permissions }) => {
    const [installation] = bench.github.state.installations
    if (installation) bench.github.grant(installation, permissions, 'olga')
    expect(await bench.perform(proposal)).toMatchObject({
      succeeded: false,
      reason: expect.stringContaining('contents=write'),
    })
    expect(repository().branches).not.toHaveProperty(branch)
  })

  it('ends in words where there is nothing to begin from', async () => {
    const gone = await bench.perform({ ...proposal, base: 'trunk' })
    expect(gone).toMatchObject({ succeeded: false, reason: expect.stringContaining('no branch `trunk`') })
    bench.github.faults.answer({ path: /\/git\/ref\// }, { status: 409, body: { message: 'Git Repository is empty.' } })
    expect(await bench.perform(proposal)).toMatchObject({ succeeded: false })
  })
})
