import { forbidden, invalidRequest, notFound } from '../http/api-error.ts'
import type { CheckRun, CommitStatus } from '../model/git.ts'
import { checkRunEventJson } from '../shapes/check-run.ts'
import type { RepositoryContext } from './context.ts'
import { advanceQueue } from './queue.ts'

export type CheckRunInput = Partial<Omit<CheckRun, 'id' | 'appId' | 'name' | 'headSha'>> & {
  name: string
  headSha: string
}

/** Reports a check on a commit. @throws 422 when the repository has no such commit. */
export function createCheckRun(context: RepositoryContext, input: CheckRunInput, appId: number): CheckRun {
  const { world, repository } = context
  if (repository.commits[input.headSha] === undefined) {
    throw invalidRequest(`No commit found for SHA: ${input.headSha}`)
  }
  const run: CheckRun = {
    id: world.ids.next(),
    appId,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: `https://example.org/${world.app.slug}`,
    startedAt: world.timestamp(),
    completedAt: null,
    output: { title: null, summary: null, text: null, annotations: 0 },
    actions: [],
    ...input,
  }
  complete(context, run)
  repository.checkRuns.push(run)
  publishCheckRun(context, run, 'created')
  if (run.status === 'completed') publishCheckRun(context, run, 'completed')
  advanceQueue(context)
  return run
}

/** Changes a run. @throws 403 when another App made it. */
export function updateCheckRun(context: RepositoryContext, run: CheckRun, edit: Partial<CheckRunInput>): void {
  if (run.appId !== context.actor.appId)
    throw forbidden(
      'Invalid app_id `' +
        context.actor.appId +
        '` - check run can only be modified by the GitHub App that created it.',
    )
  const wasCompleted = run.status === 'completed'
  // A completed run cannot go back: GitHub keeps the conclusion until a new one is reported.
  if (wasCompleted && edit.status !== undefined && edit.status !== 'completed') {
    throw invalidRequest('Validation Failed', ['status cannot be changed once the check run is completed'])
  }
  Object.assign(run, edit)
  complete(context, run)
  if (run.status === 'completed' && (!wasCompleted || edit.conclusion !== undefined))
    publishCheckRun(context, run, 'completed')
  advanceQueue(context)
}

/** @throws 404 when the repository has no such run. */
export function checkRunWithId(context: RepositoryContext, id: number): CheckRun {
  const run = context.repository.checkRuns.find((one) => one.id === id)
  if (run === undefined) throw notFound()
  return run
}

/** Asks the App that made a run to do it again; other Apps are not told. */
export function rerequestCheck(context: RepositoryContext, run: CheckRun): void {
  if (run.appId === context.world.app.id) publishCheckRun(context, run, 'rerequested')
}

/** Presses one of the buttons of a run; only the App that made it hears of it. */
export function pressCheckButton(context: RepositoryContext, run: CheckRun, identifier: string): void {
  const known = run.actions.some((action) => action.identifier === identifier)
  if (!known) throw invalidRequest(`The check run "${run.name}" has no action "${identifier}".`)
  if (run.appId !== context.world.app.id) return
  const { world, repository, actor } = context
  const payload = { check_run: checkRunEventJson(world, repository, run), requested_action: { identifier } }
  world.publish({ event: 'check_run', action: 'requested_action', sender: actor.login, repository, payload })
}

export type StatusInput = Pick<CommitStatus, 'sha' | 'context' | 'state'> & Partial<CommitStatus>

/** Reports a commit status; the newest of a context counts. */
export function createStatus(context: RepositoryContext, input: StatusInput): CommitStatus {
  const { world, repository, actor } = context
  if (repository.commits[input.sha] === undefined) throw invalidRequest(`No commit found for SHA: ${input.sha}`)
  const blank = { description: null, targetUrl: null, appId: actor.appId }
  const status = { ...blank, ...input, id: world.ids.next(), createdAt: world.timestamp() }
  repository.statuses.push(status)
  advanceQueue(context)
  return status
}

function complete(context: RepositoryContext, run: CheckRun): void {
  if (run.conclusion !== null) run.status = 'completed'
  if (run.status !== 'completed') return
  if (run.conclusion === null) throw invalidRequest('Invalid request.\n\n"conclusion" wasn\'t supplied.')
  run.completedAt ??= context.world.timestamp()
}

function publishCheckRun(context: RepositoryContext, run: CheckRun, action: string): void {
  const { world, repository, actor } = context
  const payload = { check_run: checkRunEventJson(world, repository, run) }
  world.publish({ event: 'check_run', action, sender: actor.login, repository, payload })
}
