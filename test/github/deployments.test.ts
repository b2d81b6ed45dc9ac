import { expect, it } from 'vitest'
import { deployedEnvironments } from '../../src/github/answers/deployments.ts'
import { grantTokens, repository, scriptGitHub, thrownBy, withoutNetwork } from './scripted-github.ts'

withoutNetwork()

const path = '/repos/acme/shop/deployments?per_page=100'

it('environments that were deployed to are named once, asked for with a token that may read deployments and no more', async () => {
  const github = scriptGitHub()
  grantTokens(github)
  const deployments = ['production', 'canary', 'production', ''].map((environment, id) => ({ id, environment }))
  github.api.get(path).reply(200, deployments)
  expect(await deployedEnvironments(github.clients, repository)).toEqual(['production', 'canary'])
  expect(github.mints.map(({ permissions }) => permissions)).toEqual([{ deployments: 'read', metadata: 'read' }])
})

it('where that was not granted, none are known', async () => {
  const github = scriptGitHub()
  const message = 'The permissions requested are not granted to this installation.'
  github.api.post(github.mintPath).reply(422, { message })
  expect(await deployedEnvironments(github.clients, repository)).toEqual([])
})

it('trouble that passes is none of the answers', async () => {
  const github = scriptGitHub()
  grantTokens(github)
  github.api.get(path).times(2).reply(502, {})
  expect(await thrownBy(deployedEnvironments(github.clients, repository))).toMatchObject({ name: 'TryLater' })
})
