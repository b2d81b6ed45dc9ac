import { describe, expect, it } from 'vitest'
import { policyWith } from '../policies.ts'
import { person } from '../procedure.ts'
import { effectsOf, frozenStory, isQuiet, messagesOf, Story, shaOf } from '../story.ts'

const freezeCheck = 'firebreak/freeze-12'

/** A pull request that is no hotfix. */
const plain = (change: object = {}) => ({
  number: 30,
  title: 'A wish',
  head: { ref: 'wish', sha: shaOf('e'), repository: 'acme/shop' },
  ...change,
})

describe('while the freeze is on', () => {
  it('a valid hotfix passes and says of which incident', () => {
    const story = frozenStory()
    story.opensHotfix()
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'success' })
  })

  it('what is touched and is neither hotfix nor exempt is held, with the reason', () => {
    const decision = frozenStory().changesPull('opened', 'carol', plain())
    expect(effectsOf(decision, 'PublishCheck')).toMatchObject([
      { name: freezeCheck, conclusion: 'failure', message: { type: 'FreezeHeld', why: { holds: false } } },
    ])
  })

  it('what nobody touches gets no check, and so is blocked', () => {
    const story = frozenStory()
    story.comments('/incident note hm', 'alice')
    expect(story.checks(freezeCheck)).toEqual({})
  })

  it('a verdict that is known is not sent again', () => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', plain())
    expect(isQuiet(story.changesPull('assigned', 'carol', plain()))).toBe(true)
  })

  it('a new head, another base and a verdict that turned are judged', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.opensHotfix({ head: { ref: 'hotfix/fix', sha: shaOf('f'), repository: 'acme/shop' } })
    story.changesPull('retargeted', 'carol', plain({ base: { ref: 'dev', sha: shaOf('b') } }))
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'success', [shaOf('f')]: 'success' })
    story.changesPull('retargeted', 'carol', plain())
    expect(story.checks(freezeCheck)[shaOf('e')]).toBe('failure')
  })

  it('a branch that is not frozen asks for nothing', () => {
    const other = plain({ base: { ref: 'dev', sha: shaOf('b') } })
    expect(isQuiet(frozenStory().changesPull('opened', 'carol', other))).toBe(true)
  })
})

describe('exempt is', () => {
  it.each([
    ['a label', { labels: ['Freeze-Exempt'] }],
    ['an author', { author: 'dependabot[bot]' }],
  ])('%s', (_, change) => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', plain(change))
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('e')]: 'success' })
  })

  it.each([
    [['docs/a.md', 'docs/deep/b.md'], 'success'],
    [['docs/a.md', 'src/pay.ts'], 'failure'],
    [[], 'failure'],
  ] as const)('a change of exempt files alone: %j is a %s', (files, conclusion) => {
    const story = frozenStory()
    story.facts.files = () => files
    story.changesPull('opened', 'carol', plain())
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('e')]: conclusion })
  })

  it('no more when the label is taken away', () => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', plain({ labels: ['freeze-exempt'] }))
    story.changesPull('unlabelled', 'carol', plain())
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('e')]: 'failure' })
  })

  it('by files also on request', () => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', plain())
    story.facts.files = () => ['docs/a.md']
    story.comments('/incident status', 'mallory', { number: 30, type: 'pull-request' })
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('e')]: 'success' })
  })
})

describe('what was open before the freeze', () => {
  it('passes with one list call when it is exempt by label or author; files are not asked about', () => {
    const story = new Story()
    story.changesPull('opened', 'carol', plain({ labels: ['freeze-exempt'] }))
    story.changesPull(
      'opened',
      'carol',
      plain({ number: 31, head: { ref: 'x', sha: shaOf('d'), repository: 'acme/shop' } }),
    )
    story.opens()
    story.asked.length = 0
    story.freezeHolds()
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('e')]: 'success' })
    expect(story.asked.map(({ ask }) => ask)).toEqual(['open-pull-requests', 'pull-requests-with-commit'])
  })

  it('a hotfix of another incident passes the second freeze too', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.opens({ number: 13 })
    story.freezeHolds()
    expect(story.checks('firebreak/freeze-13')).toEqual({ [shaOf('a')]: 'success' })
  })
})

describe('a draft', () => {
  it('gets the report; its freeze check stays away until it is ready', () => {
    const story = frozenStory()
    story.opensHotfix({ draft: true })
    expect(story.checks('firebreak/hotfix')).toEqual({ [shaOf('a')]: 'success' })
    expect(story.checks(freezeCheck)).toEqual({})
    story.changesPull('readied', 'carol', { ...story.pullRequests.get(20), draft: false })
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'success' })
  })
})

describe('two pull requests with one head', () => {
  const twin = plain({ head: { ref: 'hotfix/fix', sha: shaOf('a'), repository: 'acme/shop' }, body: '' })

  it('pass together or not at all', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.changesPull('opened', 'mallory', twin)
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'failure' })
    story.changesPull('edited', 'carol', { ...story.pullRequests.get(20) })
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'failure' })
  })

  it('the good one passes once the other is closed', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.changesPull('opened', 'mallory', twin)
    story.changesPull('closed', 'mallory', { ...twin, state: 'closed' })
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'success' })
  })
})

describe('other modes', () => {
  it.each(['reviewed', 'locked'] as const)('%s asks for no check of ours', (mode) => {
    const story = new Story(
      policyWith(({ severities }) => ({ severities: severities.map((severity) => ({ ...severity, freeze: mode })) })),
    )
    story.opens()
    story.freezeHolds()
    story.opensHotfix()
    expect(story.checks(freezeCheck)).toEqual({})
  })
})

describe('a mode that asks for the check again', () => {
  it('judges anew what had passed before', () => {
    const story = frozenStory()
    story.changesPull('opened', 'carol', plain({ labels: ['freeze-exempt'] }))
    story.comments('/incident freeze locked', 'bob')
    story.freezeHolds()
    story.changesPull('unlabelled', 'carol', plain())
    story.comments('/incident freeze hotfix-only', 'bob')
    story.freezeHolds()
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('e')]: 'failure' })
  })
})

describe('on a thaw', () => {
  it('what was held says that the freeze is over; what had passed is left alone', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.changesPull('opened', 'carol', plain())
    story.comments('/incident thaw', 'bob')
    const decision = story.thawHolds()
    expect(effectsOf(decision, 'PublishCheck')).toMatchObject([
      { name: freezeCheck, sha: shaOf('e'), conclusion: 'success', message: { type: 'FreezeOver' } },
    ])
    expect(messagesOf(decision, 'Thawed')).toHaveLength(1)
  })

  it('a pull request has one check to write, however often it was pushed to', () => {
    const story = frozenStory()
    for (const letter of ['a', 'b', 'd', 'e'])
      story.changesPull(letter === 'a' ? 'opened' : 'pushed', 'mallory', {
        ...plain(),
        head: { ref: 'wish', sha: shaOf(letter), repository: 'acme/shop' },
      })
    expect(Object.keys(story.incident().freeze?.checks ?? {})).toEqual([shaOf('e')])
    story.comments('/incident thaw', 'bob')
    expect(effectsOf(story.thawHolds(), 'PublishCheck')).toMatchObject([{ sha: shaOf('e') }])
  })
})

describe('the incident ends while its freeze stays on', () => {
  it('its hotfix does not pass any more', () => {
    const story = frozenStory(policyWith(({ freeze }) => ({ freeze: { ...freeze, lift: 'manual' } })))
    story.opensHotfix()
    story.comments('/incident resolve', 'alice')
    expect(story.checks(freezeCheck)).toEqual({ [shaOf('a')]: 'failure' })
  })
})

describe('somebody asks for a check to be run again', () => {
  const rerun = (story: Story, name: string, letter = 'a') =>
    story.happens({ type: 'CheckRerunRequested', name, sha: shaOf(letter), actor: person('carol') })

  it.each([
    ['firebreak/hotfix', { verdict: { passed: true } }],
    [freezeCheck, { why: { what: 'it is a valid hotfix of #12' } }],
  ])('the same verdict is given once more: %s', (name, message) => {
    const story = frozenStory()
    story.opensHotfix()
    const decision = rerun(story, name)
    const given = effectsOf(decision, 'PublishCheck').filter((effect) => effect.name === name)
    expect(given).toMatchObject([{ conclusion: 'success', rerun: story.now, message }])
    expect(decision.effects.every(({ keep }) => keep === 'latest')).toBe(true)
    story.now += 60_000
    expect(effectsOf(rerun(story, name), 'PublishCheck')).toContainEqual({ ...given[0], rerun: story.now })
  })

  it('of a commit that GitHub knows no pull request of, too', () => {
    const story = frozenStory()
    story.opensHotfix()
    story.facts['pull-requests-with-commit'] = () => []
    expect(effectsOf(rerun(story, 'firebreak/hotfix'), 'PublishCheck')).toHaveLength(1)
  })

  it('after the freeze it says that the freeze is over', () => {
    const story = frozenStory()
    story.changesPull('opened', 'mallory', plain())
    story.comments('/incident cancel mistaken')
    story.thawHolds()
    expect(effectsOf(rerun(story, freezeCheck, 'e'), 'PublishCheck')).toMatchObject([
      { conclusion: 'success', message: { type: 'FreezeOver' } },
    ])
  })

  it('of a closed pull request what is on record stands, and of a commit never judged there is nothing', () => {
    const story = frozenStory()
    story.changesPull('opened', 'mallory', plain())
    story.changesPull('closed', 'mallory', plain({ state: 'closed' }))
    expect(effectsOf(rerun(story, freezeCheck, 'e'), 'PublishCheck')).toMatchObject([{ conclusion: 'failure' }])
    expect(isQuiet(rerun(story, freezeCheck, 'f'))).toBe(true)
  })
})
