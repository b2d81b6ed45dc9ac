import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nothingKnown } from '../../../src/incident/readiness/facts.ts'
import { spreadOf } from '../../../src/incident/steps/readiness-calendar.ts'
import { nextOccurrence } from '../../../src/policy/cron.ts'
import { issue } from '../procedure.ts'
import { hours, minutes, type Story } from '../story.ts'
import { calendar, dashboards, off, other, policyWith, Repository, seen, watched } from './readiness-story.ts'

describe('the daily look', () => {
  it('begins a minute after the configuration asks for it, and keeps to its hour from then', () => {
    const repository = new Repository()
    repository.configurationChanges()
    expect(repository.nextLook).toBe(repository.now + minutes(1))
    const [first] = dashboards(repository.looks())
    expect(first).toMatchObject({ open: true, title: 'Firebreak: readiness', again: true })
    const six = Date.parse('2026-03-03T06:00:00Z')
    expect(repository.nextLook).toBe(six + spreadOf(7))
    expect(first?.message).toMatchObject({ type: 'Dashboard', lookedAt: repository.now, nextAt: repository.nextLook })
    const [second] = dashboards(repository.looks())
    expect(repository.now).toBe(six + spreadOf(7))
    expect(second).not.toHaveProperty('again')
  })

  it('does not happen unless it was asked for', () => {
    const repository = new Repository(off)
    repository.configurationChanges()
    expect(repository.waiting).toEqual([])
    expect(repository.fires0()).toEqual([])
    expect(repository.asked).toEqual([])
  })

  it('is left out in an emergency, and goes on the next day', () => {
    const repository = watched()
    repository.opens()
    repository.asked.length = 0
    expect(dashboards(repository.looks())).toEqual([])
    expect(repository.asked.filter(({ ask }) => ask === 'readiness')).toEqual([])
    expect(repository.nextLook).toBe(Date.parse('2026-03-04T06:00:00Z') + spreadOf(7))
    repository.comments('/incident cancel It was nothing', 'alice')
    expect(dashboards(repository.looks())).toHaveLength(1)
  })

  it('changes nothing where nothing could be seen, and goes on the next day', () => {
    const repository = watched()
    repository.facts.readiness = () => nothingKnown('GitHub shows nothing')
    expect(repository.looks()).toEqual([])
    repository.facts.readiness = () => seen
    expect(dashboards(repository.looks())).toHaveLength(1)
    expect(repository.nextLook).toBe(Date.parse('2026-03-05T06:00:00Z') + spreadOf(7))
  })

  it('asks nothing while it is decided: one effect looks, and what it saw is judged when it comes back', () => {
    const repository = watched()
    repository.isLooking = false
    repository.asked.length = 0
    repository.now = repository.nextLook ?? 0
    const [put, ...others] = repository.fires0()
    if (put?.effect.type !== 'LookAround') throw new Error('nobody looks')
    expect([put.key, put.keep, put.urgent, others]).toEqual(['7/look/readiness', 'latest', false, []])
    expect(put.effect.questions.map(({ ask }) => ask)).toEqual(['readiness', 'channels'])
    expect(repository.asked).toEqual([])
    expect(dashboards(repository.settles(put, repository.seenBy(put.effect)).effects)).toHaveLength(1)
  })

  it.each([
    ['in an emergency', (repository: Repository) => void repository.opens(), []],
    ['that failed', () => undefined, []],
    ['that nobody wants any more', (repository: Repository) => repository.configurationChanges(off), []],
    ['of another policy', (repository: Repository) => repository.configurationChanges(other), ['LookAround']],
  ])('%s is not told of when it comes back', (how, meanwhile, expected) => {
    const repository = watched()
    repository.isLooking = false
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    if (put?.effect.type !== 'LookAround') throw new Error('nobody looks')
    meanwhile(repository)
    const outcome = how === 'that failed' ? { succeeded: false as const, reason: 'no' } : repository.seenBy(put.effect)
    expect(repository.settles(put, outcome).effects.map(({ effect }) => effect.type)).toEqual(expected)
  })

  it('keeps to its minute when the configuration changes in the hour before it, and just after it', () => {
    const repository = watched()
    const due = Date.parse('2026-03-03T06:00:00Z') + spreadOf(7)
    for (const moment of [Date.parse('2026-03-03T06:20:00Z'), due + 30_000]) {
      repository.now = moment
      repository.configurationChanges()
      expect(repository.nextLook).toBe(due)
    }
    repository.now = due + 90_000
    repository.configurationChanges()
    expect(repository.nextLook).toBe(due + hours(24))
  })

  it('has a minute of its own in each repository, and many have many', () => {
    const moments = Array.from({ length: 3_600 }, (_, index) => spreadOf(700_000_000 + index))
    expect(new Set(moments).size).toBe(3_600)
    expect(Math.min(...moments)).toBe(0)
    expect(Math.max(...moments)).toBeLessThan(hours(1))
  })
})

const drills = [
  { name: 'Daily', cron: '30 6 * * *' },
  { name: 'Hourly', cron: '5 * * * *' },
  // Less than a minute before the look.
  { name: 'Before', cron: '53 6 * * *' },
]
const drilled = await policyWith(
  `readiness: { dashboard: true }\ndrills: [${drills
    .map(({ name, cron }) => `{ name: ${name}, cron: "${cron}", scenarios: [drill.yml] }`)
    .join(', ')}]`,
)

/** What may come to a repository that has a calendar. */
const turn = fc.oneof(
  fc.record({ type: fc.constant('passes' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
  fc.constant({ type: 'configuration' as const }),
  fc.constant({ type: 'edited' as const }),
  fc.constant({ type: 'unseen' as const }),
)
type Turn = typeof turn extends fc.Arbitrary<infer Value> ? Value : never
const turns = fc.array(turn, { minLength: 1, maxLength: 25 })

/** Everything that the calendar asks for, as it comes due. */
class Day extends Repository {
  readonly began = this.now
  readonly held: string[] = []
  looked = 0

  constructor() {
    super(drilled)
    this.facts['repository-files'] = () => ['drill.yml']
    this.facts['repository-file'] = () => 'title: Fire\ndescription: It burns.\n'
  }

  override happens(event: Parameters<Story['happens']>[0]) {
    const decision = super.happens(event)
    for (const { key } of decision.effects) if (key.startsWith('7/drill/')) this.held.push(key)
    this.looked += dashboards(decision.effects).filter(({ title }) => title === 'Firebreak: readiness').length
    return decision
  }

  passes(time: number): void {
    const until = this.now + time
    for (let next = this.#nextUntil(until); next !== undefined; next = this.#nextUntil(until)) {
      this.now = Math.max(this.now, next)
      const due = this.waiting.filter(({ at }) => at <= this.now)
      this.waiting = this.waiting.filter(({ at }) => at > this.now)
      for (const { name, at } of due) this.happens({ type: 'TimerFired', incident: calendar, timer: name, dueAt: at })
    }
    this.now = until
  }

  #nextUntil(until: number): number | undefined {
    const next = Math.min(...this.waiting.map(({ at }) => at))
    return next <= until ? next : undefined
  }

  takes(turn: Turn): void {
    if (turn.type === 'passes') this.passes(minutes(turn.minutes))
    if (turn.type === 'configuration') this.configurationChanges()
    if (turn.type === 'unseen') this.facts.readiness = () => nothingKnown('GitHub asked to wait')
    if (turn.type === 'edited')
      this.changesIssue('edited', 'alice', { number: 5, title: 'Firebreak: readiness', body: '- [x] Look again now' })
  }

  /** Keys of the drills that should have been held since the beginning. */
  get wanted(): readonly string[] {
    return drills.flatMap(({ name, cron }) => {
      const keys: string[] = []
      let at = nextOccurrence(cron, 'UTC', this.began)
      for (; at !== undefined && at <= this.now; at = nextOccurrence(cron, 'UTC', at))
        keys.push(`7/drill/${name}/${new Date(at).toISOString()}`)
      return keys
    })
  }
}

it('a look loses no drill, and a drill no look, whatever comes between', () => {
  fc.assert(
    fc.property(turns, (taken) => {
      const day = new Day()
      day.configurationChanges()
      for (const turn of taken) day.takes(turn)
      day.facts.readiness = () => seen
      day.passes(hours(25))
      expect([...new Set(day.held)].sort()).toEqual([...day.wanted].sort())
      expect(day.looked).toBeGreaterThan(0)
      expect(day.nextLook).toBeGreaterThan(day.now)
    }),
    { numRuns: 60 },
  )
})

it('a look asks for no drill again that was just held', () => {
  const day = new Day()
  day.configurationChanges()
  day.passes(hours(48))
  expect([...day.held].sort()).toEqual([...day.wanted].sort())
})

it('an issue of that title that is somebody else’s is not the dashboard', () => {
  const repository = watched()
  const { effects } = repository.changesIssue('closed', 'mallory', issue({ number: 77, title: 'Firebreak: readiness' }))
  expect(effects).toEqual([])
  expect(repository.planned.dashboard).toMatchObject({ number: 5, closed: false })
})
