import { describe, expect, it } from 'vitest'
import type { HotfixVerdict } from '../../../src/incident/hotfix-verdict.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import { policy, policyWith } from '../policies.ts'
import { pullRequest } from '../procedure.ts'
import { answerTo, DrillStory, effectsOf, entriesOf, messagesOf, Story, said, shaOf } from '../story.ts'

const declared = (under = policy): Story => {
  const story = new Story(under)
  story.opens()
  return story
}

/** With hotfix #20 merged. */
const repaired = (under = policy): Story => {
  const story = declared(under)
  story.opensHotfix()
  story.merges('carol')
  return story
}

const refused = (decision: Decision) => answerTo(decision).refusals[0]

describe('decide', () => {
  it.each(['hotfix', 'workaround', 'rollback'] as const)('%s is recorded with its reason, and said aloud', (choice) => {
    const story = declared()
    const decision = story.comments(`/incident decide ${choice} It is the fastest`, 'trudy')
    expect(answerTo(decision)).toEqual({ reaction: '+1', refusals: [] })
    expect(said(decision)).toEqual([[12, 'RepairDecided']])
    expect(story.incident().decision).toEqual({ choice, reason: 'It is the fastest', by: 'trudy', at: story.now })
  })

  it('a later decision takes the place of an earlier one', () => {
    const story = declared()
    story.comments('/incident decide hotfix It is small')
    story.comments('/incident decide Roll-Back The hotfix made it worse')
    expect(story.incident().decision).toMatchObject({ choice: 'rollback', reason: 'The hotfix made it worse' })
  })

  it.each([
    ['rolback Now', ['rollback']],
    ['pray Now', ['hotfix', 'workaround', 'rollback']],
  ])('%j is refused with what may be decided', (args, allowed) => {
    const story = declared()
    const decision = story.comments(`/incident decide ${args}`)
    expect(refused(decision)).toEqual({ type: 'unknown-name', what: 'decision', found: args.split(' ')[0], allowed })
    expect(story.incident().decision).toBeUndefined()
  })

  it.each(['/incident decide', '/incident decide rollback'])('%s says too little', (command) => {
    expect(refused(declared().comments(command))).toEqual({
      type: 'usage',
      usage: '/incident decide hotfix|workaround|rollback REASON',
    })
  })

  it('takes triage permission', () => {
    expect(refused(declared().comments('/incident decide hotfix Now', 'mallory'))).toMatchObject({ type: 'permission' })
  })
})

describe('rollback', () => {
  it('asks for the pull request that takes the named one back, once', () => {
    const story = repaired()
    const decision = story.comments('/incident rollback #20')
    expect(effectsOf(decision, 'OpenRevert')).toMatchObject([{ pullRequest: 20, title: 'Revert "Repair the shop"' }])
    expect(story.newest('OpenRevert')).toMatchObject({ key: '7#12/rollback/20', keep: 'once', urgent: true })
    expect(refused(story.comments('/incident rollback #20'))).toEqual({
      type: 'already',
      what: 'the roll-back of pull request #20 is just being opened',
    })
  })

  it('without a number it is the last hotfix that was merged', () => {
    const story = repaired()
    story.now += 1000
    story.opensHotfix({ number: 21 })
    story.merges('carol', { number: 21 })
    expect(effectsOf(story.comments('/incident rollback'), 'OpenRevert')).toMatchObject([{ pullRequest: 21 }])
  })

  it('never takes a roll-back back by itself: then it is the hotfix before', () => {
    const story = repaired()
    story.now += 1000
    story.opensHotfix({ number: 21 })
    story.merges('carol', { number: 21 })
    opened(story, 22, '/incident rollback')
    story.merges('carol', { number: 22 })
    expect(effectsOf(story.comments('/incident rollback'), 'OpenRevert')).toMatchObject([{ pullRequest: 20 }])
  })

  it('without a hotfix it says what to write', () => {
    expect(refused(declared().comments('/incident rollback'))).toEqual({
      type: 'usage',
      usage: '/incident rollback #PR',
    })
    expect(refused(declared().comments('/incident rollback it'))).toMatchObject({ type: 'usage' })
  })

  it.each([
    ['an open one', () => pullRequest({ number: 30 })],
    ['one that is not there', () => undefined],
  ])('%s cannot be taken back', (_, found) => {
    const story = declared()
    story.facts['pull-request'] = found
    expect(refused(story.comments('/incident rollback #30'))).toEqual({
      type: 'unknown-name',
      what: 'pull request',
      found: '#30',
      allowed: ['the number of a merged pull request'],
    })
  })

  it('is not for a drill: that changes no code', () => {
    const story = new DrillStory()
    story.opens()
    story.opensHotfix()
    story.merges('carol')
    const decision = story.comments('/incident rollback')
    expect(refused(decision)).toMatchObject({ type: 'nothing-to-do' })
    expect(effectsOf(decision, 'OpenRevert')).toEqual([])
  })

  it('takes write permission', () => {
    expect(refused(repaired().comments('/incident rollback', 'trudy'))).toMatchObject({ type: 'permission' })
  })
})

/** A roll-back is asked for, and the pull request is seen to be open. */
function opened(story: Story, number = 21, command = '/incident rollback #20'): Decision {
  story.comments(command)
  story.pullRequests.set(
    number,
    pullRequest({
      number,
      title: '[EMERGENCY] Revert "Repair the shop"',
      body: 'Incident: #12',
      author: 'firebreak[bot]',
      authorType: 'Bot',
      head: { ref: 'revert-20-hotfix/fix', sha: shaOf('d'), repository: 'acme/shop' },
    }),
  )
  const url = `https://github.test/acme/shop/pull/${number}`
  return story.succeeds('OpenRevert', { type: 'PullRequestOpened', number, url })
}

const verdictIn = (decision: Decision): HotfixVerdict | undefined => {
  const report = effectsOf(decision, 'PublishCheck').find(({ message }) => message.type === 'HotfixReport')?.message
  return report?.type === 'HotfixReport' ? report.verdict : undefined
}

const strict = policyWith(({ hotfix }) => ({ hotfix: { ...hotfix, require: ['title', 'branch', 'base', 'incident'] } }))

describe('the pull request that was opened', () => {
  it('is said, tied as a hotfix and judged at once, by the name that GitHub gave its branch', () => {
    const story = repaired(strict)
    const decision = opened(story)
    expect(said(decision)).toContainEqual([12, 'RollbackOpened'])
    expect(story.incident().hotfixes.at(-1)).toMatchObject({ number: 21, linkedByHand: true, passed: true })
    expect(verdictIn(decision)?.rules).toContainEqual({
      rule: 'branch',
      passed: true,
      found: 'is named revert-20-hotfix/fix, as GitHub names a roll-back',
      remedy: undefined,
    })
  })

  it('alone may be named like that', () => {
    const story = repaired(strict)
    const head = { ref: 'revert-20-hotfix/fix', sha: shaOf('d'), repository: 'acme/shop' }
    const decision = story.opensHotfix({ number: 23, title: '[EMERGENCY] Revert', head })
    expect(verdictIn(decision)?.rules.find(({ rule }) => rule === 'branch')?.passed).toBe(false)
  })

  it('by hand, where the App could not, may be named like that too once it is linked by hand', () => {
    const story = repaired(strict)
    story.comments('/incident rollback #20')
    story.givesUp('OpenRevert', 'The App was not granted contents=write')
    const head = { ref: 'revert-20-hotfix/fix', sha: shaOf('d'), repository: 'acme/shop' }
    const branch = (decision: Decision) => verdictIn(decision)?.rules.find(({ rule }) => rule === 'branch')?.passed
    expect(branch(story.opensHotfix({ number: 23, title: '[EMERGENCY] Revert', head }))).toBe(false)
    expect(branch(story.comments('/incident link #23', 'trudy'))).toBe(true)
    const other = { ref: 'revert-2-hotfix/fix', sha: shaOf('d'), repository: 'acme/shop' }
    story.opensHotfix({ number: 24, title: '[EMERGENCY] Revert', head: other })
    expect(branch(story.comments('/incident link #24', 'trudy'))).toBe(false)
  })

  it('is a hotfix on the record also where GitHub does not show it yet', () => {
    const story = repaired()
    story.comments('/incident rollback #20')
    story.succeeds('OpenRevert', { type: 'PullRequestOpened', number: 21, url: '' })
    expect(story.incident().hotfixes.at(-1)).toMatchObject({ number: 21, state: 'open' })
  })

  it('stands in the way of another one until it is closed without a merge', () => {
    const story = repaired()
    opened(story)
    expect(refused(story.comments('/incident rollback #20'))).toEqual({
      type: 'already',
      what: 'pull request #21 takes pull request #20 back',
    })
    story.changesPull('closed', 'carol', { ...story.pullRequests.get(21), state: 'closed' })
    story.comments('/incident rollback #20')
    expect(story.newest('OpenRevert').key).toBe('7#12/rollback/20/1')
  })

  it('that could not be opened is said with what works instead, and may be asked for again', () => {
    const story = repaired()
    story.comments('/incident rollback #20')
    const decision = story.givesUp('OpenRevert', 'The App was not granted contents=write')
    expect(messagesOf(decision, 'RollbackFailed')).toEqual([
      {
        type: 'RollbackFailed',
        incident: '7#12',
        pullRequest: 20,
        reason: 'The App was not granted contents=write',
      },
    ])
    expect(entriesOf(decision, 'RollbackFailed')).toHaveLength(1)
    story.comments('/incident rollback #20')
    expect(story.newest('OpenRevert').key).toBe('7#12/rollback/20/1')
  })
})
