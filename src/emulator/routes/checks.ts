import { forbidden, invalidRequest, notFound } from '../http/api-error.ts'
import { optionalChoice, optionalObject, optionalText, requiredText } from '../http/body.ts'
import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import { isObject } from '../json.ts'
import { type CheckOutput, type CheckRun, CONCLUSIONS } from '../model/git.ts'
import {
  type CheckRunInput,
  checkRunWithId,
  createCheckRun,
  createStatus,
  updateCheckRun,
} from '../operations/checks.ts'
import { resolveRef } from '../operations/refs.ts'
import { newestRuns } from '../rules/required-checks.ts'
import { checkRunJson, statusJson } from '../shapes/check-run.ts'
import { repositoryJson } from '../shapes/repository.ts'
import { repositoryUrl } from '../shapes/urls.ts'
import { numberParam } from './numbers.ts'

const STATUSES = ['queued', 'in_progress', 'completed'] as const
const LONGEST_TEXT = 65_535

/** Check runs and commit statuses. */
export const checkRoutes: Route[] = [
  repositoryRoute('POST /check-runs', 'checks:write', (call) => {
    if (call.actor.appId === null) throw forbidden('You must authenticate via a GitHub App.')
    const names = { name: requiredText(call.body, 'name'), headSha: requiredText(call.body, 'head_sha') }
    const run = createCheckRun(call, { ...readFields(call), ...names }, call.world.app.id)
    return { status: 201, body: checkRunJson(call.world, call.repository, run) }
  }),
  repositoryRoute('GET /check-runs/:id', 'checks:read', (call) => {
    return {
      status: 200,
      body: checkRunJson(call.world, call.repository, checkRunWithId(call, numberParam(call, 'id'))),
    }
  }),
  repositoryRoute('PATCH /check-runs/:id', 'checks:write', (call) => {
    const run = checkRunWithId(call, numberParam(call, 'id'))
    updateCheckRun(call, run, readFields(call))
    return { status: 200, body: checkRunJson(call.world, call.repository, run) }
  }),
  repositoryRoute('GET /commits/:ref/check-runs', 'checks:read', (call) => {
    const items = runsAt(call, shaOf(call)).map((run) => checkRunJson(call.world, call.repository, run))
    return { status: 200, list: { items, wrap: (page, total) => ({ total_count: total, check_runs: page }) } }
  }),
  repositoryRoute('GET /commits/:ref/status', 'statuses:read', (call) => {
    const sha = shaOf(call)
    const newest = new Map(call.repository.statuses.filter((one) => one.sha === sha).map((one) => [one.context, one]))
    const items = [...newest.values()]
    const failed = items.some((one) => one.state === 'failure' || one.state === 'error')
    const passed = items.length > 0 && items.every((one) => one.state === 'success')
    const url = `${repositoryUrl(call.repository)}/commits/${sha}`
    const wrap = (page: unknown[], total: number) => ({
      state: failed ? 'failure' : passed ? 'success' : 'pending',
      statuses: page,
      sha,
      total_count: total,
      repository: repositoryJson(call.world, call.repository),
      commit_url: url,
      url: `${url}/status`,
    })
    return { status: 200, list: { items: items.map((one) => statusJson(call.world, call.repository, one)), wrap } }
  }),
  repositoryRoute('POST /statuses/:sha', 'statuses:write', (call) => {
    const state = optionalChoice(call.body, 'state', ['error', 'failure', 'pending', 'success'] as const)
    if (state === undefined) throw invalidRequest('Invalid request.\n\n"state" wasn\'t supplied.')
    const context = optionalText(call.body, 'context') ?? 'default'
    const description = optionalText(call.body, 'description') ?? null
    const targetUrl = optionalText(call.body, 'target_url') ?? null
    const status = createStatus(call, { sha: call.params.sha ?? '', context, state, description, targetUrl })
    const creator = { creator: null }
    return { status: 201, body: { ...statusJson(call.world, call.repository, status), ...creator } }
  }),
]

function shaOf(call: RepositoryCall): string {
  const commit = resolveRef(call, call.params.ref ?? '')
  if (commit === undefined) throw notFound(`No commit found for SHA: ${call.params.ref}`)
  return commit.sha
}

/** `filter=latest` (the default) keeps the newest run of each name and App. */
function runsAt(call: RepositoryCall, sha: string): CheckRun[] {
  const { query, repository } = call
  const [name, app, status] = [query.get('check_name'), query.get('app_id'), query.get('status')]
  const found = repository.checkRuns
    .filter((run) => run.headSha === sha && (name === null || run.name === name))
    .filter((run) => (app === null || run.appId === Number(app)) && (status === null || run.status === status))
  if (query.get('filter') === 'all') return found.toReversed()
  const isNewest = (run: CheckRun) => newestRuns(repository, sha, { context: run.name, appId: run.appId }).includes(run)
  return found.filter(isNewest).toReversed()
}

function readFields(call: RepositoryCall): Partial<CheckRunInput> {
  const { body } = call
  const fields: Partial<CheckRunInput> = {}
  const status = optionalChoice(body, 'status', STATUSES)
  const conclusion = optionalChoice(body, 'conclusion', CONCLUSIONS)
  const texts = {
    externalId: 'external_id',
    detailsUrl: 'details_url',
    startedAt: 'started_at',
    completedAt: 'completed_at',
  } as const
  if (status !== undefined) fields.status = status
  if (conclusion !== undefined) fields.conclusion = conclusion
  for (const key of ['externalId', 'detailsUrl', 'startedAt', 'completedAt'] as const) {
    const value = optionalText(body, texts[key])
    if (typeof value === 'string') fields[key] = value
  }
  const output = optionalObject(body, 'output')
  if (output !== undefined && output !== null) fields.output = readOutput(output)
  if (body.actions !== undefined) fields.actions = readActions(body.actions)
  return fields
}

function readOutput(output: Record<string, unknown>): CheckOutput {
  const title = optionalText(output, 'title') ?? null
  const summary = optionalText(output, 'summary') ?? null
  const text = optionalText(output, 'text') ?? null
  const annotations = Array.isArray(output.annotations) ? output.annotations.length : 0
  if (annotations > 50) throw invalidRequest('Invalid request.\n\nNo more than 50 annotations are allowed per request.')
  if ([summary, text].some((one) => (one ?? '').length > LONGEST_TEXT)) {
    throw invalidRequest(`Invalid request.\n\nOnly ${LONGEST_TEXT} characters are allowed.`)
  }
  return { title, summary, text, annotations }
}

function readActions(value: unknown): CheckRun['actions'] {
  const actions = Array.isArray(value) ? value.filter(isObject) : []
  if (actions.length > 3) throw invalidRequest('Invalid request.\n\nNo more than 3 items are allowed for actions.')
  return actions.map((action) => {
    const read = (key: string, longest: number) => {
      const text = requiredText(action, key)
      if (text.length > longest)
        throw invalidRequest(`Invalid request.\n\nOnly ${longest} characters are allowed for ${key}.`)
      return text
    }
    return { label: read('label', 20), description: read('description', 40), identifier: read('identifier', 20) }
  })
}
