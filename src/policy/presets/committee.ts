import { emergencyChecklists } from './emergency-checklists.ts'
import { scenarioChecklists } from './emergency-scenarios.ts'

/**
 * The fourth phase: formal incident response around the clock, under the eyes of a governance committee.
 *
 *     extends: firebreak:committee
 *     roles:
 *       primary:
 *         rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"] }
 *       secondary:
 *         rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"], offset: 1 }
 *       emergency-response: ["@acme/emergency-response"]
 *       security: ["@acme/security"]
 *       maintainers: ["@acme/maintainers"]
 *       committee: ["@dana", "@erin"]
 *
 * A rotation needs members, so the two roles begin as empty lists. The committee is named person by person: GitHub
 * assigns an issue to people, not to teams.
 */
export const committee = `\
version: 1
extends: firebreak:response-team

roles:
  primary: []
  secondary: []
  committee: []

severities:
  emergency:
    name: Emergency
    description: A critical security vulnerability, a production system failure, or a dependency that needs an immediate update.
    when: { cvss: ">=9.0" }
    respond-within: 15m
    update-every: 1h
    freeze: hotfix-only
    escalation: default
    responders: [primary, secondary, emergency-response, security]
    approvals: { required: 2, from: [maintainers, security] }

# Around the clock: no hours are set, so the steps come at night as well.
escalation:
  policies:
    default:
      steps:
        - { notify: [primary] }
        - { after: 15m, notify: [secondary] }
        - { after: 1h, notify: [emergency-response, security] }
        - { after: 4h, notify: [maintainers] }
      repeat: { every: 1h, times: 24 }

${emergencyChecklists}${scenarioChecklists}\
  post-emergency:
    title: Post-emergency procedures
    on: post-mortem
    items:
      - "Documentation: Document the emergency and response"
      - "Documentation: Update runbooks and procedures"
      - "Documentation: Record lessons learned"
      - "Documentation: All communications are documented for this review"
      - "Prevention: Implement preventive measures"
      - "Prevention: Update monitoring and alerting"
      - "Prevention: Enhance testing procedures"
  committee-oversight:
    title: Governance committee oversight
    on: post-mortem
    due: 2w
    items:
      - Assess if governance procedures need adjustment
      - Review if the rules of this phase are adequate
      - Consider if emergency procedures worked as intended

updates:
  deadlines: [{ within: 24h, to: [committee] }]

post-mortem:
  assign: [commander, committee]
`
