import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect, PublishCheck } from '../../src/incident/effect.ts'
import type { Event } from '../../src/incident/event.ts'
import { evolve, newIncident } from '../../src/incident/evolve.ts'
import { type Incident, isEnded, isFrozen } from '../../src/incident/incident.ts'
import type { Decision } from '../../src/incident/plan.ts'
import type { Entry, Status } from '../../src/incident/timeline.ts'
import type { Bare } from './procedure.ts'
import { eventOf, type Happening, happenings, strangers } from './random-story.ts'
import { Story } from './story.ts'

interface Step {
  readonly event: Bare<Event>
  readonly decision: Decision
  readonly before: readonly Incident[]
  readonly after: readonly Incident[]
  readonly now: number
}

interface Run {
  readonly story: Story
  readonly steps: readonly Step[]
  readonly entries: ReadonlyMap<string, readonly Entry[]>
}

/** Plays happenings; every third event is delivered twice. */
function play(given: readonly Happening[]): Run {
  const story = new Story()
  const steps: Step[] = []
  const entries = new Map<string, Entry[]>()
  for (const [index, happening] of given.entries()) {
    const event = eventOf(story, happening)
    for (let times = event === undefined ? 0 : index % 3 === 0 ? 2 : 1; event && times > 0; times--) {
      const before = story.incidents
      const decision = story.happens(event)
      for (const { incident, entry } of decision.entries)
        entries.set(incident, [...(entries.get(incident) ?? []), entry])
      steps.push({ event, decision, before, after: story.incidents, now: story.now })
    }
  }
  return { story, steps, entries }
}

const holds = (check: (run: Run) => void): void =>
  fc.assert(
    fc.property(happenings, (given) => check(play(given))),
    { numRuns: 120 },
  )

const allowed: { readonly [K in Status]: readonly Status[] } = {
  reported: ['declared', 'cancelled'],
  declared: ['acknowledged', 'mitigated', 'resolved', 'closed', 'cancelled'],
  acknowledged: ['mitigated', 'resolved', 'closed', 'cancelled'],
  mitigated: ['resolved', 'closed', 'cancelled'],
  resolved: ['closed', 'acknowledged'],
  closed: ['acknowledged'],
  cancelled: ['acknowledged', 'reported'],
}

const statusAt = (incidents: readonly Incident[], id: string): Status | undefined =>
  incidents.find((incident) => incident.id === id)?.status

const effectsIn = ({ decision }: Step): readonly Effect[] => decision.effects.map(({ effect }) => effect)

/** One comment may thaw and freeze again: of effects with one key, the last one is what GitHub gets to see. */
const performedIn = ({ decision }: Step): readonly Effect[] => [
  ...new Map(decision.effects.map(({ key, effect }) => [key, effect])).values(),
]

describe('whatever happens', () => {
  it('deciding never throws, and decides the same twice', () => {
    fc.assert(
      fc.property(happenings, (given) => {
        const story = new Story()
        for (const happening of given) {
          const event = eventOf(story, happening)
          if (!event) continue
          const first = story.decides(event)
          expect(story.decides(event)).toEqual(first)
          expect(story.happens(event)).toEqual(first)
        }
      }),
      { numRuns: 120 },
    )
  })

  it('an incident is the fold of its entries', () => {
    holds(({ story, entries }) => {
      for (const incident of story.incidents) {
        const { anchor, policy, severity, kind, reporter, times, repositoryId, version } = incident
        const lines = entries.get(incident.id) ?? []
        const changes = lines.filter(({ type }) => type === 'SeverityChanged' || type === 'KindChanged')
        const start = newIncident({
          repositoryId,
          thread: { ...anchor, body: '', author: reporter, authorType: 'User', labels: [], state: 'open' },
          policy,
          severity: firstSeverity(changes) ?? severity,
          kind,
          now: times.reported,
        })
        const folded = lines.reduce(evolve, start)
        const known = { anchor: { ...incident.anchor, title: folded.anchor.title }, kind: folded.kind, version }
        expect({ ...folded, ...known }).toEqual({ ...incident, ...known })
      }
    })
  })

  it('the status moves along its graph alone', () => {
    holds(({ steps }) => {
      for (const { before, after, decision } of steps)
        for (const { id } of decision.incidents) {
          const path = decision.entries.flatMap(({ incident, entry }) => (incident === id ? [entry] : []))
          walk(
            before.find((incident) => incident.id === id),
            after,
            { id, path },
          )
        }
    })
  })

  it('a freeze counts as on only after it was seen', () => {
    holds(({ story, entries }) => {
      for (const { id, freeze } of story.incidents) {
        if (freeze?.status !== 'on') continue
        const lines = entries.get(id) ?? []
        const seen = lines.findLastIndex(({ type }) => type === 'FrozenSeen')
        expect(seen).toBeGreaterThanOrEqual(0)
        expect(lines.slice(seen).some(({ type }) => type === 'Thawed')).toBe(false)
      }
    })
  })

  it('a person without trust never freezes, thaws, or has anybody paged', () => {
    holds(({ steps }) => {
      for (const step of steps) {
        if (!('actor' in step.event) || !strangers.some((login) => actorOf(step.event) === login)) continue
        const powerful = effectsIn(step).filter(({ type }) => type === 'ApplyFreeze' || type === 'LiftFreeze')
        // A merge takes write permission: GitHub would not have let them.
        if (step.event.type === 'PullRequestChanged' && step.event.change === 'merged') continue
        expect(powerful).toEqual([])
        const paged = step.decision.entries.filter(
          ({ entry }) => entry.type === 'StepReached' && entry.channels.length > 0,
        )
        expect(paged).toEqual([])
      }
    })
  })

  /** What each of these names is done once, however often something asks for it. */
  const askedForAgain = /^(?:react|answer)\/|\/lost(?:\/\d+)?$|\/final-record\/\d+$/

  it('what is to happen once is asked for under a key of its own, with one and the same effect', () => {
    holds(({ story }) => {
      const seen = new Map<string, string>()
      for (const { key, keep, effect } of story.effects) {
        if (keep !== 'once' || askedForAgain.test(key)) continue
        expect(seen.get(key) ?? effect.type).toBe(effect.type)
        expect(seen.has(key), `${key} a second time`).toBe(false)
        seen.set(key, effect.type)
      }
    })
  })

  it('no timer lies in the past, and none is left once an incident and its freeze are over', () => {
    holds(({ steps }) => {
      for (const { decision, now } of steps) {
        const waited = decision.timers.flatMap(({ timers }) => timers.filter(({ at }) => at < now))
        expect(waited).toEqual([])
        const over = decision.incidents.filter((each) => isEnded(each) && !isFrozen(each) && each.suspects.length === 0)
        const left = decision.timers.filter(({ incident }) => over.some(({ id }) => id === incident))
        expect(left.flatMap(({ timers }) => timers)).toEqual([])
      }
    })
  })

  it('a freeze check succeeds only with a reason that holds, or when the freeze is over', () => {
    holds(({ steps }) => {
      for (const step of steps) {
        const successes = performedIn(step).filter((effect) => isCheck(effect) && effect.conclusion === 'success')
        expect(successes.filter((effect) => !isDeserved(step, effect))).toEqual([])
      }
    })
  })

  it('one post-mortem is asked for at most', () => {
    holds(({ entries }) => {
      for (const lines of entries.values())
        expect(lines.filter(({ type }) => type === 'PostmortemRequested').length).toBeLessThanOrEqual(1)
    })
  })

  it('an incident that ends has its freeze lifted, unless that is for people to do', () => {
    holds(({ story }) => {
      for (const incident of story.incidents)
        if (isEnded(incident)) expect(incident.freeze?.status ?? 'off').not.toMatch(/^(on|applying|failed|advisory)$/)
    })
  })
})

function firstSeverity(changes: readonly Entry[]): string | undefined {
  const first = changes.find(({ type }) => type === 'SeverityChanged')
  return first?.type === 'SeverityChanged' ? first.from : undefined
}

const isCheck = (effect: Effect): effect is PublishCheck =>
  effect.type === 'PublishCheck' && effect.name.startsWith('firebreak/freeze-')

function isDeserved({ after }: Step, effect: Effect): boolean {
  if (!isCheck(effect)) return false
  const { message } = effect
  if (message.type === 'FreezePassed') return message.why.holds
  if (message.type === 'MergeGroup') return message.members.length > 0 && message.members.every(({ passed }) => passed)
  return message.type === 'FreezeOver' && !after.some((each) => each.id === message.incident && isFrozen(each))
}

const actorOf = (event: Bare<Event>): string | undefined => ('actor' in event ? event.actor.login : undefined)

/** Follows the status from entry to entry. */
function walk(
  start: Incident | undefined,
  after: readonly Incident[],
  { id, path }: { readonly id: string; readonly path: readonly Entry[] },
): void {
  let current = start
  for (const entry of path) {
    if (!current) {
      expect(['Reported', 'Declared', 'Reanchored']).toContain(entry.type)
      current = after.find((incident) => incident.id === id)
      return
    }
    const next = evolve(current, entry)
    if (next.status !== current.status) expect(allowed[current.status]).toContain(next.status)
    current = next
  }
  expect(statusAt(after, id)).toBe(current?.status)
}
