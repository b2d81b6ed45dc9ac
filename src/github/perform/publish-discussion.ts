import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult } from '../../incident/effect.ts'
import type { Self } from '../../incident/plan.ts'
import type { Octokit } from '../client.ts'
import { at, field, list, text } from '../json.ts'
import { readNumber } from '../pull-request.ts'
import { GivenUp, type Performer } from './context.ts'
import { titleOf } from './issues.ts'
import { keyMarker, marked } from './text.ts'

/** GraphQL only: https://docs.github.com/graphql/guides/using-the-graphql-api-for-discussions */
const reading = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    id
    hasDiscussionsEnabled
    discussionCategories(first: 100) { nodes { id name } }
  }
}`

const looking = `query ($owner: String!, $name: String!, $categoryId: ID!) {
  repository(owner: $owner, name: $name) {
    discussions(first: 100, categoryId: $categoryId, orderBy: {field: CREATED_AT, direction: DESC}) {
      nodes { number url body author { __typename login } }
    }
  }
}`

const creating = `mutation ($repositoryId: ID!, $categoryId: ID!, $title: String!, $body: String!) {
  createDiscussion(input: {repositoryId: $repositoryId, categoryId: $categoryId, title: $title, body: $body}) {
    discussion { number url }
  }
}`

/**
 * Opens a discussion once. After a try whose end was not seen, the newest discussions of the category are searched for
 * its marker first. Needs `discussions: write`.
 */
export const publishDiscussion: Performer<'PublishDiscussion'> = async (effect, job, { clients, self }) => {
  const octokit = await clients.special(job.repository, 'discussions')
  const { repositoryId, categoryId } = await findCategory(octokit, job, effect.category)
  const marker = keyMarker(job.put.key)
  const found = job.triesBefore > 0 ? await findOwn(octokit, job, { categoryId, marker, self }) : undefined
  if (found) return opened(found)
  const title = titleOf(effect.title)
  const body = marked(effect.body ?? '', marker)
  const answer: unknown = await octokit.graphql(creating, { repositoryId, categoryId, title, body })
  return opened(at(answer, 'createDiscussion', 'discussion'))
}

/** Categories have no API to be made by, so what is missing is said to people. */
async function findCategory(octokit: Octokit, { repository }: PerformJob, wanted: string) {
  const { owner, name } = repository
  const answer: unknown = await octokit.graphql(reading, { owner, name })
  const home = field(answer, 'repository')
  const isOn = field(home, 'hasDiscussionsEnabled')
  if (typeof isOn !== 'boolean') throw new GivenUp(`GitHub did not say whether ${owner}/${name} has Discussions.`)
  if (!isOn)
    throw new GivenUp(
      `Discussions are switched off in ${owner}/${name}. An administrator switches them on in the repository's settings, under Features.`,
    )
  const categories = list(at(home, 'discussionCategories', 'nodes'))
  const nameOf = (category: unknown): string => text(field(category, 'name')) ?? ''
  const category = categories.find((each) => nameOf(each).toLowerCase() === wanted.toLowerCase())
  const repositoryId = text(field(home, 'id'))
  const categoryId = text(field(category, 'id'))
  if (repositoryId === undefined || categoryId === undefined)
    throw new GivenUp(
      `Discussions of ${owner}/${name} have no category "${wanted}"; there are: ${categories.map(nameOf).join(', ') || 'none'}. ` +
        'A maintainer creates it once, in Discussions, with the pencil beside Categories: GitHub lets no App create one.',
    )
  return { repositoryId, categoryId }
}

async function findOwn(
  octokit: Octokit,
  { repository }: PerformJob,
  { categoryId, marker, self }: { categoryId: string; marker: string; self: Self },
): Promise<unknown> {
  const { owner, name } = repository
  const answer: unknown = await octokit.graphql(looking, { owner, name, categoryId })
  const discussions = list(at(answer, 'repository', 'discussions', 'nodes'))
  return discussions.find((each) => isOwn(each, self) && text(field(each, 'body'))?.trimEnd().endsWith(marker))
}

/** Anybody can write a marker. GraphQL names bots without `[bot]`, as a person may be named too. */
const isOwn = (discussion: unknown, { slug }: Self): boolean =>
  at(discussion, 'author', '__typename') === 'Bot' &&
  text(at(discussion, 'author', 'login'))?.replace(/\[bot\]$/, '') === slug

function opened(discussion: unknown): EffectResult {
  const number = readNumber(at(discussion, 'number'))
  // The schema allows null beside no error; then nobody can be told which discussion it is.
  if (number === undefined) throw new GivenUp('GitHub did not say which discussion it opened, if any.')
  return { type: 'DiscussionOpened', number, url: text(at(discussion, 'url')) ?? '' }
}
