import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FreezeStanding, Whereabouts } from '../../src/incident/check-up.ts'
import type { CheckUpDue } from '../../src/incident/event.ts'
import { type Incident, isEnded, isOngoing } from '../../src/incident/incident.ts'
import { labelsOf } from '../../src/incident/labels.ts'
import type { Decision } from '../../src/incident/plan.ts'
import { inTurn } from '../../src/incident/steps/in-turn.ts'
import { issue, person, pullRequest } from './procedure.ts'
import { eventOf, type Happening, happenings } from './random-story.ts'
import { entriesOf, frozenStory, isQuiet, messagesOf, minutes, Story } from './story.ts'

const due = (change: Partial<CheckUpDue> = {}) =>
  ({ type: 'CheckUpDue', interruption: undefined, since: undefined, ...change }) as const

const asMade: FreezeStanding = { is: 'as-made', changes: [], by: undefined, administered: true }

/** Whether the last that is known of the anchor is that somebody closed it. */
const wasClosed = ({ timeline }: Incident): boolean =>
  timeline.findLast(({ type }) => type === 'AnchorClosed' || type === 'AnchorReopened')?.type === 'AnchorClosed'

/** GitHub as the incidents believe it to be. */
function undisturbed(story: Story): void {
  const whereabouts = (number: number): Whereabouts => {
    const incident = story.incidents.find(({ anchor }) => anchor.number === number || anchor.replacement === number)
    const isPostmortemOpen = story.incidents.some(
      ({ postmortem }) => postmortem?.number === number && !postmortem.closed,
    )
    if (!incident) return { is: 'here', thread: issue({ number, state: isPostmortemOpen ? 'open' : 'closed' }) }
    const state = wasClosed(incident) && !isOngoing(incident) ? 'closed' : 'open'
    const labels = labelsOf(incident).map(({ name }) => name)
    return { is: 'here', thread: issue({ number, state, title: incident.anchor.title, labels }) }
  }
  story.facts.whereabouts = ({ number }) => whereabouts(number)
  story.facts['comment-stands'] = () => true
  story.facts['freeze-standing'] = ({ freeze }) =>
    story.incidents.some((one) => one.anchor.number === freeze.number && one.freeze?.status === 'lost')
      ? { ...asMade, is: 'gone' }
      : { ...asMade, is: story.incidents.some((one) => one.freeze?.problem !== undefined) ? 'unknown' : 'as-made' }
  story.facts['pull-request'] = ({ number }) => {
    const hotfix = story.incidents.flatMap(({ hotfixes }) => hotfixes).find((one) => one.number === number)
    const known = story.pullRequests.get(number)
    const state = hotfix?.state === 'open' ? 'open' : 'closed'
    const head = { ...(known ?? pullRequest()).head, ...(hotfix?.sha !== undefined && { sha: hotfix.sha }) }
    return pullRequest({ ...known, number, state, head, merged: hotfix?.state === 'merged', updatedAt: 1 })
  }
}

const play = (given: readonly Happening[], after: (story: Story) => void): void => {
  const story = new Story()
  for (const happening of given) {
    const event = eventOf(story, happening)
    if (event) story.happens(event)
  }
  story.now += minutes(5)
  after(story)
}

const whatever = (check: (story: Story) => void): void =>
  fc.assert(
    fc.property(happenings, (given) => play(given, check)),
    { numRuns: 120 },
  )

describe('a check-up, at any moment of any story', () => {
  it('changes nothing where GitHub tells nothing', () => {
    whatever((story) => {
      story.facts['pull-request'] = () => undefined
      expect(isQuiet(story.decides(due()))).toBe(true)
    })
  })

  it('changes nothing where everything is as it should be, and sets the timers that were set', () => {
    whatever((story) => {
      undisturbed(story)
      const hotfixes = story.incidents.flatMap((incident) => incident.hotfixes)
      // Those that do not pass are judged anew; what the judges see is not part of this.
      if (hotfixes.some(({ state, passed }) => state !== 'merged' && !passed)) return
      // Random stories merge what they open again: then two incidents disagree about one pull request.
      const states = new Set(hotfixes.map(({ number, state }) => `${number} ${state}`))
      if (states.size > new Set(hotfixes.map(({ number }) => number)).size) return
      const decision = story.decides(due({ since: story.now }))
      expect(decision.entries).toEqual([])
      expect(decision.effects).toEqual([])
      for (const { incident, timers } of decision.timers) {
        const known = story.incidents.find(({ id }) => id === incident)
        const before = known ? story.timers(known.anchor.number) : []
        expect(timers.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
      }
    })
  })

  it('says nothing a second time, whatever it found', () => {
    whatever((story) => {
      const standing: FreezeStanding = { ...asMade, is: 'changed', changes: ['it excepts main'], administered: false }
      story.facts['freeze-standing'] = () => standing
      story.facts['comment-stands'] = () => false
      story.facts.whereabouts = ({ number }) => {
        const title = story.pullRequests.get(number)?.title ?? 'Other'
        return { is: 'here', thread: issue({ number, title, labels: [] }) }
      }
      for (let times = 0; times < 4; times++) {
        story.happens(due())
        story.now += minutes(61)
      }
      const { entries, effects } = story.decides(due())
      expect([entries, effects]).toEqual([[], []])
    })
  })

  it('stops the clocks while nothing can be done, and starts them again', () => {
    whatever((story) => {
      const timersOf = ({ timers }: Decision) =>
        timers.toSorted((one, other) => (one.incident < other.incident ? -1 : 1))
      const before = timersOf(story.decides(due()))
      story.happens(due({ interruption: 'suspended' }))
      expect(isQuiet(story.decides(due({ interruption: 'archived' })))).toBe(true)
      expect(story.decides(due({ interruption: 'suspended' })).timers.flatMap(({ timers }) => timers)).toEqual([])
      expect(timersOf(story.happens(due()))).toEqual(before)
      const { entries, effects } = story.decides(due())
      expect([entries, effects]).toEqual([[], []])
    })
  })
})

describe('what moved a moment ago', () => {
  it('is compared the next time: GitHub’s answers may lag behind', () => {
    const story = frozenStory()
    story.facts['freeze-standing'] = () => ({ ...asMade, is: 'gone' })
    story.now += 59_000
    expect(isQuiet(story.happens(due()))).toBe(true)
    story.now += 1000
    expect(messagesOf(story.happens(due()), 'FreezeTampered')).toMatchObject([{ by: '', lost: true }])
  })
})

describe('when it goes on', () => {
  it('people are told how long nobody was called, and what was due is due at once', () => {
    const story = frozenStory()
    const began = story.now
    story.happens(due({ interruption: 'archived' }))
    story.now += minutes(600)
    const decision = story.happens(due())
    expect(messagesOf(decision, 'Continued')).toMatchObject([{ why: 'archived', since: began }])
    expect(entriesOf(decision, 'Continued')).toHaveLength(1)
    const [timer] = story.timers().filter(({ name }) => name === 'escalation')
    expect(timer?.at ?? story.now).toBe(story.now)
  })

  it('what has nothing to do with the reason does not start the clocks', () => {
    const story = frozenStory()
    const actor = person('alice')
    story.facts['freeze-standing'] = () => ({ ...asMade, is: 'gone' })
    story.happens({ type: 'RepositoryChanged', change: 'archived', actor })
    story.now += minutes(10)
    expect(isQuiet(story.happens({ type: 'InstallationChanged', change: 'permissions', actor }))).toBe(true)
    expect(story.timers()).toEqual([])
    const decision = story.happens({ type: 'RepositoryChanged', change: 'unarchived', actor })
    expect(messagesOf(decision, 'FreezeTampered')).toMatchObject([{ lost: true }])
    expect(story.timers()).not.toEqual([])
  })

  it('an incident that is over is not talked about', () => {
    const story = frozenStory()
    story.comments('/incident cancel no')
    expect(isEnded(story.incident())).toBe(true)
    story.happens(due({ interruption: 'archived' }))
    expect(messagesOf(story.happens(due()), 'Continued')).toEqual([])
  })
})

describe('a tool that keeps settings', () => {
  const taken = (story: Story, actor: { login: string; type: 'User' | 'Bot' }) =>
    messagesOf(
      story.happens({
        type: 'RulesetChanged',
        change: 'deleted',
        rulesetId: 77,
        name: 'freeze',
        enforcement: 'active',
        actor: { ...actor, isSelf: false },
      }),
      'FreezeTampered',
    )[0]

  const again = (story: Story): void => {
    story.comments('/incident freeze')
    story.freezeHolds()
  }

  it('is known by doing it again within minutes after the freeze', () => {
    const story = frozenStory()
    expect(taken(story, { login: 'bob', type: 'User' })).not.toHaveProperty('times')
    again(story)
    story.now += minutes(9)
    expect(taken(story, { login: 'bob', type: 'User' })).toMatchObject({ times: 2, members: [expect.any(String)] })
  })

  it('is known by doing it three times', () => {
    const story = frozenStory()
    const times = [1, 2, 3].map(() => {
      story.now += minutes(60)
      const message = taken(story, { login: 'bob', type: 'User' })
      again(story)
      return message?.times
    })
    expect(times).toEqual([undefined, undefined, 3])
  })

  it('is nobody who changes their mind, and not two people', () => {
    const story = frozenStory()
    taken(story, { login: 'bob', type: 'User' })
    again(story)
    expect(taken(story, { login: 'alice', type: 'User' })).not.toHaveProperty('times')
  })
})

describe('more than may be looked at in an hour', () => {
  it('each has its turn', () => {
    const items = [1, 2, 3, 4, 5]
    const hours = Array.from({ length: 5 }, (_, hour) => inTurn(items, 2, hour * 3_600_000))
    expect(hours.every((some) => some.length === 2)).toBe(true)
    expect(new Set(hours.flat())).toEqual(new Set(items))
    expect(inTurn([1, 2], 2, 7)).toEqual([1, 2])
  })
})
