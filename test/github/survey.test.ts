import { beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { survey } from '../../src/github/answers/survey.ts'
import type { Survey } from '../../src/incident/survey.ts'
import {
  grantTokens,
  repository,
  type ScriptedGitHub,
  scriptGitHub,
  thrownBy,
  withoutNetwork,
} from './scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
})

const shop = '/repos/acme/shop'
const described = {
  ...{ id: 42, owner: { type: 'Organization' }, html_url: 'https://github.com/acme/shop', default_branch: 'trunk' },
  ...{ archived: false, fork: false, has_issues: true, private: true },
}
const refused = { message: 'Resource not accessible by integration' }
const flags = (granted: string) => ({ permissions: { pull: true, [granted]: true } })

/** What a look at a repository asks, in the order in which it asks; a test changes the answers that it is about. */
const calls = {
  repository: shop,
  people: `${shop}/collaborators?permission=push&per_page=100`,
  teams: `${shop}/teams?per_page=100`,
  ownTeams: '/orgs/acme/teams?per_page=100',
  folder: `${shop}/contents/.github`,
  ownersInFolder: `${shop}/contents/.github/CODEOWNERS`,
  forms: `${shop}/contents/.github/ISSUE_TEMPLATE`,
  owners: `${shop}/contents/CODEOWNERS`,
  documentedOwners: `${shop}/contents/docs/CODEOWNERS`,
  releases: `${shop}/git/matching-refs/heads%2Frelease`,
  stable: `${shop}/git/matching-refs/heads%2Fstable`,
  alerts: `${shop}/dependabot/alerts?per_page=1`,
  deployments: `${shop}/deployments?per_page=100`,
  installation: '/app/installations/7',
} as const
type Call = keyof typeof calls
type Replies = Partial<Record<Call, readonly [status: number, body: unknown]>>

/** Answers these calls; whatever is not named is refused. */
async function look(replies: Replies): Promise<Survey> {
  const all: Replies = { repository: [200, described], ...replies }
  for (const [call, path] of Object.entries(calls) as [Call, string][]) {
    const [status, body] = all[call] ?? [403, refused]
    github.api
      .get(path)
      .optionally()
      .reply(status, body as object)
  }
  return await survey(github.clients, repository)
}

const paths = (...all: string[]) => [200, all.map((path) => ({ path, type: 'file' }))] as const
const owners = (text: string) =>
  [
    200,
    { type: 'file', sha: 'b', encoding: 'base64', size: text.length, content: Buffer.from(text).toString('base64') },
  ] as const
const refs = (...all: string[]) => [200, all.map((ref) => ({ ref: `refs/heads/${ref}` }))] as const

describe('a look at a repository', () => {
  test('sees whatever is told', async () => {
    const found = await look({
      people: [
        200,
        [
          { login: 'dan', type: 'User', role_name: 'write' },
          { login: 'alice', type: 'User', role_name: 'admin' },
          { login: 'erin', type: 'User', role_name: 'release-captain', ...flags('push') },
          { login: 'renovate', type: 'Bot', role_name: 'write' },
        ],
      ],
      teams: [
        200,
        [
          { slug: 'readers', ...flags('pull') },
          { slug: 'core', ...flags('maintain') },
          { slug: 'layoffs', privacy: 'secret', ...flags('push') },
        ],
      ],
      folder: paths('.github/dependabot.yaml', '.github/ISSUE_TEMPLATE', '.github/CODEOWNERS'),
      ownersInFolder: owners('* @alice\n'),
      forms: paths('.github/ISSUE_TEMPLATE/bug.yml', '.github/ISSUE_TEMPLATE/emergency.yml'),
      releases: refs('release/1.0', 'release-notes', 'releases'),
      stable: refs('stable-2'),
      deployments: [200, [{ environment: 'production' }]],
      installation: [200, { id: 7, permissions: { contents: 'write', pull_requests: 'write' } }],
    })
    expect(found).toEqual({
      ...{ owner: 'organization', ownerLogin: 'acme', url: 'https://github.com/acme/shop', defaultBranch: 'trunk' },
      ...{ archived: false, fork: false, hasIssues: true, hasConfiguration: false, hasEmergencyForm: true },
      people: [
        { login: 'alice', permission: 'admin' },
        { login: 'dan', permission: 'write' },
        { login: 'erin', permission: 'write' },
      ],
      teams: [{ slug: 'core', permission: 'maintain' }],
      ...{ hasDependabot: true, hasCodeOwners: true, hasIssueForms: true, environments: ['production'] },
      ...{ releaseBranches: ['release/*', 'release-*', 'stable-*'], mayWriteContents: true },
      ...{ mergers: 3, isPublic: false, allCalled: false },
    })
  })

  test.each([false, undefined])(
    'keeps nothing that only insiders see where the repository is public: %s',
    async (isPrivate) => {
      const found = await look({
        repository: [200, { ...described, private: isPrivate }],
        people: [200, ['alice', 'dan'].map((login) => ({ login, type: 'User', role_name: 'admin' }))],
        // It would be tried again later, if it were asked for at all.
        teams: [502, {}],
        folder: paths('.github/CODEOWNERS'),
        ownersInFolder: owners('* @dan @acme/web # @alice\n'),
        releases: refs(),
        stable: refs(),
        alerts: [200, []],
      })
      expect(found).toMatchObject({
        people: [{ login: 'dan', permission: 'write' }],
        teams: [{ slug: 'web' }],
        mergers: 2,
      })
      expect(found).toMatchObject({ isPublic: true, allCalled: true, hasDependabot: false, hasCodeOwners: true })
      expect(JSON.stringify(found)).not.toContain('alice')
    },
  )

  test('goes on where everything else is refused, and claims nothing of the configuration', async () => {
    expect(await look({})).toMatchObject({
      ...{ people: [], teams: [], hasDependabot: false, environments: [], releaseBranches: [] },
      ...{ hasConfiguration: undefined, hasCodeOwners: false, hasIssueForms: false, mayWriteContents: false },
    })
  })

  test('finds no folder, and so no file; alerts tell of Dependabot', async () => {
    const gone = [404, { message: 'Not Found' }] as const
    const found = await look({
      folder: gone,
      owners: gone,
      documentedOwners: gone,
      releases: refs(),
      stable: refs(),
      alerts: [200, []],
    })
    expect(found).toMatchObject({ hasConfiguration: false, hasCodeOwners: false, hasDependabot: true })
  })

  test('takes contents that may be written for nothing where no pull request may be opened', async () => {
    const installation = [200, { id: 7, permissions: { contents: 'write', pull_requests: 'read' } }] as const
    const found = await look({ folder: paths(), owners: [404, {}], documentedOwners: [404, {}], installation })
    expect(found.mayWriteContents).toBe(false)
  })

  test('asks each team where the list of a repository’s teams is refused', async () => {
    github.api.get(`/orgs/acme/teams/web/repos/acme/shop`).reply(200, { role_name: 'maintain' })
    github.api.get(`/orgs/acme/teams/none/repos/acme/shop`).reply(404, {})
    const found = await look({
      ownTeams: [200, [{ slug: 'layoffs', privacy: 'secret' }, { slug: 'web' }, { slug: 'none' }]],
    })
    expect(found.teams).toEqual([{ slug: 'web', permission: 'maintain' }])
  })

  test('a person’s repository has no teams', async () => {
    const found = await look({ repository: [200, { ...described, owner: { type: 'User' } }] })
    expect([found.owner, found.teams]).toEqual(['user', []])
  })

  test.each([
    [404, {}],
    [403, refused],
    [200, { ...described, id: 43 }],
  ])('suggests nothing where the repository cannot be seen, or is another one: %i', async (status, body) => {
    expect(await look({ repository: [status, body] })).toMatchObject({ hasConfiguration: undefined, hasIssues: false })
  })

  test.each(Object.keys(calls) as Call[])('is tried again where %s is not answered', async (call) => {
    github.api.get(calls[call]).optionally().twice().reply(502)
    const elsewhere: Replies = call === 'ownTeams' ? {} : { teams: [200, []] }
    const folder =
      call === 'folder'
        ? {}
        : { folder: paths('.github/ISSUE_TEMPLATE', ...(call === 'ownersInFolder' ? ['.github/CODEOWNERS'] : [])) }
    const owners = { owners: [404, {}], documentedOwners: [404, {}] } as const
    const rest = {
      ...elsewhere,
      ...folder,
      ...owners,
      people: [200, []],
      forms: paths(),
      releases: refs(),
      stable: refs(),
    } as const
    expect(await thrownBy(look(rest))).toBeInstanceOf(TryLater)
  })

  test('takes nothing that is of another shape', async () => {
    const odd = [200, { message: 'hello' }] as const
    const found = await look(
      Object.fromEntries(
        Object.keys(calls)
          .filter((call) => call !== 'repository')
          .map((call) => [call, odd]),
      ),
    )
    expect(found).toMatchObject({ people: [], teams: [], releaseBranches: [], mayWriteContents: false })
  })
})
