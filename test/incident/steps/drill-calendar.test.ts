import { describe, expect, it } from 'vitest'
import type { Timer } from '../../../src/incident/timer.ts'
import { policyFrom } from '../policies.ts'
import { person } from '../procedure.ts'
import { hours, Story } from '../story.ts'

const drill = (name: string, cron: string): string =>
  `  - { name: ${name}, cron: "${cron}", scenarios: [drill.yml], assign: [maintainers] }`

const policyWith = (drills: readonly string[]) =>
  policyFrom(`roles: { maintainers: ["@alice"] }\ndrills:\n${drills.join('\n')}\n`)

const daily = drill('Daily', '30 9 * * *')
const policy = await policyWith([drill('First', '0 10 2 3 *'), drill('Second', '0 10 2 3 *'), daily])
const everyDay = await policyWith([daily])

const facts = {
  'repository-files': () => ['drill.yml'],
  'repository-file': () => 'title: Fire\ndescription: It burns.\n',
}

/** The repository's calendar, as the store keeps it: whatever is due becomes an event, all at once. */
class Calendar extends Story {
  waiting: readonly Timer[] = []
  readonly opened: string[] = []

  configurationChanges(): void {
    this.keep(this.happens({ type: 'RepositoryChanged', change: 'default-branch', actor: person('alice') }))
  }

  keep({ timers, effects }: ReturnType<Story['happens']>): void {
    this.waiting = timers.find(({ incident }) => incident === '7/calendar')?.timers ?? this.waiting
    for (const { effect, key } of effects)
      if (effect.type === 'OpenIssue' && !this.opened.includes(key)) this.opened.push(key)
  }

  /** Fires what is due until nothing is. Returns how many events that took. */
  fireAll(): number {
    let fired = 0
    while (fired < 50) {
      const due = this.waiting.filter(({ at }) => at <= this.now).sort((a, b) => a.at - b.at)
      if (due.length === 0) return fired
      this.waiting = this.waiting.filter(({ at }) => at > this.now)
      for (const { name, at } of due)
        this.keep(this.happens({ type: 'TimerFired', incident: '7/calendar', timer: name, dueAt: at }))
      fired += due.length
    }
    return fired
  }
}

describe('the calendar of drills', () => {
  it('holds each drill of the same hour once, and then waits for the next time', () => {
    const calendar = new Calendar(policy, facts)
    calendar.configurationChanges()
    calendar.now += hours(1) + 5_000
    expect(calendar.fireAll()).toBe(3)
    expect(calendar.opened).toHaveLength(3)
    expect(calendar.waiting.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2027-03-02T10:00:00.000Z',
      '2027-03-02T10:00:00.000Z',
      '2026-03-03T09:30:00.000Z',
    ])
  })

  it('has the file read where the App was added, each repository of many in its turn', () => {
    const calendar = new Calendar(everyDay, facts)
    const added = { type: 'InstallationChanged', change: 'added', actor: person('alice') } as const
    const readAt = (place: number) => {
      calendar.keep(calendar.happens({ ...added, place }))
      return calendar.waiting.filter(({ name }) => name === 'configuration').map(({ at }) => at - calendar.now)
    }
    expect([readAt(0), readAt(1), readAt(600)]).toEqual([[0], [1000], [600_000]])
    calendar.now += 600_000
    expect(calendar.fireAll()).toBe(1)
    expect(calendar.waiting.map(({ name }) => name)).toEqual(['drill/Daily'])
  })

  it('holds one drill, and not one for each time that passed while the process was down', () => {
    const calendar = new Calendar(everyDay, facts)
    calendar.configurationChanges()
    calendar.now += hours(24 * 30)
    calendar.fireAll()
    expect(calendar.opened).toHaveLength(1)
  })

  it('is asked again for what came due while the configuration changed, and for nothing from before', () => {
    const calendar = new Calendar(policy, facts)
    calendar.now += hours(1) + 30_000
    calendar.configurationChanges()
    calendar.fireAll()
    expect(calendar.opened.map((key) => key.split('/')[2])).toEqual(['First', 'Second'])
  })
})
