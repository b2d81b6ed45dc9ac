import type { CheckOutput } from '../../src/incident/effect.ts'
import { evolve, newIncident } from '../../src/incident/evolve.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { Entry, EntryBody } from '../../src/incident/timeline.ts'
import type { Policy } from '../../src/policy/policy.ts'
import type { RenderContext } from '../../src/render/context.ts'
import { policyOf } from '../policy/read.ts'

export const start = Date.parse('2026-11-20T20:30:00Z')
export const minute = 60_000
export const hour = 60 * minute
export const sha = 'abcdef0123456789abcdef0123456789abcdef01'

const configuration = `
version: 1
roles:
  maintainers: ["@dana", "@acme/oncall"]
  security: ["@erin"]
default-severity: P1
severities:
  P0:
    name: Critical
    description: Service completely down
    respond-within: 15m
    resolve-within: 8h
    freeze: hotfix-only
    escalation: default
    responders: [maintainers]
  P1:
    name: High
    respond-within: 4h
    responders: [maintainers]
kinds:
  security: { keywords: [CVE-], confidential: true, runbook: docs/runbooks/security.md }
freeze:
  branches: ["~DEFAULT_BRANCH", "release/*"]
escalation:
  policies:
    default:
      steps:
        - { notify: [maintainers] }
        - { after: 4h, notify: [security], channels: [slack] }
channels:
  slack: { type: slack, secret: SLACK_INCIDENTS }
checklists:
  before: { title: Before the fix, on: declared, items: [Scope is minimal, Impact is known] }
post-mortem:
  open: hotfix-merged
  template: .github/incident/post-mortem.md
`

export const { policy } = await policyOf(configuration)

/** Incident #12 after these lines of its timeline, a minute apart unless they say otherwise. */
export function incidentAfter(
  bodies: readonly (EntryBody & { readonly at?: number; readonly by?: string | undefined })[],
  change: {
    readonly policy?: Policy
    readonly title?: string
    readonly severity?: string
    readonly kind?: string
  } = {},
): Incident {
  const begun = newIncident({
    repositoryId: 7,
    thread: {
      number: 12,
      type: 'issue',
      title: change.title ?? '[EMERGENCY] Login is down',
      body: '',
      author: 'rob',
      authorType: 'User',
      labels: [],
      state: 'open',
      url: 'https://github.test/acme/shop/issues/12',
    },
    policy: change.policy ?? policy,
    severity: change.severity ?? 'P0',
    kind: change.kind,
    now: start,
  })
  return bodies.reduce((incident, body, index) => {
    const entry: Entry = { by: undefined, ...body, at: body.at ?? start + index * minute }
    return evolve(incident, entry)
  }, begun)
}

export const declared: EntryBody & { by: string } = { type: 'Declared', how: 'title [EMERGENCY]', by: 'rob' }
export const told: Extract<EntryBody, { type: 'StepReached' }> = {
  type: 'StepReached',
  step: 0,
  roles: ['maintainers'],
  members: ['@dana', '@acme/oncall'],
  channels: [],
  why: 'declared',
  late: 0,
  reason: undefined,
}
export const freezeRequested: EntryBody = {
  type: 'FreezeRequested',
  mode: 'hotfix-only',
  branches: ['~DEFAULT_BRANCH', 'release/*'],
  effect: 'apply',
}
export const frozenSeen: EntryBody = {
  type: 'FrozenSeen',
  applied: {
    mechanism: 'ruleset',
    rulesetId: 5,
    verified: ['main', 'release/1'],
    unverified: [],
    refused: [],
    notReadBack: 0,
  },
}

export function contextOf(...incidents: readonly Incident[]): RenderContext {
  return {
    repository: { id: 7, owner: 'acme', name: 'shop', installationId: 1, defaultBranch: 'main', private: false },
    self: { appId: 1, slug: 'firebreak' },
    incidents: new Map(incidents.map((incident) => [incident.id, incident])),
    now: start + hour,
  }
}

/** Everything of a check that people read as Markdown. */
export const checkMarkdown = ({ summary, text }: CheckOutput): string => `${summary}\n\n${text ?? ''}`
