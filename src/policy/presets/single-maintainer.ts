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

checklists:
  before:
    title: Before the emergency pull request
    on: declared
    items:
      - Issue is truly critical/urgent
      - Minimal scope fix implemented
      - Basic testing completed
      - Impact assessment documented
      - Emergency bypass justified
  during:
    title: During the emergency pull request
    on: hotfix-opened
    items:
      - Use [EMERGENCY] prefix in title
      - Include clear description of issue
      - Document impact and urgency
      - Request maintainer review
      - Merge only after maintainer approval
  after:
    title: After the emergency pull request
    on: hotfix-merged
    items:
      - Document the emergency
      - Update relevant documentation
      - Conduct post-mortem if needed
      - Implement preventive measures
      - Review governance procedures

post-mortem:
  open: hotfix-merged
`
