import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenAdvisory, OpenIssue, PostComment } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await startWorkbench()
  bench.github.addRepository('acme/vault', { private: true })
  bench.github.addRepository('acme/lessons')
  bench.github.addUser('mallory')
  bench.github.addRepository('mallory/trap', { private: true })
})
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const message = { type: 'Help', to: 'alice' } as const
const labels = [{ name: 'post-mortem', color: '5319e7', description: 'What happened' }]
const issuesOf = (name: string) => bench.github.repository(name).issues

const open = (change: Partial<OpenIssue> = {}): OpenIssue => ({
  type: 'OpenIssue',
  title: 'Post-mortem',
  labels,
  assignees: [],
  message,
  body: 'What happened?',
  ...change,
})

describe('an issue in another repository', () => {
  it('is opened there, with its labels, and found there again after a lost reply', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /\/vault\/issues$/ })
    const outcome = await bench.insist(open({ repository: 'acme/vault', secret: true }))
    expect(outcome).toMatchObject({ tries: 2, result: { type: 'IssueOpened', number: 1 } })
    expect(issuesOf('acme/vault')).toHaveLength(1)
    expect(bench.github.repository('acme/vault').labels).toMatchObject(labels)
    expect(issuesOf('acme/app')).toEqual([])
  })

  it('uses a token for the issues of that repository alone', async () => {
    await bench.perform(open({ repository: 'acme/vault' }))
    const opened = bench.github.requests.find(({ method, path }) => method === 'POST' && path.endsWith('/issues'))
    expect(opened?.permissions).toEqual({ issues: 'write', metadata: 'read' })
  })

  it.each([
    ['a public one, for what is secret', 'acme/lessons', /`acme\/lessons` is public/],
    ["somebody else's", 'mallory/trap', /`mallory\/trap` belongs to somebody else: name one of `acme`/],
    ['one without the App', 'acme/nowhere', /not \(or no longer\) installed on nowhere/],
  ])('is refused in %s', async (_, repository, reason) => {
    const outcome = await bench.perform(open({ repository, secret: true }))
    expect(outcome).toEqual({ succeeded: false, reason: expect.stringMatching(reason) })
    expect(['acme/app', 'acme/lessons', 'mallory/trap'].flatMap(issuesOf)).toEqual([])
  })

  it('is taken by a public one when nothing in it is secret', async () => {
    expect(await bench.perform(open({ repository: 'Acme/lessons' }))).toMatchObject({ succeeded: true })
    expect(issuesOf('acme/lessons')).toHaveLength(1)
  })
})

it('a comment in another repository is refused once that has become public', async () => {
  await bench.perform(open({ repository: 'acme/vault' }))
  const comment: PostComment = {
    type: 'PostComment',
    thread: 1,
    repository: 'acme/vault',
    secret: true,
    message,
    body: 'x',
  }
  expect(await bench.perform(comment)).toMatchObject({ succeeded: true })
  bench.github.repository('acme/vault').private = false
  expect(await bench.perform(comment, { key: 'another' })).toMatchObject({ succeeded: false })
  expect(bench.github.repository('acme/vault').comments).toHaveLength(1)
})

const draft: OpenAdvisory = {
  type: 'OpenAdvisory',
  title: 'SEC-2026-12: A hole',
  severity: 'high',
  message,
  body: 'It is deep.',
}
const advisories = () => bench.github.repository('acme/app').advisories

describe('a draft security advisory', () => {
  it('is opened with what GitHub asks for, and once', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /security-advisories$/ })
    const outcome = await bench.insist(draft)
    expect(outcome).toMatchObject({ tries: 2, result: { type: 'AdvisoryOpened', ghsa: advisories()[0]?.ghsaId } })
    expect(advisories()).toMatchObject([{ state: 'draft', summary: 'SEC-2026-12: A hole', severity: 'high' }])
  })

  it('is not taken for opened because somebody else wrote its marker', async () => {
    await bench.perform(draft)
    const description = advisories()[0]?.description ?? ''
    bench.github.repository('acme/app').advisories = []
    bench.github.as('alice').in('acme/app').draftAdvisory({ summary: 'Mine', description })
    await bench.perform(draft, { triesBefore: 1 })
    expect(advisories()).toHaveLength(2)
  })

  it.each([
    [404, 'Not Found', /no draft security advisories/],
    [422, 'Invalid: It is deep.', /did not take a draft security advisory \(status 422\)/],
  ])('that is refused with %s says why, without what was refused', async (status, words, reason) => {
    bench.github.faults.answer({ method: 'POST', path: /security-advisories$/ }, { status, body: { message: words } })
    const outcome = await bench.perform(draft)
    expect(outcome).toEqual({ succeeded: false, reason: expect.stringMatching(reason) })
    expect(JSON.stringify(outcome)).not.toContain('deep')
  })

  it('names the permission that is missing', async () => {
    const [installation] = bench.github.state.installations
    if (installation) bench.github.grant(installation, { issues: 'write', metadata: 'read' }, 'olga')
    expect(await bench.perform(draft)).toEqual({
      succeeded: false,
      reason: expect.stringContaining('"Repository security advisories: write"'),
    })
  })
})
