import { notFound } from '../http/api-error.ts'
import { type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { Json } from '../json.ts'
import { classicRuleFor } from '../rules/classic.ts'
import { rulesetsFor } from '../rules/rulesets.ts'
import { commitJson } from '../shapes/commit.ts'
import { refJson } from '../shapes/git.ts'
import { protectionUrl } from '../shapes/protection.ts'
import { repositoryPage, repositoryUrl } from '../shapes/urls.ts'

/** Branches and git refs. */
export const branchRoutes: Route[] = [
  repositoryRoute('GET /branches', 'contents:read', (call) => {
    const wanted = call.query.get('protected')
    const all = Object.keys(call.repository.branches).sort()
    const names = wanted === null ? all : all.filter((name) => isProtected(call, name) === (wanted === 'true'))
    return { status: 200, list: { items: names.map((name) => shortJson(call, name)) } }
  }),
  repositoryRoute('GET /branches/:branch', 'contents:read', (call) => {
    const name = call.params.branch ?? ''
    const commit = call.repository.commits[call.repository.branches[name] ?? '']
    if (commit === undefined) throw notFound('Branch not found')
    const self = `${repositoryUrl(call.repository)}/branches/${encodeURIComponent(name)}`
    const html = `${repositoryPage(call.repository)}/tree/${name}`
    const detail = { commit: commitJson(call.world, call.repository, commit), _links: { self, html } }
    return { status: 200, body: { ...shortJson(call, name), ...detail } }
  }),
  repositoryRoute('GET /git/ref/:ref*', 'contents:read', (call) => {
    const name = /^heads\/(.+)$/.exec(call.params.ref ?? '')?.[1] ?? ''
    if (call.repository.branches[name] === undefined) throw notFound()
    return { status: 200, body: refJson(call.repository, name) }
  }),
]

function shortJson(call: RepositoryCall, name: string): Json {
  const sha = call.repository.branches[name] ?? ''
  const checks = classicRuleFor(call.repository, name)?.requiredStatusChecks?.checks ?? []
  const required = {
    enforcement_level: checks.length > 0 ? 'non_admins' : 'off',
    contexts: checks.map((check) => check.context),
    checks: checks.map((check) => ({ context: check.context, app_id: check.appId })),
  }
  return {
    name,
    commit: { sha, url: `${repositoryUrl(call.repository)}/commits/${sha}` },
    protected: isProtected(call, name),
    protection: { enabled: classicRuleFor(call.repository, name) !== undefined, required_status_checks: required },
    protection_url: protectionUrl(call.repository, name),
  }
}

function isProtected(call: RepositoryCall, name: string): boolean {
  return (
    classicRuleFor(call.repository, name) !== undefined || rulesetsFor(call.world, call.repository, name).length > 0
  )
}
