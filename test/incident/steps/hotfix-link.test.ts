import { describe, expect, it } from 'vitest'
import { answerTo, effectsOf, entriesOf, isQuiet, Story, said, shaOf } from '../story.ts'

const declared = (): Story => {
  const story = new Story()
  story.opens()
  return story
}

const linked = (story: Story, number = 12): readonly number[] =>
  story.incident(number).hotfixes.map((hotfix) => hotfix.number)

const onPull = { number: 20, type: 'pull-request' } as const
const forked = { head: { ref: 'hotfix/fix', sha: shaOf('a'), repository: 'mallory/shop' } }

describe('a pull request ties itself to the incident it names', () => {
  it.each(['Fixes #12', 'closes: #12', 'Resolves #12', 'Incident: #12', 'see below\nincident #12'])(
    'by %j, from a hotfix branch and somebody trusted',
    (body) => {
      const story = declared()
      story.opensHotfix({ body })
      expect(linked(story)).toEqual([20])
    },
  )

  it('from any branch when it carries the mark; it is no incident of its own then', () => {
    const story = declared()
    story.opensHotfix({ title: '[EMERGENCY] Fix', head: { ref: 'fix', sha: shaOf('a'), repository: 'acme/shop' } })
    expect(linked(story)).toEqual([20])
    expect(story.incidents).toHaveLength(1)
  })

  it.each([
    ['from another branch without a mark', { head: { ref: 'fix', sha: shaOf('a'), repository: 'acme/shop' } }],
    ['from a fork', forked],
    ['when it names another number', { body: 'Fixes #120' }],
    ['when it only speaks of it', { body: 'Like #12, prefixes #12' }],
    ['when it names another repository’s', { body: 'Fixes acme/ops#12' }],
  ])('not %s', (_, change) => {
    const story = declared()
    story.opensHotfix(change)
    expect(linked(story)).toEqual([])
  })

  it('not when nobody trusted did it, until somebody trusted touches it', () => {
    const story = declared()
    story.opensHotfix({}, 'mallory')
    expect(linked(story)).toEqual([])
    story.changesPull('edited', 'trudy', story.pullRequests.get(20))
    expect(linked(story)).toEqual([20])
  })

  it('not to an incident that is over; an incident that it names later takes it', () => {
    const story = declared()
    story.opensHotfix()
    story.comments('/incident resolve')
    story.opens({ number: 13 })
    story.changesPull('edited', 'carol', { ...story.pullRequests.get(20), body: 'Incident: #13' })
    expect(linked(story, 13)).toEqual([20])
  })
})

describe('/incident link', () => {
  it('on the incident names the pull request, and says so there', () => {
    const story = declared()
    story.changesPull('opened', 'mallory', { title: 'Fix', ...forked })
    const decision = story.comments('/incident link #20', 'trudy')
    expect(entriesOf(decision, 'HotfixLinked')).toMatchObject([{ number: 20, byHand: true, by: 'trudy' }])
    expect(said(decision)).toContainEqual([20, 'HotfixLinked'])
    expect(story.checks('firebreak/freeze-12')).toEqual({ [shaOf('a')]: 'success' })
  })

  it('on the pull request names the incident', () => {
    const story = declared()
    story.changesPull('opened', 'mallory', { title: 'Fix', ...forked })
    story.comments('/incident link https://github.test/acme/shop/issues/12', 'trudy', onPull)
    expect(linked(story)).toEqual([20])
  })

  it('makes a fork’s emergency the hotfix that its title claims to be', () => {
    const story = new Story()
    story.changesPull('opened', 'mallory', forked)
    story.comments('/incident confirm', 'alice', onPull)
    expect(story.checks('firebreak/freeze-20')).toEqual({ [shaOf('a')]: 'failure' })
    story.comments('/incident link #20', 'alice', onPull)
    expect(story.checks('firebreak/freeze-20')).toEqual({ [shaOf('a')]: 'success' })
  })

  it('needs permission, a number, an open pull request and an incident that goes on', () => {
    const story = declared()
    story.changesPull('opened', 'mallory', { title: 'Fix', ...forked })
    const refusal = (...given: Parameters<Story['comments']>) => answerTo(story.comments(...given)).refusals[0]
    expect(refusal('/incident link #20', 'mallory')).toMatchObject({
      type: 'permission',
      needed: 'triage',
      has: 'read',
    })
    expect(refusal('/incident link it')).toMatchObject({ type: 'usage' })
    expect(refusal('/incident link #99')).toMatchObject({ type: 'unknown-name', what: 'pull request' })
    expect(refusal('/incident link #99', 'alice', onPull)).toMatchObject({ type: 'no-incident', open: [12] })
    expect(linked(story)).toEqual([])
  })
})

describe('an emergency pull request without an issue', () => {
  it('is its own incident and its own hotfix', () => {
    const story = new Story()
    story.changesPull('opened', 'carol')
    expect(story.incident(20)).toMatchObject({ status: 'declared', anchor: { type: 'pull-request' } })
    expect(linked(story, 20)).toEqual([20])
    story.merges('carol')
    expect(story.incident(20).status).toBe('mitigated')
  })

  it('that is linked to another incident repairs both; commands on it speak to its own', () => {
    const story = declared()
    story.changesPull('opened', 'carol', { body: '' })
    story.comments('/incident link #12', 'carol', onPull)
    expect([linked(story, 12), linked(story, 20)]).toEqual([[20], [20]])
    story.comments('/incident severity P0', 'carol', onPull)
    expect([story.incident(12).severity, story.incident(20).severity]).toEqual(['P1', 'P0'])
    story.merges('carol')
    expect([story.incident(12).status, story.incident(20).status]).toEqual(['mitigated', 'mitigated'])
  })

  it('that was only reported is judged under the incident that somebody trusted linked it to', () => {
    const story = new Story()
    story.changesPull('opened', 'mallory', { ...forked, body: '' })
    story.opens()
    story.comments('/incident link #12', 'trudy', onPull)
    expect(story.incident(20).status).toBe('reported')
    expect(story.checks('firebreak/freeze-12')).toEqual({ [shaOf('a')]: 'success' })
  })

  it('whose own incident was a false alarm is a hotfix like any other', () => {
    const story = declared()
    story.changesPull('opened', 'carol', { body: '' })
    story.comments('/incident cancel it repairs #12', 'carol', onPull)
    story.comments('/incident link #12', 'carol', onPull)
    story.comments('/incident ack', 'carol', onPull)
    expect([story.incident(12).status, story.incident(20).status]).toEqual(['acknowledged', 'cancelled'])
  })
})

describe('a hotfix that is closed unmerged', () => {
  it('loses its verdict; reopened it is judged again', () => {
    const story = declared()
    story.opensHotfix()
    const closed = story.changesPull('closed', 'carol', { ...story.pullRequests.get(20), state: 'closed' })
    expect(entriesOf(closed, 'HotfixClosed')).toHaveLength(1)
    expect(story.incident()).toMatchObject({ status: 'declared', hotfixes: [{ state: 'closed', passed: undefined }] })
    story.changesPull('reopened', 'carol', { ...story.pullRequests.get(20), state: 'open' })
    expect(story.incident().hotfixes).toMatchObject([{ state: 'open', passed: true }])
  })

  it('means nothing to anybody when it was no hotfix', () => {
    const story = declared()
    const wish = { number: 30, title: 'A wish', head: { ref: 'wish', sha: shaOf('e'), repository: 'acme/shop' } }
    expect(isQuiet(story.changesPull('closed', 'carol', { ...wish, state: 'closed' }))).toBe(true)
  })
})

describe('a hotfix of another incident gets the label that its title asks for', () => {
  const marks = (story: Story, pull: object = {}) => effectsOf(story.opensHotfix(pull), 'SyncLabels')
  const mark = { thread: 20, labels: [{ name: 'emergency' }] }
  const titled = { title: '[EMERGENCY] Fix' }

  it('once', () => {
    const story = declared()
    expect(marks(story, titled)).toContainEqual(expect.objectContaining({ thread: 20 }))
    const edited = story.changesPull('edited', 'carol', story.pullRequests.get(20))
    expect(effectsOf(edited, 'SyncLabels').filter(({ thread }) => thread === 20)).toEqual([])
    expect(story.effects.filter(({ effect }) => effect.type === 'SyncLabels' && effect.thread === 20)).toMatchObject([
      { keep: 'once', effect: mark },
    ])
  })

  it('also when somebody ties it by command', () => {
    const story = declared()
    story.changesPull('opened', 'mallory', { ...titled, body: 'Incident: #12', ...forked })
    story.changesPull('edited', 'mallory', { title: 'Fix', body: '', ...forked, number: 21 })
    expect(story.incidents.map(({ anchor }) => anchor.number)).toEqual([12])
    const decision = story.comments('/incident link #20', 'carol')
    expect(effectsOf(decision, 'SyncLabels')).toMatchObject([mark])
  })

  it.each([
    ['has it already', { ...titled, labels: ['Emergency'] }],
    ['is one by its branch alone', { title: 'Fix' }],
  ])('not when it %s', (_, pull) => {
    const story = declared()
    expect(marks(story, pull)).toEqual([])
    expect(linked(story)).toEqual([20])
  })

  it('not when it is an incident of its own, whose labels are kept anyway', () => {
    const story = new Story()
    story.changesPull('opened', 'carol', titled)
    const own = story.effects.filter(({ effect }) => effect.type === 'SyncLabels')
    expect(own.map(({ key, keep }) => [key, keep])).toEqual([['7#20/labels', 'latest']])
  })
})
