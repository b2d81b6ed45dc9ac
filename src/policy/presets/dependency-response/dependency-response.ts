import { dependencyChecklists } from './checklists.ts'
import { dependencyUpdates } from './messages.ts'
import { dependencyPostmortem } from './post-mortem.ts'

/**
 * A dependency emergency response runbook: vulnerable dependencies by CVSS score and exploit, in five phases.
 *
 *     extends: firebreak:dependency-response
 *     roles:
 *       tech-lead: ["@alice"]
 *       security: ["@acme/security"]
 *       backend: ["@acme/backend"]
 *       devops: ["@acme/devops"]
 *
 * The runbook's headings say "P0 (CVSS >= 9.0)" where its table says "CVSS >= 9.0 + exploit". GitHub has no field that tells
 * of an exploit, so the headings decide here: a critical score is P0 unless somebody says otherwise.
 */
export const dependencyResponse = `\
version: 1

roles:
  tech-lead: []
  security: []
  backend: []
  devops: []

detection:
  alerts: { dependabot: true, advisories: true }

severities:
  P0:
    name: Critical
    description: CVSS >= 9.0, active exploitation in the wild, customer data potentially exposed, or an advisory marked critical. All hands.
    when: { cvss: ">=9.0", scope: runtime }
    respond-within: 2h
    resolve-within: 8h
    update-every: 30m
    freeze: reviewed
    escalation: all-hands
    responders: [tech-lead, security, backend, devops]
    approvals: { required: 2, from: [tech-lead, security], each: true }
  P1:
    name: High
    description: CVSS >= 7.0 with a public exploit. Security and backend. No immediate code freeze, but PR velocity reduced.
    when: { cvss: ">=7.0", exploited: true, scope: runtime }
    respond-within: 8h
    update-every: 1h
    freeze: false
    escalation: security-and-backend
    responders: [security, backend]
    approvals: { required: 1, from: [tech-lead, security] }
  P2:
    name: Medium
    description: CVSS >= 7.0, no exploit. Backend.
    when: { cvss: ">=7.0", scope: runtime }
    respond-within: 72h
    freeze: false
    escalation: backend
    responders: [backend]
    approvals: { required: 1, from: [tech-lead, security] }

# The protection body of the code freeze: strict checks, administrators included, two approvals, until it is resolved.
freeze:
  branches: ["~DEFAULT_BRANCH"]
  lift: resolved
  reviewed: { approvals: 2, strict: true, enforce-admins: true }

hotfix:
  branches: ["/hotfix/cve-[0-9]{4}-[0-9]+/"]
  require: [branch, base, incident, impact, approvals, checklist]

# Whoever the table names is told at once, and those who approve once the response time is over.
escalation:
  policies:
    all-hands:
      steps:
        - { notify: [tech-lead, security, backend, devops] }
        - { after: 2h, notify: [tech-lead, security] }
    security-and-backend:
      steps:
        - { notify: [security, backend] }
        - { after: 8h, notify: [tech-lead] }
    backend:
      steps:
        - { notify: [backend] }
        - { after: 72h, notify: [tech-lead, security] }

# Environments as the stages are called; name yours. Stages without deployments on GitHub are ticked by hand.
roll-out:
  stages:
    - { name: Canary, environment: canary, traffic: 10 %, watch: 30m, roll-back: Error rate > 0.1 % }
    - { name: Stage 2, environment: stage-2, traffic: 50 %, watch: 30m, roll-back: Error rate > 0.05 % }
    - { name: Full, environment: production, traffic: 100 %, watch: 1h, roll-back: Error rate > 0.02 % }

${dependencyChecklists}
${dependencyUpdates}
${dependencyPostmortem}`
