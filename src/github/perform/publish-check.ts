import type { PerformJob } from '../../engine/ports.ts'
import type { CheckAnnotation, CheckOutput, PublishCheck } from '../../incident/effect.ts'
import type { Self } from '../../incident/plan.ts'
import type { Octokit } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { at, capped, integer } from '../json.ts'
import type { Performer } from './context.ts'
import { announceCreation, mayExist } from './intent.ts'
import { cutOutput } from './text.ts'

/** GitHub takes this many per call and appends those of later calls (`checks/update`). */
const annotationsPerCall = 50

/**
 * Publishes a completed check run, or rewrites the one that is there. Conclusions other than success and failure do not
 * exist here: rulesets let some of them pass.
 */
export const publishCheck: Performer<'PublishCheck'> = async (effect, job, { clients, self }) => {
  const octokit = await clients.forRepository(job.repository)
  const existing = await existingRun(octokit, job, { effect, self })
  const annotations = (effect.output?.annotations ?? []).map(annotationBody)
  const batches = batchesOf(annotations.slice(existing?.annotations ?? 0))
  let id = existing?.id
  for (const batch of batches) id = await send(octokit, job, { effect, id, batch })
  return { type: 'CheckPublished', checkRunId: id ?? 0 }
}

interface Run {
  readonly id: number
  /** How many it carries already. */
  readonly annotations: number
}

async function existingRun(
  octokit: Octokit,
  job: PerformJob,
  { effect, self }: { effect: PublishCheck; self: Self },
): Promise<Run | undefined> {
  const previous = job.previous?.type === 'CheckPublished' ? job.previous.checkRunId : undefined
  if (previous !== undefined && !effect.output?.annotations?.length) return { id: previous, annotations: 0 }
  return previous !== undefined || (await mayExist(job)) ? findRun(octokit, job, { effect, self }) : undefined
}

/** Source: `checks/list-for-ref`. */
async function findRun(
  octokit: Octokit,
  { repository }: PerformJob,
  { effect, self }: { effect: PublishCheck; self: Self },
): Promise<Run | undefined> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    owner: repository.owner,
    repo: repository.name,
    ref: effect.sha,
    check_name: effect.name,
    app_id: self.appId,
    filter: 'latest',
    per_page: 100,
  })
  const run = data.check_runs.find((each) => each.external_id === effect.externalId)
  return run && { id: Number(run.id), annotations: integer(at(run, 'output', 'annotations_count')) ?? 0 }
}

type AnnotationBody = ReturnType<typeof annotationBody>

/** At least one, so that the verdict is sent when there is nothing to annotate. */
function batchesOf(annotations: readonly AnnotationBody[]): AnnotationBody[][] {
  const count = Math.max(1, Math.ceil(annotations.length / annotationsPerCall))
  return Array.from({ length: count }, (_, index) =>
    annotations.slice(index * annotationsPerCall, (index + 1) * annotationsPerCall),
  )
}

async function send(
  octokit: Octokit,
  job: PerformJob,
  { effect, id, batch }: { effect: PublishCheck; id: number | undefined; batch: readonly AnnotationBody[] },
): Promise<number> {
  const body = { ...verdictOf(effect), output: { ...outputBody(effect), annotations: [...batch] } }
  const address = { owner: job.repository.owner, repo: job.repository.name }
  if (id !== undefined) {
    try {
      await octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        ...address,
        ...body,
        check_run_id: id,
      })
      return id
    } catch (error) {
      if (!isRefusal(error, 'not-found')) throw error
    }
  }
  await announceCreation(job)
  const { data } = await octokit.request('POST /repos/{owner}/{repo}/check-runs', {
    ...address,
    ...body,
    name: effect.name,
    head_sha: effect.sha,
  })
  return Number(data.id)
}

const verdictOf = ({ externalId, conclusion }: PublishCheck) =>
  ({ external_id: externalId, status: 'completed', conclusion }) as const

function outputBody({ output, name }: PublishCheck) {
  const { title, summary, text }: CheckOutput = output ?? { title: name, summary: '' }
  return {
    title: capped(title, 255),
    summary: cutOutput(summary),
    ...(text === undefined ? {} : { text: cutOutput(text) }),
  }
}

function annotationBody(annotation: CheckAnnotation) {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    annotation_level: annotation.level,
    title: capped(annotation.title, 255),
    // GitHub's limit is 64 KB; a character is at most four bytes.
    message: capped(annotation.message, 16_000),
  }
}
