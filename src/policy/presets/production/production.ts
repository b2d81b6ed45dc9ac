import { productionChecklists } from './checklists.ts'
import { productionPostmortem } from './report.ts'

/**
 * Emergency response procedures of a production environment: response in 15 minutes, 1 hour, 4 hours or a day, three levels,
 * a procedure for each critical emergency, and follow-ups for a month. Nothing is frozen; `/incident freeze` is at hand.
 *
 *     extends: firebreak:production
 *     roles:
 *       technical-team:
 *         rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: America/Toronto, members: ["@alice", "@bob"] }
 *       technical-lead: ["@carol"]
 *       devops: ["@dana"]
 *       database-administrator: ["@erin"]
 *       security-officer: ["@frank"]
 *       management: ["@grace"]
 *       legal: ["@heidi"]
 *
 * Level 1 is on call. A rotation needs members, so the role begins as an empty list.
 */
export const production = `\
version: 1

roles:
  technical-team: []
  technical-lead: []
  devops: []
  database-administrator: []
  security-officer: []
  management: []
  legal: []

default-severity: P1
severities:
  P0:
    name: Critical
    description: Complete system outage, data breach or security incident, data loss or corruption, payment processing failure
    respond-within: 15m
    escalation: critical
    responders: [technical-team, technical-lead, devops, database-administrator, security-officer]
  P1:
    name: High
    description: Partial service outage, performance degradation, security vulnerability, payment processing issues
    respond-within: 1h
    escalation: high
    responders: [technical-team, technical-lead]
  P2:
    name: Medium
    description: Minor service issues, non-critical bugs, performance issues, feature degradation
    respond-within: 4h
    escalation: medium
    responders: [technical-team]
  P3:
    name: Low
    description: Cosmetic issues, minor bugs, documentation issues, enhancement requests
    respond-within: 24h
    escalation: low
    responders: [technical-team]

kinds:
  outage:
    label: kind/outage
    keywords: [all services down, server unreachable, complete outage, system outage]
    severity: P0
  security:
    label: kind/security
    keywords: [unauthorized access, suspicious activity, data exfiltration, data breach, security alert]
    severity: P0
    confidential: true
  payment:
    label: kind/payment
    keywords: [payment, Stripe, transaction failure]
    severity: P0
  data-loss:
    label: kind/data-loss
    keywords: [data loss, corruption, database error, data inconsistenc, missing data]
    severity: P0

# Level 1, 2, 3: the next level once the response time is over, the last one when four times that have passed.
escalation:
  policies:
    critical:
      steps:
        - { notify: [technical-team] }
        - { after: 15m, notify: [technical-lead] }
        - { after: 1h, notify: [management] }
    high:
      steps:
        - { notify: [technical-team] }
        - { after: 1h, notify: [technical-lead] }
        - { after: 4h, notify: [management] }
    medium:
      steps:
        - { notify: [technical-team] }
        - { after: 4h, notify: [technical-lead] }
        - { after: 16h, notify: [management] }
    low:
      steps:
        - { notify: [technical-team] }
        - { after: 24h, notify: [technical-lead] }

# Who is told by when, whatever the escalation has come to. Critical and high: the document is about critical incidents.
updates:
  deadlines:
    - { within: 1m, to: [security-officer], kinds: [security] }
    - { within: 15m, to: [technical-lead, devops], severities: [P0, P1] }
    - { within: 1h, to: [management], severities: [P0, P1] }
    - { within: 1h, to: [management, legal], kinds: [security] }
    - { within: 24h, to: [technical-lead, management], severities: [P0, P1] }

hotfix:
  require: [incident, approvals]

${productionChecklists}
${productionPostmortem}`
