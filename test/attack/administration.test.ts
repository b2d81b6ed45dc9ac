import { describe, expect, it } from 'vitest'
import { allowedAdministration, type Exchange, misusedAdministration } from '../harness/administration.ts'
import { configured, scenes } from '../scenario/stage.ts'

const begin = scenes()

const mint = (requestBody: object): Exchange => ({
  method: 'POST',
  path: '/app/installations/1/access_tokens',
  route: '/app/installations/:id/access_tokens',
  tokenKind: 'app',
  permissions: null,
  requestBody,
})
const call = (method: string, route: string, requestBody: object = {}): Exchange => ({
  ...{ method, route, requestBody, path: route },
  tokenKind: 'installation',
  permissions: { administration: 'write', metadata: 'read' },
})
const administering = { administration: 'write', metadata: 'read' }

describe('administration rights, which every scenario is looked at for when it ends', () => {
  it.each([
    ['for two repositories', mint({ permissions: administering, repository_ids: [1, 2] })],
    ['for all repositories', mint({ permissions: administering })],
    ['with other rights beside', mint({ permissions: { ...administering, issues: 'write' }, repository_ids: [1] })],
    ['with whatever was granted', mint({ repository_ids: [1] })],
    ['for everything', mint({})],
    ['for everyday work everywhere', mint({ permissions: { issues: 'write' } })],
  ])('would be noticed in a token %s', (_, exchange) => {
    expect(misusedAdministration([exchange])).not.toEqual([])
  })

  it.each([
    ['DELETE', '/repos/:owner/:repo'],
    ['PATCH', '/repos/:owner/:repo'],
    ['GET', '/repos/:owner/:repo'],
    ['PUT', '/repos/:owner/:repo/collaborators/:login'],
    ['POST', '/repos/:owner/:repo/keys'],
    ['POST', '/repos/:owner/:repo/actions/runners/registration-token'],
    ['POST', '/repos/:owner/:repo/issues'],
  ])('would be noticed in use for %s %s', (method, route) => {
    expect(misusedAdministration([call(method, route)])).toEqual([
      `${method} ${route} was called with administration rights`,
    ])
  })

  it('would be noticed in a mutation of GraphQL, and not in a query', () => {
    const send = (query: string) => misusedAdministration([call('POST', '/graphql', { query })])
    expect(send('mutation { deleteRef(input: {}) { clientMutationId } }')).toHaveLength(1)
    expect(send('query rule($owner: String!) { repository { id } }')).toEqual([])
  })

  it('are used for the freeze and the thaw alone, and the token for them does nothing else', async () => {
    const { world, github, emergency, say, mallory, settle } = await begin({
      config: configured({ cooldown: { interactions: 'existing-users' } }),
    })
    const anchor = await emergency()
    mallory.comment(anchor, 'me too')
    await say(anchor, '/incident resolve "It was the cache."')
    await settle()
    const used = github.requests.filter(({ permissions }) => permissions && 'administration' in permissions)
    const calls = new Set(used.map(({ method, route }) => `${method} ${route}`))
    expect(calls).toContain('POST /repos/:owner/:repo/rulesets')
    expect(calls).toContain('DELETE /repos/:owner/:repo/rulesets/:id')
    for (const one of calls) expect(allowedAdministration).toContain(one)
    for (const { permissions } of used) expect(permissions).toEqual(administering)
    expect(misusedAdministration(github.requests)).toEqual([])
    expect(github.state.tokens.filter(({ permissions }) => 'administration' in permissions)).toEqual([
      expect.objectContaining({ repositoryIds: [github.repository('acme/shop').id], permissions: administering }),
    ])
    expect(world.log.join('')).not.toMatch(/"level":50/)
  })
})
