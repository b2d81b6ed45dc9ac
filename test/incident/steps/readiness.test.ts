import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EffectOutcome, PutEffect } from '../../../src/incident/effect.ts'
import type { Finding } from '../../../src/incident/finding.ts'
import type { Message } from '../../../src/incident/message.ts'
import type { Decision } from '../../../src/incident/plan.ts'
import type { ProbeResult } from '../../../src/incident/readiness/channels.ts'
import { nothingKnown, type ReadinessFacts } from '../../../src/incident/readiness/facts.ts'
import { spreadOf } from '../../../src/incident/steps/readiness-calendar.ts'
import type { Timer } from '../../../src/incident/timer.ts'
import { nextOccurrence } from '../../../src/policy/cron.ts'
import { policyFrom } from '../policies.ts'
import { issue, person } from '../procedure.ts'
import { hours, minutes, Story } from '../story.ts'

const calendar = '7/calendar'
const text = `
roles: { maintainers: ["@alice"], others: ["@bob"] }
channels: { team: { type: slack, secret: TEAM }, pager: { type: pagerduty, secret: PAGER } }
severities:
  P0: { freeze: false, responders: [others] }
  P1: { freeze: hotfix-only, responders: [maintainers] }
escalation: { policies: { default: { steps: [{ notify: [maintainers], channels: [team, pager] }] } } }
`
const policyWith = async (more: string) => await policyFrom(text + more)
const on = await policyWith('readiness: { dashboard: true }')
const off = await policyWith('')
const other = await policyWith('readiness: { dashboard: true }\nfreeze: { branches: [stable] }')

const seen: ReadinessFacts = { ...nothingKnown('nobody looked'), rulesets: { known: true, value: 'yes' } }
const answers: ProbeResult = { state: 'answers', how: 'it does' }
const gone: ProbeResult = { state: 'refuses', why: 'the address is gone' }

/** A repository with its own calendar, whose channels are as a test has them. */
class Repository extends Story {
  waiting: readonly Timer[] = []
  isLooking = true
  readonly channels: { team: ProbeResult; pager: ProbeResult } = { team: answers, pager: answers }

  constructor(policy = on) {
    super(policy)
    this.facts.readiness = () => seen
    this.facts.channels = ({ wanted }) =>
      wanted.map(({ name }) => ({ channel: name, result: name === 'team' ? this.channels.team : this.channels.pager }))
  }

  /** A look that is asked for is over at once, and what follows from it is part of what happened. */
  override happens(event: Parameters<Story['happens']>[0]): Decision {
    const decision = super.happens(event)
    this.waiting = decision.timers.find(({ incident }) => incident === calendar)?.timers ?? this.waiting
    const effects = decision.effects.flatMap((put) =>
      put.effect.type === 'LookAround' && this.isLooking ? this.settles(put, this.seenBy(put.effect)).effects : [put],
    )
    return { ...decision, effects }
  }

  configurationChanges(policy = this.policy): void {
    this.policy = policy
    this.happens({ type: 'RepositoryChanged', change: 'default-branch', actor: person('alice') })
  }

  get nextLook(): number | undefined {
    return this.waiting.find(({ name }) => name === 'readiness')?.at
  }

  /** The clock moves to the next look, and everything that it asks for succeeds. Returns the effects. */
  looks(number = 5): readonly PutEffect[] {
    if (this.nextLook === undefined) throw new Error('nobody looks')
    this.now = Math.max(this.now, this.nextLook)
    return this.carriesOut(this.fires0(), number)
  }

  fires0(): readonly PutEffect[] {
    const at = this.nextLook ?? this.now
    this.waiting = this.waiting.filter(({ name }) => name !== 'readiness')
    return this.happens({ type: 'TimerFired', incident: calendar, timer: 'readiness', dueAt: at }).effects
  }

  /** What was asked for, and what its outcomes ask for. */
  carriesOut(effects: readonly PutEffect[], number = 5): readonly PutEffect[] {
    return effects.flatMap((put) => [put, ...this.settles(put, this.#outcomeOf(put, number)).effects])
  }

  #outcomeOf({ effect }: PutEffect, number: number): EffectOutcome {
    if (effect.type !== 'KeepIssue') return { succeeded: true, result: { type: 'Done' } }
    return { succeeded: true, result: { type: 'IssueOpened', number, url: '' } }
  }
}

const dashboards = (effects: readonly PutEffect[]) =>
  effects.flatMap(({ effect }) => (effect.type === 'KeepIssue' ? [effect] : []))
const news = (effects: readonly PutEffect[]) =>
  effects.flatMap(({ effect, key }) =>
    effect.type === 'PostComment' && effect.message.type === 'DashboardNews'
      ? [{ ...effect.message, key, thread: effect.thread }]
      : [],
  )
const levelsOf = (message: Message | undefined): readonly string[] =>
  message?.type === 'Dashboard'
    ? message.findings.filter(({ topic }) => topic === 'channels').map(({ level }) => level)
    : []

/** A repository whose dashboard is there, with nothing broken. */
function watched(): Repository {
  const repository = new Repository()
  repository.configurationChanges()
  repository.looks()
  return repository
}

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

describe('what people are told', () => {
  it('is nothing by the first look, and nothing as long as nothing changes', () => {
    const repository = new Repository()
    repository.channels.team = gone
    repository.configurationChanges()
    const first = repository.looks()
    expect(levelsOf(dashboards(first)[0]?.message)).toContain('broken')
    expect([...first, ...repository.looks(), ...repository.looks()].flatMap((put) => news([put]))).toEqual([])
  })

  it('is what broke, once; what breaks besides; and that nothing is broken any more', () => {
    const repository = watched()
    repository.channels.team = gone
    const [broke] = news(repository.looks())
    expect(broke).toMatchObject({ thread: 5, broke: [{ topic: 'channels', level: 'broken' }], members: [] })
    expect(news(repository.looks())).toEqual([])
    repository.channels.pager = gone
    expect(news(repository.looks())).toMatchObject([{ broke: [{ seen: expect.stringContaining('pager') }] }])
    repository.channels.team = answers
    expect(news(repository.looks())).toEqual([])
    repository.channels.pager = answers
    expect(news(repository.looks())).toMatchObject([{ broke: [] }])
    expect(news(repository.looks())).toEqual([])
  })

  it('is that nobody answers at a channel when it was so the last time as well', () => {
    const repository = watched()
    const away: ProbeResult = { state: 'away', why: 'the time ran out' }
    repository.channels.team = away
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = answers
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = away
    expect(news(repository.looks())).toEqual([])
    expect(news(repository.looks())).toMatchObject([{ broke: [{ seen: expect.stringContaining('team') }] }])
    repository.channels.team = gone
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = away
    expect(news(repository.looks())).toEqual([])
    repository.channels.team = answers
    expect(news(repository.looks())).toMatchObject([{ broke: [] }])
  })

  it('is told once by a record that was written when words were all that was kept', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.looks()
    const { dashboard } = repository.planned
    if (!dashboard) throw new Error('nobody looked')
    const told = ['channels: The channel "team" (slack) refuses: the address is gone.']
    repository.planned = { ...repository.planned, dashboard: { ...dashboard, told } }
    expect(news(repository.looks())).toEqual([])
    expect(repository.planned.dashboard?.told).toEqual(['channels: team'])
  })

  it('is that all is mended, though another channel cannot be told', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.channels.pager = { state: 'unclear', why: 'it tells only of a real alarm' }
    repository.looks()
    repository.channels.team = answers
    expect(news(repository.looks())).toMatchObject([{ broke: [] }])
  })

  it('is no alarm about what was broken before the database was lost', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.looks()
    const { dashboard: _, ...lost } = repository.planned
    repository.planned = lost
    repository.configurationChanges()
    const after = repository.looks()
    expect(dashboards(after)[0]).toMatchObject({ again: true })
    expect(news(after)).toEqual([])
  })

  it('is said when the issue tells of it, by that look and by none that was overtaken', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.now = repository.nextLook ?? 0
    const first = repository.fires0()
    expect(news(first)).toEqual([])
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    if (!put) throw new Error('nobody looked')
    const told = repository.settles(put, { succeeded: true, result: { type: 'IssueOpened', number: 9, url: '' } })
    expect(news(told.effects)).toMatchObject([{ thread: 9 }])
    const again = repository.settles(put, { succeeded: true, result: { type: 'IssueOpened', number: 9, url: '' } })
    expect(news(again.effects)).toEqual([])
  })

  it('is not lost where the issue could not be written', () => {
    const repository = watched()
    repository.channels.team = gone
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    if (put) repository.settles(put, { succeeded: false, reason: 'refused' })
    expect(news(repository.looks())).toHaveLength(1)
  })

  const settledWith = (findings: readonly Finding[], repository = watched()) => {
    const put = repository.effects.findLast(({ effect }) => effect.type === 'KeepIssue')
    if (put?.effect.type !== 'KeepIssue' || put.effect.message.type !== 'Dashboard') throw new Error('nobody looked')
    const message = { ...put.effect.message, findings }
    const outcome = { succeeded: true, result: { type: 'IssueOpened', number: 5, url: '' } } as const
    return news(repository.settles({ ...put, effect: { ...put.effect, message } }, outcome).effects)
  }
  const broken = (topic: Finding['topic'], seen = 'It would not work.'): Finding => ({ topic, level: 'broken', seen })

  it('calls the responders of the worst severity that freezes when a freeze would not hold, and nobody else', () => {
    expect(settledWith([broken('freeze')])).toMatchObject([{ members: ['@alice'] }])
    expect(settledWith([broken('labels')])).toMatchObject([{ members: [] }])
  })

  it('is no news where only a number is another one', () => {
    const repository = watched()
    expect(settledWith([broken('deliveries', '3 of 40 deliveries failed.')], repository)).toHaveLength(1)
    expect(settledWith([broken('deliveries', '5 of 52 deliveries failed.')], repository)).toEqual([])
  })

  it('does not say that all is mended where it could not be seen', () => {
    const repository = watched()
    settledWith([broken('freeze')], repository)
    expect(settledWith([{ topic: 'freeze', level: 'unknown', seen: 'It was not seen.' }], repository)).toEqual([])
    expect(settledWith([], repository)).toMatchObject([{ broke: [] }])
  })
})

describe('the issue', () => {
  it('stays closed when somebody closed it, until something breaks', () => {
    const repository = watched()
    repository.changesIssue('closed', 'mallory', { number: 5, title: 'Firebreak: readiness' })
    expect(dashboards(repository.looks())).toMatchObject([{ open: false }])
    repository.channels.team = gone
    const opened = repository.looks()
    expect(dashboards(opened)).toMatchObject([{ open: true }])
    expect(news(opened)).toHaveLength(1)
    expect(dashboards(repository.looks())).toMatchObject([{ open: true }])
  })

  it('is kept open again when somebody reopened it', () => {
    const repository = watched()
    for (const change of ['closed', 'reopened'] as const)
      repository.changesIssue(change, 'bob', { number: 5, title: 'Firebreak: readiness' })
    expect(dashboards(repository.looks())).toMatchObject([{ open: true }])
  })

  it.each([
    ['trudy', 'x', 1],
    ['trudy', 'X', 1],
    ['mallory', 'x', 0],
    ['trudy', ' ', 0],
  ])('has it looked again by the box: %s, [%s]', (by, mark, looks) => {
    const repository = watched()
    const body = `Text\n\n- [${mark}] Look again now (for whoever may edit this issue)\n`
    const { effects } = repository.changesIssue('edited', by, { number: 5, title: 'Firebreak: readiness', body })
    expect(dashboards(effects)).toHaveLength(looks)
  })

  it('is not looked at again by a box on another issue, or in an emergency', () => {
    const repository = watched()
    const body = '- [x] Look again now'
    expect(dashboards(repository.changesIssue('edited', 'alice', { number: 6, title: 'Mine', body }).effects)).toEqual(
      [],
    )
    repository.opens()
    expect(dashboards(repository.changesIssue('edited', 'alice', { number: 5, title: 'x', body }).effects)).toEqual([])
  })

  it('is closed when nobody is to look any more, and opened when somebody is again', () => {
    const repository = watched()
    repository.configurationChanges(off)
    const [end] = dashboards(repository.effects.slice(-1))
    expect(end).toMatchObject({ open: false, message: { type: 'DashboardOff' } })
    expect(repository.waiting).toEqual([])
    const asked = repository.effects.length
    repository.configurationChanges()
    expect(repository.effects).toHaveLength(asked)
    repository.configurationChanges(on)
    expect(dashboards(repository.looks())).toMatchObject([{ open: true }])
  })

  it('that comes in after nobody is to look any more is told of no further', () => {
    const repository = watched()
    repository.now = repository.nextLook ?? 0
    const [put] = repository.fires0()
    repository.configurationChanges(off)
    if (put) repository.settles(put, { succeeded: true, result: { type: 'IssueOpened', number: 5, url: '' } })
    expect(repository.planned.dashboard).toBeUndefined()
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
