import { expect, it } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, example, part } from './official-examples.ts'

const told = example('deployment_status', 'created')

const withStatus = (changes: object) =>
  toEvents(
    'deployment_status',
    { ...told, deployment_status: { ...part(told, 'deployment_status'), ...changes } },
    context,
  )

it('news of a deployment say what was deployed where, from which commit, and how far it has come', () => {
  expect(withStatus({})).toMatchObject([
    {
      type: 'DeploymentChanged',
      deployment: {
        id: 145988746,
        sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
        ref: 'master',
        environment: 'production',
        createdAt: Date.parse('2019-05-15T15:20:53Z'),
      },
      statusId: 209916254,
      state: 'success',
      url: undefined,
    },
  ])
})

it('the address of the log is the one that is there', () => {
  const target = 'https://ci.test/1'
  expect(withStatus({ target_url: target, log_url: '' })).toMatchObject([{ url: target }])
  expect(withStatus({ target_url: target, log_url: 'https://ci.test/2' })).toMatchObject([{ url: 'https://ci.test/2' }])
})

it.each(['inactive', 'waiting', 'constructor', null])('a state such as %s is no news', (state) => {
  expect(withStatus({ state })).toBeUndefined()
})
