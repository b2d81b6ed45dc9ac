import { beforeEach, expect, it } from 'vitest'
import { silentAmong } from '../../../src/github/readiness/silent-checks.ts'
import { grantTokens, repository, type ScriptedGitHub, scriptGitHub, withoutNetwork } from '../scripted-github.ts'

withoutNetwork()

let github: ScriptedGitHub
beforeEach(() => {
  github = scriptGitHub()
  grantTokens(github)
})

const path = `/repos/${repository.owner}/${repository.name}/commits/c0ffee/check-runs`

/** So many pages of a hundred check runs; the wanted one is the last of all. */
function runs(pages: number, last: string): void {
  for (let page = 1; page <= pages; page += 1) {
    const names = Array.from({ length: 100 }, (_, index) => `part ${page}/${index}`)
    if (page === pages) names[99] = last
    const body = { total_count: pages * 100, check_runs: names.map((name) => ({ name })) }
    const next = `<https://api.github.com${path}?per_page=100&page=${page + 1}>; rel="next"`
    const headers = page < pages ? { link: next } : {}
    github.api
      .get(path)
      .query((query) => Number(query.page ?? 1) === page)
      .optionally()
      .reply(200, body, headers)
  }
}

async function silent() {
  const looking = { clients: github.clients, repository, wanted: { ...wanted }, appId: 1, now: () => github.now }
  const octokit = await github.clients.forRepository(repository)
  return silentAmong(octokit, looking, { required: ['ci', 'lint'], sha: 'c0ffee' })
}
const wanted = { branches: [], mechanism: 'auto', people: [], teams: [], labels: [] } as const

it('finds a check run that is not among the first hundred', async () => {
  runs(3, 'ci')
  expect(await silent()).toEqual(['lint'])
})

it('says nothing about a check where there are more runs than are read', async () => {
  runs(12, 'ci')
  expect(await silent()).toBeUndefined()
})
