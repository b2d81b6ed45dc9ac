import type { PerformJob } from '../../engine/ports.ts'
import type { EffectResult } from '../../incident/effect.ts'
import type { Self } from '../../incident/plan.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, capped, text } from '../json.ts'
import { GivenUp, type Performer } from './context.ts'
import { keyMarker, marked } from './text.ts'

/** The longest `summary` of an advisory, in characters. */
const longestSummary = 1024

/**
 * Opens a draft security advisory once; after a try whose end was not seen, it is looked for by its marker first.
 * Sources: `security-advisories/create-repository-advisory`, `security-advisories/list-repository-advisories`; GitHub
 * Enterprise Server has neither.
 */
export const openAdvisory: Performer<'OpenAdvisory'> = async (effect, job, { clients, self }) => {
  const marker = keyMarker(job.put.key)
  try {
    const octokit = await clients.special(job.repository, 'advisories')
    const found = job.triesBefore > 0 ? await findDraft(octokit, job, { marker, self }) : undefined
    return found ?? (await create(octokit, job, { ...effect, body: marked(effect.body ?? '', marker) }))
  } catch (error) {
    throw plainly(error)
  }
}

interface Draft {
  readonly title: string
  readonly severity: 'low' | 'medium' | 'high' | 'critical'
  readonly body: string
}

async function create(
  octokit: Octokit,
  { repository: { owner, name } }: PerformJob,
  { title, severity, body }: Draft,
): Promise<EffectResult> {
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/security-advisories', {
    owner,
    repo: name,
    summary: capped(title, longestSummary),
    description: body,
    // Which packages are affected is for people to say; one entry has to be there.
    vulnerabilities: [{ package: { ecosystem: 'other', name: `${owner}/${name}` } }],
    severity,
  })
  return { type: 'AdvisoryOpened', ghsa: data.ghsa_id, url: data.html_url }
}

async function findDraft(
  octokit: Octokit,
  { repository: { owner, name } }: PerformJob,
  { marker, self }: { readonly marker: string; readonly self: Self },
): Promise<EffectResult | undefined> {
  const pages = octokit.paginate.iterator('GET /repos/{owner}/{repo}/security-advisories', {
    owner,
    repo: name,
    state: 'draft',
    per_page: 100,
  })
  for await (const { data } of pages) {
    const found = data.find(
      (draft: unknown) =>
        text(at(draft, 'author', 'login')) === `${self.slug}[bot]` &&
        text(at(draft, 'description'))?.trimEnd().endsWith(marker),
    )
    if (found) return { type: 'AdvisoryOpened', ghsa: found.ghsa_id, url: found.html_url }
  }
  return undefined
}

/** Why there is no draft is said in public, so it is said in words of ours: GitHub's might quote what was refused. */
function plainly(error: unknown): unknown {
  if (!isRefusal(error)) return error
  switch (error.kind) {
    case 'permission':
      return new GivenUp('the App was not granted the permission "Repository security advisories: write" here.')
    case 'not-found':
    case 'gone':
      return new GivenUp('this GitHub server, or this repository, has no draft security advisories.')
    default:
      return new GivenUp(`GitHub did not take a draft security advisory (status ${error.status}).`)
  }
}
