/**
 * The third phase: an emergency response team, a dedicated security team, and automated detection.
 *
 *     extends: firebreak:response-team
 *     roles:
 *       emergency-response: ["@acme/emergency-response"]
 *       security: ["@acme/security"]
 *       maintainers: ["@acme/maintainers"]
 */
export const responseTeam = `\
version: 1
extends: firebreak:maintainer-team

roles:
  emergency-response: []
  security: []

# Automated emergency detection: a critical CVE in a dependency opens the emergency by itself.
detection:
  alerts: { dependabot: true, advisories: true }

severities:
  emergency:
    name: Emergency
    description: A critical security vulnerability, a production system failure, or a dependency that needs an immediate update.
    when: { cvss: ">=9.0" }
    respond-within: 4h
    freeze: hotfix-only
    escalation: default
    responders: [emergency-response, security]
    approvals: { required: 2, from: [maintainers, security] }

escalation:
  policies:
    default:
      steps:
        - { notify: [emergency-response, security] }
        - { after: 4h, notify: [maintainers] }

# Formal incident management: what was resolved to do is tracked until it is done.
post-mortem:
  actions: true
`
