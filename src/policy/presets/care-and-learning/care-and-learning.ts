import { careChecklists } from './checklists.ts'
import { careConfidential } from './confidential.ts'
import { careKinds } from './kinds.ts'
import { careUpdates } from './messages.ts'
import { carePostmortem } from './review.ts'

/**
 * An incident response guide for a community project: security, outages, communication crises and community conflicts, with
 * care for everybody in it, and a review in public to learn from. Nothing is frozen; `/incident freeze` is at hand.
 *
 *     extends: firebreak:care-and-learning
 *     roles:
 *       primary:
 *         rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"] }
 *       secondary:
 *         rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"], offset: 1 }
 *       core-team: ["@alice", "@bob", "@carol"]
 *       specialists: ["@acme/specialists"]
 *       maintainers: ["@acme/maintainers"]
 *
 * A rotation needs members, so the two roles begin as empty lists.
 */
export const careAndLearning = `\
version: 1

detection:
  title-prefixes: ["[INCIDENT]", "[EMERGENCY]"]
  labels: [incident, emergency]
  # Security issues are never reported in public: a private report opens its incident.
  alerts: { advisories: true }

roles:
  primary: []
  secondary: []
  core-team: []
  specialists: []
  maintainers: []

# Proportional response: what nobody has judged yet is urgent, and does not call all hands.
default-severity: SEV-1
severities:
  SEV-0:
    name: Critical (All Hands)
    description: Active security breach with data exposure, complete outage of critical infrastructure, imminent physical harm or legal jeopardy, or a major community safety violation.
    respond-within: 5m
    update-every: 1h
    escalation: all-hands
    responders: [primary, secondary, core-team]
  SEV-1:
    name: High (Urgent)
    description: Security vulnerability with potential for harm (not yet exploited), major feature outage affecting many users, significant data loss or corruption, or a serious community conflict requiring intervention.
    respond-within: 1h
    update-every: 1d
    escalation: urgent
    responders: [primary, specialists]
  SEV-2:
    name: Medium (Important)
    description: Minor security vulnerability (limited scope), degraded performance or partial outage, documentation or communication errors, or minor community friction.
    respond-within: 4h
    escalation: important
    responders: [maintainers]
  SEV-3:
    name: Low (Monitor)
    description: Potential future issues, minor bugs with workarounds, process improvements needed, or general concerns.
    # Two business days of nine hours: the clock of its escalation.
    respond-within: 18h
    escalation: monitor
    responders: [maintainers]

# The response times are the document's. Each step after that calls the next circle of people.
escalation:
  policies:
    all-hands:
      steps:
        - { notify: [primary, secondary, core-team] }
        - { after: 5m, notify: [core-team] }
      repeat: { every: 15m, times: 8 }
    urgent:
      steps:
        - { notify: [primary, specialists] }
        - { after: 30m, notify: [secondary] }
        - { after: 1h, notify: [core-team] }
    important:
      steps:
        - { notify: [maintainers] }
        - { after: 4h, notify: [primary] }
    monitor:
      steps:
        - { notify: [maintainers] }
        - { after: 18h, notify: [primary] }
      hours: { timezone: UTC, days: Mon-Fri, from: "09:00", to: "18:00" }

hotfix:
  require: [incident, approvals]

${careKinds}
${careConfidential}
${careChecklists}
${careUpdates}
${carePostmortem}`
