import { emergencyChecklists } from './emergency-checklists.ts'
import { emergencyScenarios, postEmergencyChecklist, scenarioChecklists } from './emergency-scenarios.ts'

/**
 * Emergency procedures of a project in its first phase: one maintainer, who decides alone and fast. Name yourself:
 *
 *     extends: firebreak:single-maintainer
 *     roles: { maintainers: ["@you"] }
 *
 * "If no response within 4 hours, use direct communication channels": GitHub tells the maintainer again then. Any other way
 * to reach you is a channel of yours, in the second step:
 *
 *     channels: { direct: { type: email, secret: MAINTAINER_EMAIL } }
 *     escalation: { policies: { default: { steps: [
 *       { notify: [maintainers] }, { after: 4h, notify: [maintainers], channels: [direct] } ] } } }
 */
export const singleMaintainer = `\
version: 1

# "Create GitHub issue with [EMERGENCY] label": the label may be called that, brackets and all.
detection:
  labels: [emergency, "[EMERGENCY]"]

roles:
  maintainers: []

severities:
  emergency:
    name: Emergency
    description: A critical security vulnerability, a production system failure, or a dependency that needs an immediate update.
    respond-within: 4h
    freeze: hotfix-only
    escalation: default
    responders: [maintainers]
    approvals: { required: 1, from: [maintainers] }

${emergencyScenarios}
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

${emergencyChecklists}${scenarioChecklists}${postEmergencyChecklist}
post-mortem:
  open: hotfix-merged
`
