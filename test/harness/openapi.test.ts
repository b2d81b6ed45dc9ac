import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from 'vitest'
import { type KnownGap, restGaps, webhookGaps } from './official-example-gaps.ts'
import { checkExchange, checkWebhook } from './openapi.ts'
import { type Description, isObject, lastPart, readDescription } from './openapi-schema.ts'

const require = createRequire(import.meta.url)

describe('the webhook check', () => {
  const recorded: readonly {
    name: string
    examples: readonly { action?: string }[]
  }[] = require('@octokit/webhooks-examples')
  const problems = new Map<string, readonly string[]>()

  beforeAll(() => {
    for (const { name, examples } of recorded) {
      problems.set(
        name,
        examples.flatMap((payload) => checkWebhook(name, payload.action, payload)),
      )
    }
  }, 60_000)

  it.each(recorded.map(({ name }) => name))('accepts the official examples of %s', (name) => {
    expect(withoutGaps(problems.get(name) ?? ['not checked'], webhookGaps)).toEqual([])
  })

  it('has no exception that no example needs', () => {
    expect(unneeded([...problems.values()].flat(), webhookGaps)).toEqual([])
  })

  it('says what is missing and where', () => {
    expect(checkWebhook('merge_group', 'destroyed', { action: 'destroyed', merge_group: { head_sha: 1 } })).toEqual([
      "merge_group.destroyed: /merge_group must have required property 'head_ref'",
      "merge_group.destroyed: /merge_group must have required property 'base_sha'",
      "merge_group.destroyed: /merge_group must have required property 'base_ref'",
      "merge_group.destroyed: /merge_group must have required property 'head_commit'",
      'merge_group.destroyed: /merge_group/head_sha must be string',
    ])
  })

  it('knows no event and no action that GitHub does not send', () => {
    expect(checkWebhook('issues', 'exploded', {})).toEqual(['issues.exploded: GitHub documents no such webhook'])
    expect(checkWebhook('issue', undefined, {})).toEqual(['issue: GitHub documents no such webhook'])
  })

  it('refuses the payload of another action', () => {
    const issues = recorded.find(({ name }) => name === 'issues')
    const labeled = issues?.examples.find(({ action }) => action === 'labeled')
    expect(checkWebhook('issues', 'opened', labeled)).toContain(
      'issues.opened: /action must be equal to one of the allowed values: ["opened"]',
    )
  })
})

describe('the exchange check', () => {
  const ours = [
    ...['/repos/{owner}/{repo}', '/repos/{owner}/{repo}/collaborators/{username}/permission'],
    ...['/repos/{owner}/{repo}/rulesets', '/repos/{owner}/{repo}/rulesets/{ruleset_id}'],
    ...['/repos/{owner}/{repo}/rules/branches/{branch}', '/repos/{owner}/{repo}/branches/{branch}/protection'],
    ...['/repos/{owner}/{repo}/check-runs', '/repos/{owner}/{repo}/check-runs/{check_run_id}'],
    ...['/repos/{owner}/{repo}/commits/{ref}/check-runs', '/repos/{owner}/{repo}/commits/{commit_sha}/pulls'],
    ...['/repos/{owner}/{repo}/issues', '/repos/{owner}/{repo}/issues/{issue_number}/comments'],
    ...['/repos/{owner}/{repo}/issues/{issue_number}/labels', '/repos/{owner}/{repo}/contents/{path}'],
    ...['/repos/{owner}/{repo}/pulls', '/repos/{owner}/{repo}/pulls/{pull_number}', '/repos/{owner}/{repo}/labels'],
    ...['/repos/{owner}/{repo}/pulls/{pull_number}/reviews', '/repos/{owner}/{repo}/pulls/{pull_number}/files'],
    '/app/installations/{installation_id}/access_tokens',
  ]
  const problems = new Map<string, readonly string[]>()

  beforeAll(() => {
    const description = readDescription('@octokit/openapi/generated/api.github.com.json')
    for (const path of ours) problems.set(path, officialExchanges(description, path).flatMap(checkExchange))
  }, 60_000)

  it.each(ours)('accepts the official examples of %s', (path) => {
    expect(withoutGaps(problems.get(path) ?? ['not checked'], restGaps)).toEqual([])
  })

  it('has no exception that no example needs', () => {
    expect(unneeded([...problems.values()].flat(), restGaps)).toEqual([])
  })

  const unavailable = { status: 503, responseBody: { message: 'Service unavailable' } }
  const created = { ...unavailable, method: 'POST', path: '/repos/acme/site/rulesets' }

  it('explains a wrong request field by field', () => {
    const rules = [{ type: 'pull_request', parameters: { required_approving_review_count: 99 } }, { type: 'lock' }]
    expect(
      checkExchange({ ...created, requestBody: { name: 'Freeze', enforcement: 'on', tagret: 'tag', rules } }),
    ).toEqual(
      [
        'request body /tagret is not documented',
        'request body /enforcement must be equal to one of the allowed values: ["disabled","active","evaluate"]',
        "request body /rules/0/parameters must have required property 'dismiss_stale_reviews_on_push'",
        "request body /rules/0/parameters must have required property 'require_code_owner_review'",
        "request body /rules/0/parameters must have required property 'require_last_push_approval'",
        "request body /rules/0/parameters must have required property 'required_review_thread_resolution'",
        'request body /rules/0/parameters/required_approving_review_count must be <= 10',
        'request body /rules/1 value of tag "type" must be in oneOf',
      ].map((problem) => `POST /repos/{owner}/{repo}/rulesets: ${problem}`),
    )
  })

  it('demands a body where one is required and refuses one where none is taken', () => {
    expect(checkExchange(created)).toEqual(['POST /repos/{owner}/{repo}/rulesets: request body is missing'])
    expect(
      checkExchange({ ...unavailable, method: 'DELETE', path: '/repos/acme/site/rulesets/7', requestBody: {} }),
    ).toEqual(['DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}: takes no request body, but one was sent'])
  })

  it('sees an identifier that was never filled in', () => {
    expect(checkExchange({ ...unavailable, method: 'GET', path: '/repos/acme/site/rulesets/undefined' })).toEqual([
      'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}: path parameter ruleset_id (undefined): / must be integer',
    ])
  })

  it('checks the query, given apart or in the path', () => {
    const path = '/repos/acme/site/pulls?state=all&direction=up'
    expect(checkExchange({ ...unavailable, method: 'GET', path, query: { per_page: 'many', perpage: '2' } })).toEqual(
      [
        'query parameter perpage is not documented',
        'query parameter direction (up): / must be equal to one of the allowed values: ["asc","desc"]',
        'query parameter per_page (many): / must be integer',
      ].map((problem) => `GET /repos/{owner}/{repo}/pulls: ${problem}`),
    )
  })

  it('refuses a status that the endpoint does not have, and a body that the status does not have', () => {
    const lifted = { method: 'DELETE', path: '/repos/acme/site/rulesets/7' }
    const name = 'DELETE /repos/{owner}/{repo}/rulesets/{ruleset_id}'
    expect(checkExchange({ ...lifted, status: 204 })).toEqual([])
    expect(checkExchange({ ...lifted, status: 200 })).toEqual([`${name}: status 200 is not documented`])
    expect(checkExchange({ ...lifted, status: 204, responseBody: { ok: true } })).toEqual([
      `${name}: a 204 has no body, but one was sent`,
    ])
  })

  it('refuses an answer of the wrong shape, errors included', () => {
    const read = { method: 'GET', path: '/repos/acme/site/git/ref/heads%2Fmain' }
    const name = 'GET /repos/{owner}/{repo}/git/ref/{ref}'
    expect(
      checkExchange({ ...read, status: 200, responseBody: { ref: 'refs/heads/main', url: 'no address' } }),
    ).toEqual([
      `${name}: 200 response body / must have required property 'node_id'`,
      `${name}: 200 response body / must have required property 'object'`,
      `${name}: 200 response body /url must match format "uri"`,
    ])
    expect(checkExchange({ ...read, status: 403, responseBody: 'no' })).toEqual([
      `${name}: 403 response body / must be object`,
    ])
  })

  it.each([
    ['GitHub Enterprise Server', '/api/v3/repos/acme/site/branches/main/protection'],
    ['a branch with a slash', '/repos/acme/site/branches/release/1.0/protection'],
    ['an encoded slash', '/repos/acme/site/branches/release%2F1.0/protection'],
  ])('finds the endpoint on %s', (_, path) => {
    expect(checkExchange({ ...unavailable, method: 'GET', path })).toEqual([])
    expect(checkExchange({ ...unavailable, method: 'POST', path })).toEqual([
      expect.stringMatching(/protection: GitHub documents no such endpoint$/),
    ])
  })

  it('passes GraphQL over, which that description does not cover', () => {
    for (const path of ['/graphql', '/api/graphql']) {
      expect(checkExchange({ method: 'POST', path, requestBody: { query: '{}' }, status: 200 })).toEqual([])
    }
  })
})

/** The exchanges that the description itself gives as examples for a path: bodies of requests, and of answers. */
function officialExchanges(description: Description, path: string) {
  const examples: unknown = 'examples' in description.components ? description.components.examples : {}
  const values = (body: unknown) =>
    Object.values(field(field(field(body, 'content'), 'application/json'), 'examples') ?? {}).map((example) => {
      const reference = field(example, '$ref')
      return field(typeof reference === 'string' ? field(examples, lastPart(reference)) : example, 'value')
    })
  const filled = path.replaceAll(/\{\w*(id|number)\}/g, '7').replaceAll(/\{\w+\}/g, 'x')
  return Object.entries(description.paths?.[path] ?? {}).flatMap(([method, operation]) => {
    const requests = values(operation.requestBody)
    const sent = requests.map((requestBody) => ({ method, path: filled, status: 503, requestBody, responseBody: {} }))
    const answered = Object.entries(operation.responses).flatMap(([status, response]) =>
      values(response).map((responseBody) => {
        const exchange = { method, path: filled, status: Number(status), responseBody }
        return requests.length > 0 ? { ...exchange, requestBody: requests[0] } : exchange
      }),
    )
    return [...sent, ...answered]
  })
}

function field(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function withoutGaps(problems: readonly string[], gaps: readonly KnownGap[]): string[] {
  return problems.filter((found) => !gaps.some(({ problem }) => problem.test(found)))
}

function unneeded(problems: readonly string[], gaps: readonly KnownGap[]): RegExp[] {
  return gaps.map(({ problem }) => problem).filter((problem) => !problems.some((found) => problem.test(found)))
}
