import { beforeEach, expect, test } from 'vitest'
import { createInstallations } from '../../src/github/installations.ts'
import { grantTokens, type ScriptedGitHub, scriptGitHub, withoutNetwork } from './scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
})

const listed = (id: number, name: string, change: object = {}) => ({
  ...{ id, name, full_name: `acme/${name}`, owner: { login: 'acme' }, default_branch: 'main', private: false },
  ...{ archived: false, open_issues_count: 1, ...change },
})

test('where an issue is open comes first, as an incident may be; archived and suspended ones are left out', async () => {
  github.api
    .get('/app/installations')
    .query(true)
    .reply(200, [
      { id: 7, suspended_at: null },
      { id: 8, suspended_at: '2026-01-01T00:00:00Z' },
    ])
  const repositories = [
    listed(1, 'quiet', { open_issues_count: 0 }),
    listed(2, 'shop'),
    listed(3, 'old', { archived: true }),
    listed(4, 'calm', { open_issues_count: 0 }),
    listed(5, 'till'),
  ]
  github.api.get('/installation/repositories').query(true).reply(200, { total_count: 5, repositories })
  const found = await createInstallations(github.clients).repositories()
  expect(found.map(({ name }) => name)).toEqual(['shop', 'till', 'quiet', 'calm'])
})
