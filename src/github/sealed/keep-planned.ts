import { z } from 'zod'
import type { PerformJob } from '../../engine/ports.ts'
import type { WindowTitle } from '../../incident/freeze-result.ts'
import type { Repository } from '../../incident/repository.ts'
import { isRefusal } from '../errors.ts'
import type { PerformContext } from '../perform/context.ts'
import { createIssue } from '../perform/issues.ts'
import { findIssue } from '../perform/own.ts'
import { keyMarker } from '../perform/text.ts'
import { keepOnGitHub, writeKept } from './keep-freeze.ts'
import { commentsOn, type KeptPlace } from './kept-comments.ts'
import { type KeptWindow, openWindow, sealWindow } from './sealed-freeze.ts'

const title = 'Where Firebreak keeps how branches were protected before planned freezes'

const introduction = [
  'A planned freeze (`freeze.windows`) on classic branch protection replaces the protection of branches as a whole. What stood before is',
  'kept here, in one comment for each planned freeze, sealed, so that it can be given back exactly even if Firebreak loses its database.',
  '',
  'There is nothing to do here, so this issue is closed. Please leave it and its comments where they are.',
].join('\n')

const said = ({ slug, to, timezone }: WindowTitle): string =>
  `🔏 What stood before the planned freeze \`${slug}\` until ${to.replace('T', ' ')} (${timezone}), sealed.`

interface Keeping {
  readonly window: WindowTitle
  /** Key of the memory that holds what stood before. */
  readonly key: string
}

/**
 * The same as `keepFreeze` for a planned freeze. That has no page of its own, and an issue for each would be an issue every week for
 * whoever freezes every weekend. So there is one closed issue for all of a repository's; what comes later edits its comments,
 * of which nobody is notified.
 */
export async function keepPlanned(job: PerformJob, context: PerformContext, { window, key }: Keeping): Promise<void> {
  const { slug, to } = window
  const { repository, memory } = job
  await keepOnGitHub(job, context, key, async ({ data, comment }) => {
    const thread = await issueFor(job, context)
    const kept = { slug, to, at: context.now(), memory: [{ key, data }] }
    const text = `${said(window)}\n\n${await sealWindow(context.sealer, { repositoryId: repository.id, number: thread }, kept)}`
    const marker = keyMarker(`${repository.id}/window/${slug}/kept`)
    try {
      return await writeKept(job, context, { thread, text, marker, comment, looks: true })
    } catch (error) {
      // Somebody deleted the issue: the next planned freeze has another one.
      if (isRefusal(error, 'not-found', 'gone')) await memory.memorise(null, placeOf(repository))
      throw error
    }
  })
}

const placeOf = ({ id }: Repository): string => `planned-freezes/${id}/kept-in`
const markerOf = ({ id }: Repository): string => keyMarker(`planned-freezes/${id}`)

const remembered = z.object({ number: z.number() })

/** The issue's number. It is looked for before it is opened, so that there is one whatever was lost. */
async function issueFor(job: PerformJob, context: PerformContext): Promise<number> {
  const { repository, memory } = job
  const known = remembered.safeParse(await memory.recall(placeOf(repository))).data
  if (known) return known.number
  const octokit = await context.clients.forRepository(repository)
  const marker = markerOf(repository)
  const found = await findIssue({ octokit, repository, self: context.self, marker })
  const number = found?.number ?? (await open(job, context, `${introduction}\n\n${marker}`))
  await octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    owner: repository.owner,
    repo: repository.name,
    issue_number: number,
    state: 'closed',
    state_reason: 'not_planned',
  })
  await memory.memorise({ number } satisfies z.infer<typeof remembered>, placeOf(repository))
  return number
}

async function open(job: PerformJob, context: PerformContext, body: string): Promise<number> {
  const octokit = await context.clients.forRepository(job.repository)
  const opened = await createIssue(octokit, job, { issue: { title, body, labels: [], assignees: [] }, context })
  if (opened.type !== 'IssueOpened') throw new Error(`an issue was opened and came back as ${opened.type}`)
  return opened.number
}

/** Everything that is kept of a repository's planned freezes, those of long ago too: each says until when it was to last. */
export async function keptWindows(place: KeptPlace): Promise<readonly KeptWindow[]> {
  try {
    const issue = await findIssue({ ...place, marker: markerOf(place.repository) })
    return issue ? await windowsIn(place, issue.number) : []
  } catch (error) {
    // A repository without issues keeps nothing there.
    if (isRefusal(error)) return []
    throw error
  }
}

async function windowsIn(place: KeptPlace, number: number): Promise<readonly KeptWindow[]> {
  const { repository, sealer } = place
  const at = { repositoryId: repository.id, number }
  const kept: KeptWindow[] = []
  for (const { own, body } of await commentsOn(place, number)) {
    const window = own ? await openWindow(sealer, body, at) : undefined
    if (window) kept.push(window)
  }
  return kept
}

/** After a loss of the database, a planned freeze that goes on remembers again what stood before it. */
export async function recallPlanned(job: PerformJob, context: PerformContext, { window, key }: Keeping): Promise<void> {
  const { repository, memory } = job
  const { self, sealer, log } = context
  const octokit = await context.clients.forRepository(repository)
  const kept = await keptWindows({ octokit, repository, self, sealer, log })
  const own = kept.find(({ slug, to }) => slug === window.slug && to === window.to)
  if (own?.memory[0]) await memory.memorise(own.memory[0].data, key)
}
