import { notFound } from '../http/api-error.ts'
import { demandProtectionPlan } from '../http/authorize.ts'
import { type Answer, type RepositoryCall, type Route, repositoryRoute } from '../http/route.ts'
import type { ClassicRule } from '../model/protection.ts'
import { changeRule, deleteProtection, effectiveRule, setProtection } from '../operations/protection.ts'
import { readRequiredChecks } from '../operations/protection-input.ts'
import { protectionJson, protectionUrl, requiredChecksJson } from '../shapes/protection.ts'

const BASE = '/branches/:branch/protection'

/** Classic branch protection. */
export const protectionRoutes: Route[] = [
  protectionRoute('GET', '', (call, branch) => answer(call, branch, effectiveRule(call, branch))),
  protectionRoute('PUT', '', (call, branch) => answer(call, branch, setProtection(call, branch, call.body))),
  protectionRoute('DELETE', '', (call, branch) => {
    deleteProtection(call, branch)
    return { status: 204 }
  }),
  ...switchRoutes('enforce_admins', 'enforceAdmins'),
  ...switchRoutes('required_signatures', 'requiredSignatures'),
  protectionRoute('GET', '/required_status_checks', (call, branch) => {
    const rule = effectiveRule(call, branch)
    if (rule.requiredStatusChecks === null) throw notFound('Required status checks not enabled')
    return { status: 200, body: requiredChecksJson(call.repository, branch, rule) }
  }),
  protectionRoute('PATCH', '/required_status_checks', (call, branch) => {
    const rule = effectiveRule(call, branch)
    const strict = rule.requiredStatusChecks?.strict ?? false
    const required = readRequiredChecks(call.repository, { strict, ...call.body })
    changeRule(call, rule, { requiredStatusChecks: required })
    return { status: 200, body: requiredChecksJson(call.repository, branch, rule) }
  }),
  protectionRoute('DELETE', '/required_status_checks', (call, branch) => {
    changeRule(call, effectiveRule(call, branch), { requiredStatusChecks: null })
    return { status: 204 }
  }),
  protectionRoute('DELETE', '/required_pull_request_reviews', (call, branch) => {
    changeRule(call, effectiveRule(call, branch), { requiredReviews: null })
    return { status: 204 }
  }),
]

function protectionRoute(
  method: string,
  path: string,
  handle: (call: RepositoryCall, branch: string) => Answer,
): Route {
  const level = method === 'GET' ? 'read' : 'write'
  return repositoryRoute(`${method} ${BASE}${path}`, `administration:${level}`, (call) => {
    demandProtectionPlan(call.world, call.repository)
    const branch = call.params.branch ?? ''
    if (call.repository.branches[branch] === undefined) throw notFound('Branch not found')
    return handle(call, branch)
  })
}

/** GET, POST (on) and DELETE (off) of one switch with an endpoint of its own. */
function switchRoutes(name: string, key: 'enforceAdmins' | 'requiredSignatures'): Route[] {
  const shown = (call: RepositoryCall, branch: string, rule: ClassicRule): Answer => {
    return { status: 200, body: { url: `${protectionUrl(call.repository, branch)}/${name}`, enabled: rule[key] } }
  }
  const set = (call: RepositoryCall, branch: string, on: boolean) => {
    const rule = effectiveRule(call, branch)
    changeRule(call, rule, { [key]: on })
    return rule
  }
  return [
    protectionRoute('GET', `/${name}`, (call, branch) => shown(call, branch, effectiveRule(call, branch))),
    protectionRoute('POST', `/${name}`, (call, branch) => shown(call, branch, set(call, branch, true))),
    protectionRoute('DELETE', `/${name}`, (call, branch) => {
      set(call, branch, false)
      return { status: 204 }
    }),
  ]
}

function answer(call: RepositoryCall, branch: string, rule: ClassicRule): Answer {
  return { status: 200, body: protectionJson(call.world, call.repository, branch, rule) }
}
