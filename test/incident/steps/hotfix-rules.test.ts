import { describe, expect, it } from 'vitest'
import type { HotfixVerdict, RuleVerdict } from '../../../src/incident/hotfix-verdict.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { PullRequest, Review } from '../../../src/incident/repository.ts'
import type { HotfixRule, Policy } from '../../../src/policy/policy.ts'
import { policyWith, severityWith } from '../policies.ts'
import { effectsOf, Story, shaOf } from '../story.ts'

const requiring = (...require: HotfixRule[]): Policy => policyWith(({ hotfix }) => ({ hotfix: { ...hotfix, require } }))

const verdictIn = (decision: Decision): HotfixVerdict => {
  const report = effectsOf(decision, 'PublishCheck').findLast(({ message }) => message.type === 'HotfixReport')?.message
  if (report?.type !== 'HotfixReport') throw new Error('no hotfix was judged')
  return report.verdict
}

const ruleIn = (decision: Decision, rule: HotfixRule): RuleVerdict | undefined =>
  verdictIn(decision).rules.find((verdict) => verdict.rule === rule)

const declared = (under: Policy): Story => {
  const story = new Story(under)
  story.opens()
  return story
}

const judged = (rule: HotfixRule, pull: Partial<PullRequest>): RuleVerdict | undefined =>
  ruleIn(declared(requiring(rule)).opensHotfix(pull), rule)

const passes = { passed: true, remedy: undefined }

describe('title', () => {
  it('begins with the emergency prefix', () => {
    expect(judged('title', { title: '[EMERGENCY] Repair' })).toMatchObject(passes)
    expect(judged('title', { title: 'Repair', labels: ['emergency'] })).toMatchObject({
      passed: false,
      remedy: 'Start the title with `[EMERGENCY]`.',
    })
  })

  it('is judged by the rules the incident was declared under', () => {
    const story = declared(requiring('title'))
    story.policy = policyWith(({ detection }) => ({ detection: { ...detection, titlePrefixes: ['[SOS]'] } }))
    expect(ruleIn(story.opensHotfix({ title: '[EMERGENCY] Repair' }), 'title')).toMatchObject(passes)
  })
})

describe('branch', () => {
  const named = (ref: string) => ({
    title: '[EMERGENCY] Repair',
    head: { ref, sha: shaOf('a'), repository: 'acme/shop' },
  })

  it('is named as hotfixes are', () => {
    expect(judged('branch', named('hotfix/pay'))).toMatchObject(passes)
    const verdict = judged('branch', named('pay'))
    expect(verdict).toMatchObject({ passed: false, found: 'is named pay' })
    expect(verdict?.remedy).toContain('`hotfix/*`')
  })

  it('of an incident’s kind may be named by that kind’s pattern, of another it may not', () => {
    const only = policyWith(({ hotfix }) => ({ hotfix: { ...hotfix, branches: ['repair/*'] } }))
    const security = new Story(only)
    security.opens({ labels: ['kind/security'] })
    expect(ruleIn(security.opensHotfix(named('hotfix/cve-2026-12345')), 'branch')).toMatchObject(passes)
    expect(ruleIn(declared(only).opensHotfix(named('hotfix/cve-2026-12345')), 'branch')?.passed).toBe(false)
  })

  it.each([
    ['of a fork', 'mallory/shop'],
    ['of a fork that was deleted', undefined],
  ])('%s is no hotfix, whatever it is called and whatever is required', (_, repository) => {
    const fork = { title: '[EMERGENCY] Repair', head: { ref: 'hotfix/pay', sha: shaOf('a'), repository } }
    const verdict = ruleIn(declared(requiring('incident')).opensHotfix(fork), 'branch')
    expect(verdict).toMatchObject({ passed: false, found: 'the branch lies in a fork' })
    expect(verdict?.remedy).toContain('/incident link')
  })

  it('of a fork passes once somebody trusted linked it by hand', () => {
    const story = declared(requiring('branch'))
    story.opensHotfix({ head: { ref: 'patch-1', sha: shaOf('a'), repository: 'mallory/shop' } }, 'mallory')
    const decision = story.comments('/incident link #20', 'trudy')
    expect(ruleIn(decision, 'branch')).toMatchObject(passes)
  })
})

describe('a link by hand', () => {
  it('excuses no name of a branch of the repository’s own', () => {
    const story = declared(requiring('branch'))
    story.opensHotfix({ head: { ref: 'pay', sha: shaOf('a'), repository: 'acme/shop' } })
    expect(ruleIn(story.comments('/incident link #20', 'trudy'), 'branch')).toMatchObject({ passed: false })
  })
})

describe('base', () => {
  it('is one of those that hotfixes go into', () => {
    expect(judged('base', {})).toMatchObject(passes)
    expect(judged('base', { base: { ref: 'dev', sha: shaOf('b') } })).toMatchObject({
      passed: false,
      found: 'goes into dev',
      remedy: 'Change the base branch to `main`.',
    })
  })
})

describe('incident', () => {
  it('is asked for whatever is required', () => {
    const decision = new Story(requiring('title')).changesPull('opened', 'carol', { title: 'Repair' })
    expect(ruleIn(decision, 'incident')).toMatchObject({ passed: false, found: 'names no open incident' })
  })

  it('that an outsider names is not enough; the remedy says what is', () => {
    const decision = declared(requiring('incident')).opensHotfix({ title: '[EMERGENCY] Repair' }, 'mallory')
    expect(ruleIn(decision, 'incident')).toEqual({
      rule: 'incident',
      passed: false,
      found: 'names #12, and nobody trusted has tied it to that',
      remedy: 'Ask somebody with triage permission to comment `/incident link #12` here.',
    })
  })

  it('may be the pull request itself', () => {
    const decision = new Story(requiring('incident')).changesPull('opened', 'carol')
    expect(ruleIn(decision, 'incident')).toMatchObject({ ...passes, found: 'this pull request is declared' })
  })

  it('that is only reported has to be confirmed first', () => {
    const story = new Story(requiring('incident'))
    story.opens({}, 'mallory')
    const verdict = ruleIn(story.opensHotfix(), 'incident')
    expect(verdict?.remedy).toBe('Ask a maintainer to comment `/incident confirm` there.')
    expect(ruleIn(story.comments('/incident confirm', 'alice'), 'incident')).toMatchObject(passes)
  })

  it('that is over does not count', () => {
    const story = declared(requiring('incident'))
    story.opensHotfix()
    expect(ruleIn(story.comments('/incident resolve'), 'incident')).toMatchObject({
      passed: false,
      found: '#12 is resolved',
    })
  })
})

describe.each([
  ['impact', 'Impact'],
  ['bypass-reason', 'Reason for bypass'],
] as const)('%s', (rule, heading) => {
  it.each([
    [`## ${heading}\n\nNobody can pay`, true, 'is filled in'],
    [`## ${heading}\n\n_No response_`, false, 'is empty'],
    [`## ${heading}\n\n<!-- what is broken? -->`, false, 'is empty'],
    ['Nobody can pay', false, 'has no section'],
  ])('is a section with something in it: %j', (body, passed, found) => {
    const verdict = judged(rule, { body: `Incident: #12\n\n${body}` })
    expect(verdict?.passed).toBe(passed)
    expect(verdict?.found).toContain(found)
  })
})

describe('checklist', () => {
  it('wants every item of the lists of its beginning ticked by somebody trusted', () => {
    const story = declared(requiring('checklist'))
    story.succeeds('PostComment', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
    const opened = story.opensHotfix()
    story.succeeds('PostComment', { type: 'Commented', commentId: 6, url: 'https://github.test/6' })
    expect(ruleIn(opened, 'checklist')).toMatchObject({ passed: false, found: '3 items are open' })
    story.edits(6, '- [x] Describe the impact', 'carol')
    const doubtful = story.edits(5, '- [x] Is it urgent\n- [x] Is the fix small', 'mallory')
    expect(ruleIn(doubtful, 'checklist')).toMatchObject({ passed: false, found: '2 items are open' })
    story.edits(5, '- [ ] Is it urgent\n- [ ] Is the fix small', 'carol')
    const ticked = story.edits(5, '- [x] Is it urgent\n- [x] Is the fix small', 'carol')
    expect(ruleIn(ticked, 'checklist')).toMatchObject(passes)
  })

  it('counts no list of the severity that the incident had at first', () => {
    const critical = policyWith(({ checklists, hotfix }) => ({
      checklists: checklists.map((list) => (list.id === 'before' ? { ...list, severities: ['P0'] } : list)),
      hotfix: { ...hotfix, require: ['checklist'] },
    }))
    const story = new Story(critical)
    story.opens({ labels: ['severity/P0'] })
    expect(ruleIn(story.opensHotfix(), 'checklist')?.found).toBe('3 items are open')
    expect(ruleIn(story.comments('/incident severity P1'), 'checklist')?.found).toBe('1 item is open')
  })

  it('counts the list that the kind brings', () => {
    const story = new Story(requiring('checklist'))
    story.opens({ labels: ['kind/security'] })
    expect(ruleIn(story.opensHotfix(), 'checklist')?.found).toBe('4 items are open')
  })
})

describe('approvals', () => {
  const review = (author: string, change: Partial<Review> = {}): Review => ({
    author,
    state: 'approved',
    sha: shaOf('a'),
    ...change,
  })

  const withReviews = (under: Policy, ...reviews: Review[]): RuleVerdict | undefined => {
    const asked = { ...under, hotfix: { ...under.hotfix, require: ['approvals'] as const } }
    const story = declared(asked)
    story.facts.reviews = () => reviews
    return ruleIn(story.opensHotfix(), 'approvals')
  }

  const anybody = severityWith('P1', { approvals: { required: 1, from: [], each: false } })
  const two = severityWith('P1', { approvals: { required: 2, from: ['maintainers', 'security'], each: false } })
  const each = severityWith('P1', { approvals: { required: 1, from: ['maintainers', 'security'], each: true } })

  it('count for the very head', () => {
    expect(withReviews(anybody, review('bob'))).toMatchObject(passes)
    expect(withReviews(anybody, review('bob', { sha: shaOf('9') }))?.passed).toBe(false)
  })

  it.each(['changes-requested', 'commented', 'dismissed'] as const)('a review that is %s is none', (state) => {
    expect(withReviews(anybody, review('bob', { state }))?.passed).toBe(false)
  })

  it('one’s own is none, nor is that of somebody who may not write', () => {
    expect(withReviews(anybody, review('carol'))?.passed).toBe(false)
    expect(withReviews(anybody, review('mallory'), review('trudy'))?.passed).toBe(false)
  })

  it('are counted in total over the roles', () => {
    expect(withReviews(two, review('alice'))).toMatchObject({
      passed: false,
      found: '1 approval of this head, 2 needed',
    })
    expect(withReviews(two, review('alice'), review('bob'))).toMatchObject(passes)
  })

  it.each([
    [['bob'], '1 approval of this head, 1 needed'],
    [['bob', 'alice'], '2 approvals of this head, 1 needed'],
    [[], 'no approvals of this head, 1 needed'],
  ])('by %j are counted in words', (logins, found) => {
    expect(withReviews(anybody, ...logins.map((login) => review(login)))?.found).toBe(found)
  })

  it('from others than the roles do not count', () => {
    expect(withReviews(two, review('alice'), review('trudy'))?.passed).toBe(false)
  })

  it('may be wanted from each role, and the remedy names who is missing', () => {
    expect(withReviews(each, review('alice'))).toMatchObject({
      passed: false,
      remedy: 'Ask for a review by maintainers and security. Still missing: security.',
    })
    expect(withReviews(each, review('alice'), review('bob'))).toMatchObject(passes)
  })

  it('are told role by role, who approved and who is missing', () => {
    const found = withReviews(each, review('alice'))
    expect(found?.found).toBe('1 approval of this head, 1 needed, from every role')
    expect(found?.details).toEqual(['maintainers: approved by alice', 'security: nobody yet'])
    expect(withReviews(two, review('alice'), review('bob'))?.details).toEqual([
      'maintainers: approved by alice',
      'security: approved by bob',
    ])
    expect(withReviews(anybody, review('bob'), review('mallory'))?.details).toEqual([
      'anybody with write permission: approved by bob',
    ])
  })

  it('of an earlier commit are told not to count', () => {
    const found = withReviews(two, review('alice', { sha: shaOf('9') }), review('bob'))
    expect(found).toMatchObject({ passed: false, found: '1 approval of this head, 2 needed' })
    expect(found?.details).toEqual([
      'maintainers: nobody yet',
      'security: approved by bob',
      'alice approved an earlier commit, which does not count any more',
    ])
  })

  it('by somebody in two roles speak for both, and count once', () => {
    const both = policyWith(({ roles }) => ({
      roles: { ...roles, security: { type: 'members', members: ['@alice', '@bob'] } },
      severities: each.severities,
    }))
    expect(withReviews(both, review('alice'))).toMatchObject(passes)
    const needing = { required: 2, from: ['maintainers', 'security'], each: true }
    const twice = { ...both, severities: severityWith('P1', { approvals: needing }).severities }
    expect(withReviews(twice, review('alice'))).toMatchObject({
      passed: false,
      found: '1 approval of this head, 2 needed, from every role',
    })
  })

  it('are asked from a team by asking GitHub who is in it', () => {
    const asked = { ...each, hotfix: { ...each.hotfix, require: ['approvals'] as const } }
    const story = declared(asked)
    story.facts.reviews = () => [review('alice'), review('dana')]
    story.facts.membership = ({ login, team }) => login === 'dana' && team === '@acme/security'
    expect(ruleIn(story.opensHotfix(), 'approvals')?.details).toEqual([
      'maintainers: approved by alice',
      'security: approved by dana',
    ])
  })

  it('one’s own never counts for a role; a role that has nobody else is not waited for', () => {
    const asked = { ...each, hotfix: { ...each.hotfix, require: ['approvals'] as const } }
    const story = declared(asked)
    story.facts.reviews = () => [review('Alice'), review('bob')]
    const verdict = ruleIn(story.opensHotfix({}, 'alice'), 'approvals')
    expect(verdict).toMatchObject(passes)
    expect(verdict?.found).toBe('1 approval of this head, 1 needed, from every role')
    expect(verdict?.details).toEqual([
      'maintainers: its only member is the author, whose own approval never counts',
      'security: approved by bob',
    ])
  })

  it('of anybody who may write are enough while the roles have no members', () => {
    const empty = policyWith(() => ({
      roles: { maintainers: { type: 'members', members: [] } },
      severities: severityWith('P1', { approvals: { required: 1, from: ['maintainers'], each: true } }).severities,
    }))
    expect(withReviews(empty, review('bob'))).toMatchObject({
      ...passes,
      details: ['anybody with write permission (maintainers has no members): approved by bob'],
    })
  })

  it('are not asked of the one person who could give them', () => {
    const alone = severityWith('P1', { approvals: { required: 1, from: ['maintainers'], each: false } })
    const story = declared({ ...alone, hotfix: { ...alone.hotfix, require: ['approvals'] } })
    expect(ruleIn(story.opensHotfix({}, 'alice'), 'approvals')).toMatchObject(passes)
    expect(ruleIn(story.opensHotfix({ number: 21 }, 'carol'), 'approvals')?.passed).toBe(false)
  })
})
