import { planChecklists } from './checklists.ts'
import { planPlaybooks } from './playbooks.ts'
import { planPostmortem } from './report.ts'

/**
 * An incident response plan: four severities, five stages, and a playbook for each sort of security and operational incident.
 * Nothing is frozen; `/incident freeze` is at hand.
 *
 *     extends: firebreak:incident-response-plan
 *     roles:
 *       on-call: ["@alice"]
 *       team: ["@acme/engineering"]
 *       security: ["@acme/security"]
 *
 * `on-call` may be a rotation, and the plan's channel, address and pager are `channels` of the steps below.
 */
export const incidentResponsePlan = `\
version: 1

detection:
  title-prefixes: ["[INCIDENT]", "[EMERGENCY]"]
  labels: [incident, emergency]

roles:
  on-call: []
  team: []
  security: []

default-severity: P1
severities:
  P0:
    name: Critical
    description: Service completely down, data breach
    respond-within: 5m
    escalation: required
    responders: [on-call, team, security]
  P1:
    name: High
    description: Major functionality impaired, security vulnerability
    respond-within: 1h
    escalation: recommended
    responders: [on-call, security]
  P2:
    name: Medium
    description: Minor functionality impaired
    respond-within: 4h
    escalation: optional
    responders: [on-call]
  P3:
    name: Low
    description: Cosmetic issues, minor bugs
    respond-within: 24h
    escalation: false
    responders: [on-call]

# Required: goes on until somebody answers. Recommended: the next people once the response time is over. Optional: the first
# people are told, and \`/incident escalate\` tells them again. Not required: \`escalation: false\`, nobody is called.
escalation:
  policies:
    required:
      steps:
        - { notify: [on-call, team] }
        - { after: 5m, notify: [on-call, team, security] }
      repeat: { every: 15m, times: 16 }
    recommended:
      steps:
        - { notify: [on-call] }
        - { after: 1h, notify: [team, security] }
    optional:
      steps:
        - { notify: [on-call] }

hotfix:
  require: [incident, approvals]

${planPlaybooks}
${planChecklists}
${planPostmortem}`
