import { expect, it } from 'vitest'
import type { Decision } from '../../../src/incident/plan.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { policy, policyWith } from '../policies.ts'
import { frozenStory, minutes, type Story } from '../story.ts'

const lifting = (lift: Policy['freeze']['lift']): Policy =>
  policyWith(({ freeze }) => ({ freeze: { ...freeze, lift } }))

/** The comments of a decision, by the key under which each is said once. */
const saidAs = ({ effects }: Decision): Record<string, string> =>
  Object.fromEntries(
    effects.flatMap(({ key, effect }) => (effect.type === 'PostComment' ? [[effect.message.type, key]] : [])),
  )

const opened = (number: number) =>
  ({ type: 'IssueOpened', number, url: `https://github.test/acme/shop/issues/${number}` }) as const

/** What the same story is told as where the database was lost, and the incident goes on as the card had it. */
function toldAgain(raise: () => Story, tell: (story: Story) => readonly Decision[]): readonly (readonly string[])[] {
  const story = raise()
  const rebuilt = raise()
  rebuilt.takesUp({ ...rebuilt.incident(), version: rebuilt.incident().version + 1000, rebuilt: rebuilt.now })
  rebuilt.now += minutes(1)
  const keysOf = (one: Story): string[] =>
    tell(one).flatMap((decision) => Object.entries(saidAs(decision)).map(([type, key]) => `${type} ${key}`))
  return [keysOf(story), keysOf(rebuilt)]
}

it.each([
  ['a merged hotfix', lifting('resolved'), 'Mitigated'],
  ['a thaw', lifting('hotfix-merged'), 'Thawed'],
])('%s is told under the same name after the database was lost', (_, under, type) => {
  const raise = (): Story => {
    const story = frozenStory(under)
    story.opensHotfix()
    return story
  }
  const [before, after] = toldAgain(raise, (story) => {
    const merged = story.merges('carol')
    return under.freeze.lift === 'hotfix-merged' ? [merged, story.thawHolds()] : [merged]
  })
  const told = before?.find((line) => line.startsWith(`${type} `))
  expect(told).toBeDefined()
  expect(after).toContain(told)
})

it('a post-mortem is told of under the same name after the database was lost, and looked for', () => {
  const raise = (): Story => {
    const story = frozenStory(policy)
    story.comments('/incident resolve', 'bob')
    story.thawHolds()
    return story
  }
  const [before, after] = toldAgain(raise, (story) => {
    const decision = story.succeeds('OpenIssue', opened(40))
    const put = decision.effects.find(
      ({ effect }) => effect.type === 'PostComment' && effect.message.type === 'PostmortemOpened',
    )
    expect(put?.effect.again).toBe(story.incident().rebuilt === undefined ? undefined : true)
    return [decision]
  })
  const told = before?.find((line) => line.startsWith('PostmortemOpened '))
  expect(told).toBeDefined()
  expect(after).toContain(told)
})

const closedAnchor = { state: 'closed', closedAt: 1_772_442_000_000 } as const

it.each<readonly [string, string, (story: Story) => readonly Decision[]]>([
  ['a resolution', 'Resolved', (story) => [story.comments('/incident resolve', 'bob')]],
  ['a resolution by closing the anchor', 'Resolved', (story) => [story.changesIssue('closed', 'bob', closedAnchor)]],
  [
    'another mode of the freeze',
    'Frozen',
    (story) => {
      story.comments('/incident freeze locked', 'bob')
      return [story.freezeHolds()]
    },
  ],
  ['a false alarm', 'Cancelled', (story) => [story.comments('/incident cancel no', 'bob')]],
  [
    'a thaw that failed',
    'ThawFailed',
    (story) => [story.settles(story.newest('LiftFreeze'), { succeeded: false, reason: 'no' })],
  ],
])('%s is told under the same name after the database was lost', (what, type, tell) => {
  const raise = (): Story => {
    const story = frozenStory(lifting('resolved'))
    story.succeeds('SyncCard', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
    if (what.startsWith('a thaw')) story.comments('/incident thaw', 'bob')
    return story
  }
  const [before, after] = toldAgain(raise, tell)
  const told = before?.find((line) => line.startsWith(`${type} `))
  expect(told).toBeDefined()
  expect(after).toContain(told)
})

it('each end, each return and each thaw that fails is told of, in one comment and in the same moment too', () => {
  const story = frozenStory(lifting('manual'))
  const round = '/incident resolve\n/incident reopen no\n/incident cancel yes\n/incident reopen no\n'
  const decisions = [story.comments(round.repeat(2), 'bob'), story.comments(round, 'bob')]
  for (const _ of [1, 2]) {
    story.comments('/incident thaw', 'bob')
    decisions.push(story.settles(story.newest('LiftFreeze'), { succeeded: false, reason: 'no' }))
  }
  const told = ['Resolved', 'Reopened', 'Cancelled', 'ThawFailed']
  const keys = decisions.flatMap(({ effects }) =>
    effects.flatMap(({ key, effect }) =>
      effect.type === 'PostComment' && told.includes(effect.message.type) ? [key] : [],
    ),
  )
  expect(keys).toHaveLength(14)
  expect(new Set(keys).size).toBe(14)
})

it('another hotfix, another freeze and another thaw are told of as others, in the same moment too', () => {
  const story = frozenStory(lifting('hotfix-merged'))
  story.succeeds('SyncCard', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
  const names: string[] = []
  const tell = (decision: Decision, type: string): void => {
    const key = saidAs(decision)[type]
    expect(key, `${type} is said`).toBeDefined()
    names.push(key ?? '')
  }
  story.opensHotfix()
  story.merges('carol')
  tell(story.thawHolds(), 'Thawed')
  for (const number of [21, 22]) {
    story.comments('/incident resolve', 'bob')
    story.comments('/incident reopen it is not', 'bob')
    story.comments('/incident freeze', 'bob')
    tell(story.freezeHolds(), 'Frozen')
    story.comments('/incident thaw', 'bob')
    tell(story.thawHolds(), 'Thawed')
    story.opensHotfix({ number })
    tell(story.merges('carol', { number }), 'Mitigated')
  }
  expect(new Set(names).size).toBe(7)
})

it('another mode of a freeze that is on is told of as another', () => {
  const story = frozenStory()
  story.succeeds('SyncCard', { type: 'Commented', commentId: 5, url: 'https://github.test/5' })
  const names = ['locked', 'hotfix-only', 'locked'].map((mode) => {
    story.comments(`/incident freeze ${mode}`, 'bob')
    return saidAs(story.freezeHolds()).Frozen
  })
  expect(new Set(names).size).toBe(3)
  expect(names).not.toContain(undefined)
})
