import { emergencyChecklists } from './emergency-checklists.ts'

/**
 * Emergency procedures of a project in its first phase: one maintainer, who decides alone and fast. Name yourself:
 *
 *     extends: firebreak:single-maintainer
 *     roles: { maintainers: ["@you"] }
 */
export const singleMaintainer = `\
version: 1

roles:
  maintainers: []

severities:
  emergency:
    name: Emergency
    description: A critical security vulnerability, a production failure, or a vulnerable dependency.
    respond-within: 4h
    freeze: hotfix-only
    escalation: default
    responders: [maintainers]
    approvals: { required: 1, from: [maintainers] }

kinds:
  security:
    label: kind/security
    keywords: [Critical security fix, zero-day, CVE-]
    hotfix-branches: [hotfix/critical-security-fix]
  production:
    label: kind/production
    keywords: [Production fix, outage, data loss]
    hotfix-branches: [hotfix/production-fix]
  dependency:
    label: kind/dependency
    keywords: [Dependency security update]
    hotfix-branches: [hotfix/dependency-security-update]

freeze:
  branches: ["~DEFAULT_BRANCH"]
  lift: hotfix-merged

hotfix:
  branches: ["hotfix/*"]
  require: [title, branch, incident, impact, bypass-reason, approvals]

escalation:
  policies:
    default:
      steps:
        - { notify: [maintainers] }
        - { after: 4h, notify: [maintainers] }

${emergencyChecklists}
post-mortem:
  open: hotfix-merged
`
