import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult } from '../../incident/effect.ts'
import type { Octokit } from '../client.ts'
import { at, text } from '../json.ts'
import { readNumber } from '../pull-request.ts'
import { GivenUp, type Performer } from './context.ts'
import { titleOf } from './issues.ts'
import { findIssue } from './own.ts'
import { keyMarker, marked } from './text.ts'

/** GraphQL only: https://docs.github.com/graphql/reference/mutations#revertpullrequest */
const reverting = `mutation ($id: ID!, $title: String!, $body: String!) {
  revertPullRequest(input: {pullRequestId: $id, title: $title, body: $body}) {
    revertPullRequest { number url }
  }
}`

const naming = `query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { id } }
}`

/**
 * Opens the pull request that takes a merged one back, as the "Revert" button does: GitHub makes the branch and the
 * commit. After a try whose end was not seen, it is looked for by its marker first (to GitHub's lists of issues, pull
 * requests are issues). Needs `contents: write`, which few grant: without it the refusal is the outcome.
 */
export const openRevert: Performer<'OpenRevert'> = async (effect, job, { clients, self }) => {
  const { repository } = job
  const marker = keyMarker(job.put.key)
  if (job.triesBefore > 0) {
    const octokit = await clients.forRepository(repository)
    const found = await findIssue({ octokit, repository, self, marker })
    if (found) return { type: 'PullRequestOpened', number: found.number, url: found.url }
  }
  const octokit = await clients.special(repository, 'reverting')
  const id = await nodeIdOf(octokit, job, effect.pullRequest)
  const answer: unknown = await octokit.graphql(reverting, {
    id,
    title: titleOf(effect.title),
    body: marked(effect.body ?? '', marker),
  })
  return opened(at(answer, 'revertPullRequest', 'revertPullRequest'))
}

/** What GraphQL calls a pull request. */
async function nodeIdOf(octokit: Octokit, { repository }: PerformJob, number: number): Promise<string> {
  const answer: unknown = await octokit.graphql(naming, { owner: repository.owner, name: repository.name, number })
  const id = text(at(answer, 'repository', 'pullRequest', 'id'))
  if (id === undefined) throw new GivenUp(`GitHub knows no pull request #${number} here.`)
  return id
}

function opened(revert: unknown): EffectResult {
  const number = readNumber(at(revert, 'number'))
  // The schema allows null beside no error; then nobody can be told which pull request it is.
  if (number === undefined) throw new GivenUp('GitHub did not say which pull request it opened, if any.')
  return { type: 'PullRequestOpened', number, url: text(at(revert, 'url')) ?? '' }
}
