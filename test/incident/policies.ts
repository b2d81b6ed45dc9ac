import type { Policy } from '../../src/policy/policy.ts'
import { policyOf } from '../policy/read.ts'

/** Reads a configuration as the repository would have it, on top of nothing. */
export const policyFrom = async (text: string): Promise<Policy> => (await policyOf(text)).policy

/** A configuration with a bit of everything; what a test is about it changes with `with`. */
const complete = `
roles:
  maintainers: ["@alice"]
  security: ["@bob", "@acme/security"]
channels:
  pager: { type: pagerduty, secret: PAGERDUTY_KEY }
default-severity: P1
severities:
  P0:
    name: Critical
    label: severity/P0
    respond-within: 15m
    resolve-within: 8h
    update-every: 30m
    freeze: hotfix-only
    escalation: default
    responders: [maintainers]
    approvals: { required: 1, from: [maintainers, security] }
  P1:
    name: High
    label: severity/P1
    respond-within: 1h
    update-every: 30m
    freeze: hotfix-only
    escalation: default
    responders: [maintainers]
    approvals: { required: 0 }
  P2:
    name: Low
    label: severity/P2
    freeze: false
    escalation: false
    responders: [maintainers]
    approvals: { required: 0 }
kinds:
  security:
    label: kind/security
    keywords: [vulnerability]
    severity: P0
    hotfix-branches: ["/hotfix/cve-[0-9]{4}-[0-9]+/"]
    checklists: [containment]
freeze:
  branches: ["~DEFAULT_BRANCH", "release/*"]
  lift: resolved
  max-duration: 24h
  exempt: { labels: [freeze-exempt], paths: ["docs/**"], authors: ["dependabot[bot]"] }
hotfix:
  branches: ["hotfix/*"]
  bases: ["~DEFAULT_BRANCH"]
  require: [branch, incident]
escalation:
  response: activity
  policies:
    default:
      steps:
        - { notify: [maintainers] }
        - { after: 4h, notify: [security], channels: [pager] }
      repeat: { every: 1h, times: 2 }
checklists:
  before: { title: Before, on: declared, items: [Is it urgent, Is the fix small] }
  containment: { title: Containment, items: [Rotate the keys] }
  during: { title: During, on: hotfix-opened, items: [Describe the impact] }
  after: { title: After, on: hotfix-merged, items: [Tell the users] }
  over: { title: Over, on: resolved, items: [Thank the responders] }
  review: { title: Review, on: post-mortem, items: [Find an owner] }
post-mortem:
  open: hotfix-merged
  title: "Post-mortem: {{ incident.title }}"
  labels: [post-mortem]
  assign: [commander, "@alice"]
`

export const policy: Policy = await policyFrom(complete)

/** The complete configuration with some parts of its policy replaced. */
export const policyWith = (change: (policy: Policy) => Partial<Policy>): Policy => ({ ...policy, ...change(policy) })

/** The complete configuration with one severity changed. */
export const severityWith = (id: string, change: Partial<Policy['severities'][number]>): Policy =>
  policyWith(({ severities }) => ({
    severities: severities.map((severity) => (severity.id === id ? { ...severity, ...change } : severity)),
  }))
