import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyWithBrokenFile, policyWithoutFile } from '../../../src/engine/configuration.ts'
import { type Finding, findingTopics } from '../../../src/incident/finding.ts'
import {
  type BranchFact,
  type BypassFact,
  nothingKnown,
  type ReadinessFacts,
} from '../../../src/incident/readiness/facts.ts'
import { findingsOf, readinessAsked } from '../../../src/incident/readiness/judge.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { policyFrom } from '../policies.ts'
import { anyFacts, healthy, known } from './facts.ts'
import { ci, house, now, onBranch, policy, text, troubles, without } from './troubles.ts'

const findings = (change: Partial<ReadinessFacts> = {}, of: Policy = policy): readonly Finding[] =>
  findingsOf(of, { ...healthy(now), ...change }, now)

const bad = (all: readonly Finding[]) => all.filter(({ level }) => level === 'broken' || level === 'weak')

/** What of a repository is wrong that is not of a healthy one. */
const trouble = (change: Partial<ReadinessFacts>, of?: Policy) => bad(findings(change, of))

it('asks for whatever a policy names, once, also for those whose turn comes later', () => {
  expect(readinessAsked(policy)).toEqual({
    branches: ['~DEFAULT_BRANCH'],
    mechanism: 'auto',
    people: ['alice', 'bob', 'dana', 'erin', 'frank'],
    teams: ['acme/security'],
    labels: expect.arrayContaining(['freeze-exempt', 'severity/P0', 'kind/outage', 'post-mortem']),
    files: ['.github/incident/first.md', 'docs/outage.md', '.github/incident/drills/*.yml'],
    repositories: ['acme/post-mortems'],
  })
})

it('finds nothing wrong in a healthy repository, and says what it looked at', () => {
  const all = findings()
  expect(bad(all)).toEqual([])
  const silent = new Set(['channels'])
  for (const topic of findingTopics) if (!silent.has(topic)) expect.soft(all.map((one) => one.topic)).toContain(topic)
})

it('says of everything that could not be seen why, and calls nothing of it broken', () => {
  const all = findings(nothingKnown('nobody looked'))
  expect(bad(all)).toEqual([])
  expect(all.filter(({ level }) => level === 'unknown').length).toBeGreaterThan(15)
  for (const { seen } of all.filter(({ level }) => level === 'unknown')) expect.soft(seen).toContain('nobody looked')
})

const sentences = ({ seen, emergency = '', remedy = '' }: Finding): string => `${seen} ${emergency} ${remedy}`

it.each(troubles.map((one) => [one[3].source, one] as const))('finds: %s', (_name, [change, topic, level, said]) => {
  const found = trouble(change)
  const fitting = found.filter((finding) => finding.topic === topic && said.test(sentences(finding)))
  expect(
    fitting.map((finding) => finding.level),
    JSON.stringify(found, undefined, 1),
  ).toEqual([level])
  for (const { emergency, remedy } of found) expect([emergency, remedy]).not.toContain(undefined)
})

describe('what a configuration makes no use of', () => {
  it.each(['deployments', 'discussions', 'vulnerability_alerts', 'repository_advisories', 'merge_queues'])(
    'is not missed: %s',
    (name) => expect(trouble({ permissions: without(name) })).toEqual([]),
  )

  it('is missed by one that does', async () => {
    const alerts = await policyFrom(`${text}\ndetection: { alerts: { dependabot: true } }`)
    expect(trouble({ permissions: without('vulnerability_alerts') }, alerts)).toMatchObject([
      { topic: 'permissions', level: 'broken', emergency: 'Alerts open no incident; somebody has to.' },
    ])
  })

  it('a freeze that nothing asks for fails nobody', async () => {
    const free = await policyFrom(text.replace('freeze: hotfix-only', 'freeze: false'))
    const found = trouble({ rulesets: known('no'), protection: known('no') }, free)
    expect(found.filter(({ topic }) => topic === 'freeze').map(({ level }) => level)).toEqual(['weak'])
  })
})

describe('who passes a required check', () => {
  const actor = (who: string, change: Partial<BypassFact> = {}) => ({
    ...{ who, ...house, isPeople: true, mode: 'pull_request' as const },
    ...change,
  })
  const onCheck = (bypasses: readonly BypassFact[], change: Partial<BranchFact> = {}) =>
    findings({ ...onBranch({ requiredChecks: [ci], ...change }), bypasses: known(bypasses) })
      .filter(({ topic, seen }) => topic === 'checks' && seen.includes(' ci'))
      .map(({ level, seen }) => `${level}: ${seen}`)
      .join()

  it('is whom the ruleset lets pass that asks for it', () =>
    expect(onCheck([actor('the role admin')])).toMatch(/^good: .*the role admin may pass/))

  it('is nobody who passes another ruleset', () =>
    expect(onCheck([actor('the role admin', { rulesetId: 4 })])).toMatch(/^weak: /))

  it('is no App and no key', () =>
    expect(onCheck([actor('deploy keys', { isPeople: false }), actor('the App 9', { isPeople: false })])).toMatch(
      /^weak: /,
    ))

  it.each([
    [false, 3, 'weak'],
    [false, 'protection', 'good'],
    [true, 'protection', 'weak'],
  ] as const)('is an administrator past the protection alone: held %s, asked for by %s', (holdsAdmins, by, level) => {
    const classic = { holdsAdmins, notWritable: undefined }
    expect(onCheck([], { classic, requiredChecks: [{ what: 'ci', by: [by] }] })).toMatch(`${level}: `)
  })

  it('is who passes both where two ask for it', () => {
    const twice = { requiredChecks: [{ what: 'ci', by: [3, 4] }] }
    const both = [actor('ann'), actor('ben'), actor('ben', { rulesetId: 4 })]
    expect(onCheck(both, twice)).toMatch(/^good: .* ben may pass/)
    expect(onCheck([actor('ann'), actor('ben', { rulesetId: 4 })], twice)).toMatch(/^weak: /)
  })

  it('is not known where the ruleset does not say, and that fails nobody', () => {
    const closedRulesets = known([{ id: 3, name: 'House' }])
    const otherRules = [{ what: 'update', by: [3] }]
    const all = findings({ ...onBranch({ requiredChecks: [ci], otherRules }), closedRulesets })
    expect(bad(all)).toEqual([])
    expect(all.filter(({ topic, level }) => topic === 'checks' && level === 'unknown')).toHaveLength(2)
  })

  it('is told of several checks together where it is the same people', () => {
    const requiredChecks = [ci, { what: 'lint', by: [3] }, { what: 'docs', by: [4] }]
    const said = findings({ ...onBranch({ requiredChecks }), bypasses: known([actor('the role admin')]) })
    expect(said.filter(({ topic }) => topic === 'checks').map(({ level, seen }) => `${level}: ${seen}`)).toEqual([
      expect.stringMatching(/^weak: main requires docs besides/),
      expect.stringMatching(/^good: main requires ci and lint besides/),
    ])
  })
})

it.each([
  [policyWithoutFile, /There is no .github\/incident\.yml/],
  [policyWithBrokenFile, /has errors/],
])('says that there is no procedure', (of, said) => {
  const found = trouble({ people: known([]), teams: known([]) }, of)
  expect(
    found
      .filter(({ level }) => level === 'broken')
      .map(({ seen }) => seen)
      .join(),
  ).toMatch(said)
})

it('judges any combination of what is known and what is not', () => {
  const policies = fc.constantFrom(policy, policyWithoutFile, policyWithBrokenFile)
  fc.assert(
    fc.property(anyFacts, policies, fc.integer({ min: 0, max: 4_000_000_000_000 }), (facts, of, at) => {
      const all = findingsOf(of, facts, at)
      const topics = all.map(({ topic }) => findingTopics.indexOf(topic))
      expect(topics).toEqual(topics.toSorted((one, other) => one - other))
      for (const { level, seen, emergency, remedy } of all) {
        expect(seen).not.toMatch(/undefined|NaN|\[object/)
        if (level === 'broken' || level === 'weak') expect([emergency, remedy]).not.toContain(undefined)
      }
    }),
    { numRuns: 300 },
  )
})

it('says what reaches a branch without a pull request, and that a freeze ends it where one can be had', () => {
  const open = findings().find(({ topic, seen }) => topic === 'bypass' && seen.includes('without a pull request'))
  expect(open).toMatchObject({ level: 'good', seen: expect.stringContaining('until a freeze takes that away') })
  const none = { rulesets: known('no' as const), protection: known('no' as const) }
  expect(trouble(none).map(({ topic, level }) => `${topic} ${level}`)).toEqual(['freeze broken', 'bypass weak'])
})

it('says nothing about everybody where some were not looked up', () => {
  const all = findings({ people: known([{ login: 'bob', permission: 'read' as const }]) })
  const people = all.filter(({ topic }) => topic === 'people').map(({ level, seen }) => `${level}: ${seen}`)
  expect(people.join('\n')).not.toContain('None of those')
  expect(people).toContainEqual(expect.stringMatching(/^unknown: .*\/incident thaw could not be seen: not all were/))
  const some = findings({ people: known([{ login: 'alice', permission: 'admin' as const }]) })
  expect(some.map(({ seen }) => seen)).toContainEqual(expect.stringMatching(/asked of them: 1 of 1; 4 were not looked/))
  const teams = findings({ teams: known([]) }).map(({ seen }) => seen)
  expect(teams.join('\n')).not.toContain('None of those')
})

describe('in a repository of a person', () => {
  const repository = known({ owner: 'user' as const, private: true, archived: false, hasIssues: true })
  const sentencesOf = (change: Partial<ReadinessFacts>) =>
    trouble({ repository, administrators: known(['alice']), teams: known([]), ...change })
      .filter(({ seen }) => !seen.includes('not all were'))
      .map(sentences)
      .join('\n')

  it('that it has one administrator is nothing that anybody could mend', () => {
    expect(sentencesOf({})).toBe('')
    const said = findings({ repository, administrators: known(['alice']) }).map(({ seen }) => seen)
    expect(said).toContainEqual(expect.stringMatching(/^alice owns the repository, and nobody else can administer it/))
    expect(sentencesOf({ administrators: known([]) })).toBe('')
  })

  it.each(['none', 'read'] as const)('somebody with the permission %s is sent where there is a page', (permission) => {
    const people = known([{ login: 'bob', permission }])
    expect(sentencesOf({ people })).toContain('Add @bob under Settings → Collaborators')
    expect(sentencesOf({ people })).not.toMatch(/Collaborators and teams|the role/)
  })

  it('nobody is told to give somebody a role for /incident thaw', async () => {
    const alone = await policyFrom(text.replace('["@acme/security"]', '["@bob"]'))
    const people = known(
      ['alice', 'bob', 'dana', 'erin', 'frank'].map((login) => ({ login, permission: 'write' as const })),
    )
    const found = trouble({ repository, administrators: known(['olga']), teams: known([]), people }, alone)
    expect(found.map(sentences).join()).toMatch(/None of those.*Name the owner in a role, or write under commands.thaw/)
  })
})

it('says of a team in a repository of a person that there are none', () => {
  const repository = known({ owner: 'user' as const, private: false, archived: false, hasIssues: true })
  const teams = known([{ team: 'acme/security', state: 'unseen' as const, members: undefined }])
  expect(trouble({ repository, teams })).toMatchObject([{ remedy: expect.stringContaining('name people') }])
})
