import { afterEach, expect, test } from 'vitest'
import { type Fixture, installationClient, names, startFixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }
let world: Fixture
afterEach(() => world.close())

const alice = () => world.github.as('alice').in('acme/app')
const narrowed = (permissions: object) =>
  installationClient(world.appClient, world.url, world.github.state.installations[0]?.id ?? 0, { permissions })

test('deployments and how far they came are told and can be listed, newest first', async () => {
  world = await startFixture({ maxPageSize: 1 }, { events: ['deployment', 'deployment_status'] })
  const { sha } = alice().pushTo('main', { 'a.txt': 'a' })
  const first = alice().deploy({ environment: 'staging', ref: 'main' })
  const second = alice().deploy({ environment: 'production', sha })
  alice().deploymentStatus(first.id, 'in_progress')
  alice().deploymentStatus(first.id, 'failure', { url: 'https://ci.example.org/1' })
  await world.github.settle()
  expect(names(world.hooks).filter((name) => name.startsWith('deployment'))).toEqual([
    ...['deployment.created', 'deployment.created', 'deployment_status.created', 'deployment_status.created'],
  ])
  expect(world.hooks.at(-1)?.payload).toMatchObject({
    deployment: { id: first.id, sha, environment: 'staging', ref: 'main' },
    deployment_status: { state: 'failure', log_url: 'https://ci.example.org/1' },
    sender: { login: 'alice' },
  })
  const all = await world.client.paginate(world.client.repos.listDeployments, repo)
  expect(all.map(({ id }) => id)).toEqual([second.id, first.id])
  const staging = await world.client.repos.listDeployments({ ...repo, environment: 'staging' })
  expect(staging.data).toMatchObject([{ id: first.id, sha, creator: { login: 'alice' } }])
  const statuses = { ...repo, deployment_id: first.id, per_page: 100 }
  expect((await world.client.repos.listDeploymentStatuses(statuses)).data).toMatchObject([{ state: 'failure' }])
})

test('deploying takes write, reading about it takes deployments', async () => {
  world = await startFixture()
  const carol = world.github.as('carol').in('acme/app')
  expect(() => carol.deploy({ environment: 'production' })).toThrow('takes write')
  expect(() => alice().deploy({ environment: 'production', ref: 'nowhere' })).toThrow('No ref found')
  await expect((await narrowed({ issues: 'read' })).repos.listDeployments(repo)).rejects.toMatchObject({ status: 403 })
})

const flaw = {
  summary: 'Anybody is admin',
  description: 'Since 1.2.',
  vulnerabilities: [{ package: { ecosystem: 'npm' as const } }],
}
const draft = (change: object = {}) =>
  world.client.request('POST /repos/{owner}/{repo}/security-advisories', { ...repo, ...flaw, ...change })

test('a draft advisory is told nobody, a published and a reported one are', async () => {
  world = await startFixture()
  const { data } = await draft({ severity: 'critical' })
  expect(data).toMatchObject({ state: 'draft', severity: 'critical', author: { login: 'firebreak[bot]' } })
  expect(data.ghsa_id).toMatch(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/)
  alice().publishAdvisory(data.ghsa_id)
  const mallory = world.github.as('mallory').in('acme/app')
  const { ghsaId } = mallory.reportVulnerability({ summary: 'And root', description: 'Too.' })
  await world.github.settle()
  expect(names(world.hooks).slice(-2)).toEqual(['repository_advisory.published', 'repository_advisory.reported'])
  expect(world.hooks.at(-1)?.payload).toMatchObject({ repository_advisory: { ghsa_id: ghsaId, state: 'triage' } })
  const one = await world.client.securityAdvisories.getRepositoryAdvisory({ ...repo, ghsa_id: ghsaId })
  expect(one.data.author?.login).toBe('mallory')
})

test('advisories are listed by state, page by page', async () => {
  world = await startFixture({ maxPageSize: 1 })
  for (const summary of ['one', 'two', 'three']) await draft({ summary })
  alice().publishAdvisory(world.github.repository('acme/app').advisories[1]?.ghsaId ?? '')
  const list = world.client.securityAdvisories.listRepositoryAdvisories
  const drafts = await world.client.paginate(list, { ...repo, state: 'draft' })
  expect(drafts.map(({ summary }) => summary)).toEqual(['three', 'one'])
})

test.each([
  ['no summary', { summary: undefined }],
  ['no description', { description: undefined }],
  ['no vulnerabilities', { vulnerabilities: undefined }],
  ['severity beside a vector', { severity: 'low', cvss_vector_string: 'CVSS:3.1/AV:N' }],
  ['a strange ecosystem', { vulnerabilities: [{ package: { ecosystem: 'cobol' } }] }],
  ['a strange severity', { severity: 'moderate' }],
  ['too long a summary', { summary: 'x'.repeat(1025) }],
])('%s is refused with 422', async (_what, change) => {
  world = await startFixture()
  await expect(draft(change)).rejects.toMatchObject({ status: 422 })
  expect(world.github.repository('acme/app').advisories).toEqual([])
})

test('whoever was not let in sees what was published', async () => {
  world = await startFixture()
  const [first, second] = [await draft(), await draft({ summary: 'Published' })]
  alice().publishAdvisory(second.data.ghsa_id)
  const status = async (path: string) => (await fetch(`${world.url}/repos/acme/app/security-advisories${path}`)).status
  expect([await status(`/${first.data.ghsa_id}`), await status(`/${second.data.ghsa_id}`)]).toEqual([404, 200])
  const list = await (await fetch(`${world.url}/repos/acme/app/security-advisories`)).json()
  expect(list).toMatchObject([{ summary: 'Published' }])
})

test('advisories need their permission, to read them too', async () => {
  world = await startFixture({}, { permissions: { repository_advisories: 'read', issues: 'write' } })
  await expect(draft()).rejects.toThrow('Resource not accessible by integration')
  const client = await narrowed({ issues: 'read' })
  const reading = client.securityAdvisories.listRepositoryAdvisories(repo)
  await expect(reading).rejects.toThrow('Resource not accessible by integration')
})
