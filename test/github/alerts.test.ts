import { beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { type AnswerQuestion, createAnswers } from '../../src/github/answers.ts'
import { example, part } from './normalize/official-examples.ts'
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
let answer: AnswerQuestion
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
  answer = createAnswers(github.clients, 1)
})

const official = part(example('dependabot_alert', 'created'), 'alert')
const path = '/repos/acme/shop/dependabot/alerts'
const ask = async (name = 'semver') => {
  const question = { ask: 'open-alerts', ghsa: 'GHSA-c2qf-rxjj-qqgw', package: { ecosystem: 'npm', name } } as const
  return (await answer(repository, question)).value
}

describe('open alerts of an advisory', () => {
  test('are those of its package that name it', async () => {
    const other = { ...part(official, 'security_advisory'), ghsa_id: 'GHSA-aaaa-bbbb-cccc' }
    github.api
      .get(path)
      .query({ state: 'open', package: 'semver', per_page: '100' })
      .reply(200, [official, { ...official, number: 21, security_advisory: other }, { number: 22 }])
    expect(await ask()).toEqual([expect.objectContaining({ number: 20, manifest: 'package-lock.json' })])
    expect(github.mints.at(-1)?.permissions).toEqual({ vulnerability_alerts: 'read', metadata: 'read' })
  })

  test('of a package whose name has a comma are looked for among all', async () => {
    github.api.get(path).query({ state: 'open', per_page: '100' }).reply(200, [official])
    expect(await ask('a,b')).toHaveLength(1)
  })

  test.each([403, 404])('are unknown where GitHub answers %i: it is not granted, or switched off', async (status) => {
    github.api.get(path).query(true).reply(status, { message: 'Dependabot alerts are disabled for this repository.' })
    expect(await ask()).toBeUndefined()
  })

  test('are asked for again when GitHub is out of order', async () => {
    github.api.get(path).query(true).twice().reply(502)
    expect(await thrownBy(ask())).toBeInstanceOf(TryLater)
  })
})
