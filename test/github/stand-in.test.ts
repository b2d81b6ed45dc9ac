import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { Probot } from 'probot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts'
import { type AnswerQuestion, createAnswers } from '../../src/github/answers.ts'
import { type Clients, createClients } from '../../src/github/client.ts'
import { createConfigurations } from '../../src/github/configuration.ts'
import { Suspended } from '../../src/github/errors.ts'
import { createFrontDoor, type FrontDoor } from '../../src/github/webhooks/front-door.ts'
import type { GitHubEvent } from '../../src/incident/event.ts'
import type { Repository } from '../../src/incident/repository.ts'
import { silent } from './scripted-github.ts'

/** The whole way, against the stand-in: what people do there arrives as events, and questions are answered from there. */

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

let github: Emulator
let server: Server
let events: GitHubEvent[]
let clients: Clients
let answer: AnswerQuestion
let shop: Repository

beforeEach(async () => {
  // Tokens are signed by the runtime's clock, so the stand-in has to have the same.
  const app = { appId: 4242, appSlug: 'firebreak', privateKey, webhookSecret: 'secret' }
  github = createEmulator({ ...app, now: () => Date.now(), maxPageSize: 2 })
  const probot = new Probot({
    appId: 4242,
    privateKey,
    secret: 'secret',
    baseUrl: await github.listen(),
    logLevel: 'fatal',
  })
  clients = createClients({ probot, log: silent, throttle: false })
  answer = createAnswers(clients, 4242)
  events = []
  const frontDoor = createFrontDoor({
    path: '/api/github/webhooks',
    secret: 'secret',
    self: { appId: 4242, slug: 'firebreak' },
    log: silent,
    now: () => 1,
    onDelivery: async (_, delivered) => {
      events.push(...delivered)
      return 'stored'
    },
  })
  github.connectWebhook(await serve(frontDoor))
  github.addOrganization('acme', { owners: ['olga'], members: ['alice'] })
  github.addTeam('acme', 'security', ['alice'])
  const { id } = github.addRepository('acme/shop', {
    private: true,
    collaborators: { alice: 'admin', bob: 'maintain' },
    files: { '.github/incident.yml': 'detection: {}\n' },
  })
  const installation = github.install('acme')
  const known = { owner: 'acme', name: 'shop', defaultBranch: 'main', private: true }
  shop = { id, installationId: installation.id, ...known }
})

afterEach(async () => {
  await github.close()
  await new Promise((resolve) => server.close(resolve))
  expect(github.unknownRequests).toEqual([])
})

async function serve(frontDoor: FrontDoor): Promise<string> {
  server = createServer(frontDoor)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/api/github/webhooks`
}

const as = (login: string) => github.as(login).in('acme/shop')
const told = () => events.map((event) => ('change' in event ? `${event.type} ${event.change}` : event.type))

describe('what people do arrives as events', () => {
  test('an emergency, a comment, a hotfix that is reviewed and merged', async () => {
    const { number } = as('bob').openIssue({ title: '[EMERGENCY] Down' })
    as('alice').comment(number, '/ack')
    const hotfix = as('bob').openPull({ title: 'Fix', head: 'hotfix/1', files: { 'README.md': 'fixed' } })
    as('alice').review(hotfix.number, 'APPROVED')
    as('alice').merge(hotfix.number)
    await github.settle()
    expect(told()).toEqual(
      expect.arrayContaining([
        'InstallationChanged added',
        'IssueChanged opened',
        'CommentAdded',
        'PullRequestChanged opened',
        'ReviewChanged submitted',
        'PullRequestChanged merged',
        'BranchPushed',
      ]),
    )
    const merged = events.find((event) => event.type === 'PullRequestChanged' && event.change === 'merged')
    expect(merged).toMatchObject({
      repository: shop,
      actor: { login: 'alice', isSelf: false },
      pullRequest: { number: hotfix.number, mergedBy: 'alice', head: { ref: 'hotfix/1', repository: 'acme/shop' } },
    })
  })

  test('our own acts are known as ours, and a box that somebody ticks as theirs', async () => {
    const { number } = as('bob').openIssue({ title: 'Down' })
    const octokit = await clients.forRepository(shop)
    const { data } = await octokit.rest.issues.createComment({
      owner: 'acme',
      repo: 'shop',
      issue_number: number,
      body: '- [ ] Tell the customers',
    })
    as('alice').tick(data.id, 'Tell the customers')
    await github.settle()
    expect(events.find((event) => event.type === 'CommentAdded')).toMatchObject({ actor: { isSelf: true } })
    expect(events.find((event) => event.type === 'CommentEdited')).toMatchObject({
      actor: { login: 'alice', isSelf: false },
      before: '- [ ] Tell the customers',
      after: '- [x] Tell the customers',
    })
  })
})

describe('questions are answered', () => {
  test('about people', async () => {
    expect(await answer(shop, { ask: 'permission', login: 'alice' })).toMatchObject({ value: 'admin' })
    expect(await answer(shop, { ask: 'permission', login: 'bob' })).toMatchObject({ value: 'maintain' })
    expect(await answer(shop, { ask: 'permission', login: 'nobody' })).toMatchObject({ value: 'none' })
    const team = '@acme/security'
    expect(await answer(shop, { ask: 'membership', login: 'alice', team })).toMatchObject({ value: true })
    expect(await answer(shop, { ask: 'membership', login: 'bob', team })).toMatchObject({ value: false })
  })

  test('about more pull requests and files than fit on a page', async () => {
    const heads = ['a', 'b', 'c', 'd', 'e']
    const files = Object.fromEntries(heads.map((head) => [`${head}.txt`, head]))
    const pulls = heads.map((head) => as('bob').openPull({ title: head, head, files }))
    const open = await answer(shop, { ask: 'open-pull-requests' })
    expect(open.ask === 'open-pull-requests' && open.value.map(({ title }) => title).sort()).toEqual(heads)
    const [first] = pulls
    const changed = await answer(shop, { ask: 'files', number: first?.number ?? 0 })
    expect(changed.ask === 'files' && [...changed.value].sort()).toEqual(Object.keys(files))
  })

  test('about reviews and the pull requests of a commit', async () => {
    const { number } = as('bob').openPull({ title: 'Fix', head: 'fix', files: { a: 'b' } })
    as('alice').review(number, 'CHANGES_REQUESTED')
    as('alice').review(number, 'APPROVED')
    as('alice').review(number, 'COMMENTED')
    const found = await answer(shop, { ask: 'pull-request', number })
    const sha = (found.ask === 'pull-request' && found.value?.head.sha) || ''
    const reviews = [{ author: 'alice', state: 'approved', sha }]
    expect(await answer(shop, { ask: 'reviews', number })).toEqual({ ask: 'reviews', value: reviews })
    expect(await answer(shop, { ask: 'pull-requests-with-commit', sha })).toMatchObject({ value: [{ number }] })
  })
})

test('the configuration is read once and found unchanged after that', async () => {
  const { configuration } = createConfigurations(clients)
  const first = await configuration(shop, {})
  expect(first).toMatchObject({ found: true, text: 'detection: {}\n' })
  const etag = first.found === true ? first.etag : undefined
  expect(await configuration(shop, { etag })).toEqual({ found: 'unchanged' })
  as('alice').pushTo('main', { '.github/incident.yml': null })
  expect(await configuration(shop, { etag })).toEqual({ found: false })
})

describe('tokens', () => {
  test('everyday work cannot touch the rules, administration can', async () => {
    const ruleset = { owner: 'acme', repo: 'shop', name: 'x', enforcement: 'disabled', target: 'branch' } as const
    const everyday = await clients.forRepository(shop)
    await expect(everyday.rest.repos.createRepoRuleset(ruleset)).rejects.toMatchObject({ kind: 'permission' })
    const administration = await clients.administration(shop)
    await expect(administration.rest.issues.listForRepo(ruleset)).rejects.toMatchObject({ kind: 'permission' })
  })

  test('an installation without some permissions still works', async () => {
    const [installation] = github.state.installations
    if (!installation) throw new Error('not installed')
    github.grant(installation, { metadata: 'read', issues: 'write' }, 'olga')
    const { number } = as('bob').openIssue({ title: 'Down' })
    expect(await answer(shop, { ask: 'issue', number })).toMatchObject({ value: { title: 'Down' } })
    await expect(clients.administration(shop)).rejects.toMatchObject({ kind: 'permission' })
  })

  test('a suspended installation says so', async () => {
    const [installation] = github.state.installations
    if (!installation) throw new Error('not installed')
    github.suspend(installation, 'olga')
    await expect(clients.forRepository(shop)).rejects.toBeInstanceOf(Suspended)
  })
})
