import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interest } from '../../src/engine/ports.ts'
import { isRelevant } from '../../src/engine/relevance.ts'
import type { GitHubEvent } from '../../src/incident/event.ts'
import type { Policy } from '../../src/policy/policy.ts'
import {
  alertChanged,
  branchPushed,
  policy as builtIn,
  commentAdded,
  emergency,
  issueChanged,
  moment,
  ourselves,
  person,
  pullRequest,
  pullRequestChanged,
  repository,
  thread,
} from './support/samples.ts'

const policy: Policy = {
  ...builtIn,
  detection: { ...builtIn.detection, titlePrefixes: ['[EMERGENCY]'], labels: ['emergency'] },
  hotfix: { ...builtIn.hotfix, branches: ['hotfix/*'] },
}

const quiet: Interest = { anchors: new Set(), followed: new Set(), active: 0, frozen: false }
const incidentAt5: Interest = { anchors: new Set([5]), followed: new Set([6]), active: 1, frozen: false }
const frozen: Interest = { ...incidentAt5, frozen: true }

const common = { repository, at: moment, actor: person }
const review = (number: number): GitHubEvent => ({
  ...common,
  type: 'ReviewChanged',
  change: 'submitted',
  pullRequest: pullRequest(number),
})
const edit = (number: number): GitHubEvent => ({
  ...common,
  type: 'CommentEdited',
  thread: thread(number),
  commentId: 1,
  before: '',
  after: '',
})
const group: GitHubEvent = { ...common, type: 'MergeGroupRequested', headSha: 'c', baseBranch: 'main' }
const ruleset: GitHubEvent = {
  ...common,
  type: 'RulesetChanged',
  change: 'deleted',
  rulesetId: 1,
  name: 'r',
  enforcement: 'active',
}
const protection: GitHubEvent = { ...common, type: 'ProtectionChanged', change: 'edited', pattern: 'main' }
const rerun = (name: string): GitHubEvent => ({ ...common, type: 'CheckRerunRequested', name, sha: 'c' })
const labelled = (number: number, label: string): GitHubEvent =>
  issueChanged(number, { change: 'labelled', label, issue: thread(number, { labels: [label] }) })
const naming = (body: string): GitHubEvent => pullRequestChanged(9, { pullRequest: pullRequest(9, { body }) })
const fork = { ref: 'patch', sha: 'd', repository: 'stranger/service-1' }

describe('what matters in a repository without an incident', () => {
  it.each<[string, GitHubEvent]>([
    ['an issue with the mark in its title', emergency(1)],
    ['an issue that is given the mark as a label', labelled(1, 'Emergency')],
    ['an issue reopened with the mark', emergency(1, { change: 'reopened' })],
    [
      'an issue that was moved here',
      issueChanged(1, { counterpart: { repository: 'a/b', repositoryId: 2, number: 3 } }),
    ],
    ['a pull request with the mark', pullRequestChanged(1, { pullRequest: pullRequest(1, { labels: ['emergency'] }) })],
    ['a command', commentAdded(1, 'Dear all,\n  /incident status')],
    ['a push that touches the configuration', branchPushed({ touchesConfiguration: true })],
    [
      'a fork that proposes something for the default branch',
      pullRequestChanged(1, { pullRequest: pullRequest(1, { head: fork }) }),
    ],
    ['one of our checks to be run again', rerun('firebreak/config')],
    ['a rename', { ...common, type: 'RepositoryChanged', change: 'renamed' }],
    ['an installation', { ...common, type: 'InstallationChanged', change: 'added' }],
  ])('%s', (_what, event) => {
    expect(isRelevant(event, quiet, policy)).toBe(true)
  })

  it.each<[string, GitHubEvent]>([
    ['an ordinary issue', issueChanged(1)],
    ['an ordinary label', labelled(1, 'bug')],
    ['an emergency that is closed and that nobody declared', emergency(1, { change: 'closed' })],
    ['an ordinary pull request', pullRequestChanged(1)],
    ['a pull request that names an issue', naming('Fixes #5')],
    [
      'a hotfix branch',
      pullRequestChanged(1, {
        pullRequest: pullRequest(1, { head: { ...fork, ref: 'hotfix/a', repository: 'octo-org/service-1' } }),
      }),
    ],
    [
      'a fork that proposes something for another branch',
      pullRequestChanged(1, { pullRequest: pullRequest(1, { head: fork, base: { ref: 'next', sha: 'e' } }) }),
    ],
    [
      'a fork whose pull request is labelled',
      pullRequestChanged(1, { change: 'labelled', label: 'bug', pullRequest: pullRequest(1, { head: fork }) }),
    ],
    ['a comment', commentAdded(1, 'See https://example.org/incident and /incidental')],
    ['an edited comment', edit(1)],
    ['a review', review(1)],
    ['a push', branchPushed()],
    ['a merge group', group],
    ['somebody else’s check to be run again', rerun('build')],
    ['a ruleset', ruleset],
    ['a branch protection', protection],
  ])('not %s', (_what, event) => {
    expect(isRelevant(event, quiet, policy)).toBe(false)
  })
})

describe('what matters while there is an incident', () => {
  it.each<[string, GitHubEvent]>([
    ['whatever happens to its anchor', issueChanged(5, { change: 'unlabelled' })],
    ['a comment on its anchor', commentAdded(5, 'I am on it')],
    ['a ticked box', edit(5)],
    ['its hotfix', pullRequestChanged(6, { change: 'merged' })],
    ['any review', review(9)],
    ['a pull request that names it', naming('Incident: #5')],
    [
      'a pull request from a hotfix branch',
      pullRequestChanged(9, {
        pullRequest: pullRequest(9, { head: { ref: 'hotfix/a', sha: 'f', repository: 'octo-org/service-1' } }),
      }),
    ],
  ])('%s', (_what, event) => {
    expect(isRelevant(event, incidentAt5, policy)).toBe(true)
  })

  it.each<[string, GitHubEvent]>([
    ['a comment elsewhere', commentAdded(9, 'I am on it')],
    ['a pull request that names something else', naming('Fixes #55')],
    ['a push, as long as nothing is frozen', branchPushed()],
  ])('not %s', (_what, event) => {
    expect(isRelevant(event, incidentAt5, policy)).toBe(false)
  })
})

describe('news of a deployment', () => {
  const news = (environment: string): GitHubEvent => ({
    ...common,
    type: 'DeploymentChanged',
    deployment: { id: 1, sha: 'c', ref: 'main', environment, createdAt: moment },
    statusId: 1,
    state: 'success',
    url: undefined,
  })
  const stage = { name: 'Full', traffic: undefined, watch: undefined, rollBack: undefined }
  const staged = (environment: string | undefined): Policy => ({
    ...policy,
    rollOut: { stages: [{ ...stage, environment }] },
  })

  it.each<[string, boolean, Interest, Policy | undefined]>([
    ['matters where a stage is deployed there', true, incidentAt5, staged('Production')],
    ['matters where no policy was read yet', true, incidentAt5, undefined],
    ['does not matter without an incident', false, quiet, staged('production')],
    ['does not matter without stages', false, frozen, policy],
    ['does not matter where the stages are no environments', false, frozen, staged(undefined)],
    ['does not matter where no stage is deployed there', false, frozen, staged('canary')],
  ])('%s', (_, matters, interest, known) => {
    expect(isRelevant(news('production'), interest, known)).toBe(matters)
  })
})

describe('what matters while something is frozen', () => {
  it.each<[string, GitHubEvent]>([
    ['any pull request', pullRequestChanged(9, { change: 'drafted' })],
    ['a push', branchPushed({ branch: 'topic' })],
    ['a merge group', group],
    ['a ruleset', ruleset],
    ['a branch protection', protection],
  ])('%s', (_what, event) => {
    expect(isRelevant(event, frozen, policy)).toBe(true)
  })
})

it('lets in what may be an emergency when the policy was never read', () => {
  expect(isRelevant(issueChanged(1), quiet, undefined)).toBe(true)
  expect(isRelevant(issueChanged(1, { change: 'closed' }), quiet, undefined)).toBe(false)
})

it('lets in what follows an emergency that is still waiting to be decided on', () => {
  const waiting: Interest = { ...quiet, waiting: new Set([5]) }
  expect(isRelevant(commentAdded(5, 'I am on it'), waiting, policy)).toBe(true)
  expect(isRelevant(issueChanged(5, { change: 'closed' }), waiting, policy)).toBe(true)
  expect(isRelevant(naming('Fixes #5'), waiting, policy)).toBe(true)
  expect(isRelevant(commentAdded(6, 'I am on it'), waiting, policy)).toBe(false)
})

it('never needs to be told what it did itself', () => {
  const events: GitHubEvent[] = [
    { ...emergency(5), actor: ourselves },
    { ...labelled(5, 'emergency'), actor: ourselves } as GitHubEvent,
    { ...commentAdded(5, '/incident status'), actor: ourselves },
    { ...ruleset, actor: ourselves } as GitHubEvent,
    { ...rerun('firebreak/freeze-5'), actor: ourselves } as GitHubEvent,
    { ...pullRequestChanged(6), actor: ourselves },
    { ...branchPushed(), actor: ourselves },
  ]
  expect(events.filter((event) => isRelevant(event, frozen, policy))).toEqual([])
})

it('judges a configuration that it proposed itself, as anybody’s', () => {
  const proposed = { ...branchPushed({ touchesConfiguration: true, branch: 'firebreak/configure' }), actor: ourselves }
  expect(isRelevant(proposed, quiet, policy)).toBe(true)
})

it('counts other bots as anybody else: a monitoring bot may open the emergency', () => {
  const bot = { login: 'monitor[bot]', type: 'Bot', isSelf: false } as const
  expect(isRelevant(emergency(1, { actor: bot }), quiet, policy)).toBe(true)
})

it('has an answer to anything, quickly', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('#'.repeat(60_000), '\n/'.repeat(30_000)),
  )
  const event = fc
    .record({ title: text, body: text, ref: text, number: fc.nat() })
    .chain(({ title, body, ref, number }) =>
      fc.constantFrom<GitHubEvent>(
        issueChanged(number, { issue: thread(number, { title, body, labels: [title] }) }),
        commentAdded(number, body),
        pullRequestChanged(number, {
          pullRequest: pullRequest(number, { title, body, head: { ref, sha: ref, repository: title } }),
        }),
      ),
    )
  const interests = fc.constantFrom(quiet, incidentAt5, frozen)
  fc.assert(
    fc.property(event, interests, fc.constantFrom(policy, undefined), (one, interest, known) => {
      expect(typeof isRelevant(one, interest, known)).toBe('boolean')
    }),
  )
})

describe('alerts', () => {
  const asking = (alerts: Policy['detection']['alerts']): Policy => ({
    ...policy,
    detection: { ...policy.detection, alerts },
  })

  it('open incidents only where the policy asks for their sort, or is not known yet', () => {
    const dependabot = asking({ dependabot: true, advisories: false })
    expect(isRelevant(alertChanged('opened'), quiet, dependabot)).toBe(true)
    expect(isRelevant(alertChanged('opened', 'advisory'), quiet, dependabot)).toBe(false)
    expect(isRelevant(alertChanged('opened', 'advisory'), quiet, asking({ dependabot: false, advisories: true }))).toBe(
      true,
    )
    expect(isRelevant(alertChanged('opened'), incidentAt5, policy)).toBe(false)
    expect(isRelevant(alertChanged('opened'), quiet, undefined)).toBe(true)
  })

  it('that end matter where their issue may be on its way', () => {
    const dependabot = asking({ dependabot: true, advisories: false })
    expect(isRelevant(alertChanged('closed'), quiet, dependabot)).toBe(true)
    expect(isRelevant(alertChanged('closed', 'advisory'), quiet, dependabot)).toBe(false)
    expect(isRelevant(alertChanged('published'), quiet, dependabot)).toBe(false)
  })

  it('that end or are published matter while an incident is active', () => {
    const none = asking({ dependabot: false, advisories: false })
    for (const change of ['closed', 'published'] as const) {
      expect(isRelevant(alertChanged(change), quiet, none)).toBe(false)
      expect(isRelevant(alertChanged(change), quiet, undefined)).toBe(false)
      expect(isRelevant(alertChanged(change), incidentAt5, policy)).toBe(true)
    }
  })
})
