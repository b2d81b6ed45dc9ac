import type { Alert } from '../../../src/incident/alert.ts'
import type { PutEffect } from '../../../src/incident/effect.ts'
import type {
  AlertChanged,
  BranchPushed,
  CommentAdded,
  IssueChanged,
  PullRequestChanged,
} from '../../../src/incident/event.ts'
import { newIncident } from '../../../src/incident/evolve.ts'
import type { Incident } from '../../../src/incident/incident.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { Actor, PullRequest, Repository, Thread } from '../../../src/incident/repository.ts'
import { withoutFile } from '../../../src/policy/resolve-policy.ts'

export const policy = withoutFile()

export const repositoryOf = (id: number): Repository => ({
  id,
  owner: 'octo-org',
  name: `service-${id}`,
  installationId: 7,
  defaultBranch: 'main',
  private: false,
})

export const repository = repositoryOf(1)
export const moment = Date.parse('2026-03-02T09:00:00Z')
export const person: Actor = { login: 'mona', type: 'User', isSelf: false }
export const ourselves: Actor = { login: 'firebreak[bot]', type: 'Bot', isSelf: true }

export const thread = (number: number, changes: Partial<Thread> = {}): Thread => ({
  number,
  type: 'issue',
  title: 'A wish',
  body: '',
  author: 'mona',
  authorType: 'User',
  labels: [],
  state: 'open',
  url: `https://github.com/octo-org/service-1/issues/${number}`,
  ...changes,
})

export const pullRequest = (number: number, changes: Partial<PullRequest> = {}): PullRequest => ({
  ...thread(number),
  type: 'pull-request',
  head: { ref: 'topic', sha: 'a'.repeat(40), repository: 'octo-org/service-1' },
  base: { ref: 'main', sha: 'b'.repeat(40) },
  draft: false,
  merged: false,
  mergedBy: undefined,
  mergeCommitSha: undefined,
  ...changes,
})

export const issueChanged = (number: number, changes: Partial<IssueChanged> = {}): IssueChanged => ({
  type: 'IssueChanged',
  repository,
  at: moment,
  actor: person,
  change: 'opened',
  issue: thread(number),
  ...changes,
})

export const alertChanged = (change: AlertChanged['change'], source: Alert['source'] = 'dependabot'): AlertChanged => ({
  type: 'AlertChanged',
  repository,
  at: moment,
  actor: person,
  change,
  how: change,
  alert: {
    source,
    number: 5,
    ghsa: 'GHSA-jfh8-c2jp-5v3q',
    cve: undefined,
    summary: '',
    severity: 'critical',
    score: undefined,
    exploited: undefined,
    scope: undefined,
    package: undefined,
    manifest: undefined,
    vulnerable: undefined,
    patched: undefined,
    url: '',
  },
})

export const emergency = (number: number, changes: Partial<IssueChanged> = {}): IssueChanged =>
  issueChanged(number, { issue: thread(number, { title: '[EMERGENCY] The service is down' }), ...changes })

export const pullRequestChanged = (number: number, changes: Partial<PullRequestChanged> = {}): PullRequestChanged => ({
  type: 'PullRequestChanged',
  repository,
  at: moment,
  actor: person,
  change: 'opened',
  pullRequest: pullRequest(number),
  ...changes,
})

export const commentAdded = (number: number, body: string): CommentAdded => ({
  type: 'CommentAdded',
  repository,
  at: moment,
  actor: person,
  thread: thread(number),
  commentId: 1000 + number,
  body,
})

export const branchPushed = (changes: Partial<BranchPushed> = {}): BranchPushed => ({
  type: 'BranchPushed',
  repository,
  at: moment,
  actor: person,
  branch: 'main',
  before: '1'.repeat(40),
  after: '2'.repeat(40),
  forced: false,
  deleted: false,
  commits: [],
  touchesConfiguration: false,
  ...changes,
})

/** The decision to do nothing. */
export const nothing: Decision = { incidents: [], entries: [], effects: [], cancelled: [], timers: [], because: [] }

export const incidentOf = (number: number, repositoryId = repository.id): Incident => ({
  ...newIncident({ repositoryId, thread: thread(number), policy, severity: 'emergency', kind: undefined, now: moment }),
  version: 1,
})

export const comment = (key: string, changes: Partial<PutEffect> = {}): PutEffect => ({
  key,
  keep: 'once',
  urgent: false,
  incident: undefined,
  effect: { type: 'PostComment', thread: 1, message: { type: 'NoIncident', open: [] } },
  ...changes,
})
