import { describe, expect, it } from 'vitest'
import type { Forecasts } from '../../src/engine/forecasts.ts'
import { TryLater } from '../../src/engine/ports.ts'
import { decide } from '../../src/incident/decide.ts'
import type { GitHubEvent } from '../../src/incident/event.ts'
import { nothingKnown } from '../../src/incident/readiness/facts.ts'
import { Died, deaths, mortal } from './support/death.ts'
import { Harness, minutes, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { engineWith, inForce, Plays, Proposed, played, pushed } from './support/proposed.ts'
import { emergency, moment } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a forecast', () => {
  it('is asked for until it is there, and what it is about is read once', async () => {
    const plays = new Plays(3)
    const { github, harness } = engineWith(plays)
    await harness.deliver(pushed)
    expect(github.reports.map(({ forecast }) => forecast)).toEqual(['under-way'])
    const read = github.read.length
    await harness.pass(3 * seconds)
    expect(github.reports.map(({ forecast }) => forecast)).toEqual(['under-way', played])
    expect(github.read).toHaveLength(read)
    expect(plays.asked).toHaveLength(4)
    expect(github.asked.filter(({ ask }) => ask === 'readiness')).toHaveLength(1)
  })

  it('holds an emergency up for a moment at most, however long reading takes', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const { github, harness } = engineWith(new Plays(), (one) => {
      one.onAnswer = async ({ ask }) => {
        if (ask === 'permission') return { ask, value: 'admin' }
        if (ask !== 'readiness') throw new Error(`no answer to ${ask} was prepared`)
        await answered
        return { ask, value: nothingKnown('nobody looked') }
      }
    })
    const arrives = (guid: string, event: GitHubEvent) => harness.engine.accept({ guid, name: 'x' }, [event])
    const isDeclared = () => harness.decided.some(({ event }) => event.type === 'IssueChanged')
    await arrives('push', pushed)
    await harness.clock.pass(100, settled)
    await arrives('emergency', emergency(1))
    await harness.clock.pass(100, settled)
    expect(isDeclared()).toBe(false)
    await harness.clock.pass(200, settled)
    expect(isDeclared()).toBe(true)
    await harness.clock.pass(10 * seconds, settled)
    expect(github.reports).toHaveLength(1)
    answer()
    await harness.pass(2 * seconds)
    expect(github.reports.at(-1)?.forecast).toEqual(played)
    expect(github.asked.filter(({ ask }) => ask === 'readiness')).toHaveLength(1)
  })

  it('is of the commit against the default branch, with what they extend', async () => {
    const plays = new Plays()
    const { harness } = engineWith(plays, (github) => {
      github.onCommit = 'version: 1\nextends: octo-org/rules\n'
      github.extended = async () => inForce
    })
    await harness.deliver(pushed)
    expect(plays.asked).toEqual([
      [
        { text: inForce, shared: {} },
        { text: 'version: 1\nextends: octo-org/rules\n', shared: { 'octo-org/rules': inForce } },
      ],
    ])
  })

  it.each([
    ['nothing plays here', undefined, 'this server plays none'],
    ['the play says so', { of: async () => ({ type: 'not-played', why: 'it broke off' }) }, 'it broke off'],
  ])('that cannot be had is said: %s', async (_, forecasts, why) => {
    const { github, harness } = engineWith(forecasts && ({ close: async () => undefined, ...forecasts } as Forecasts))
    await harness.deliver(pushed)
    expect(github.reports.at(-1)).toMatchObject({ problems: [], forecast: { type: 'not-played', why } })
    expect(github.reports.at(-1)?.hazards?.length).toBeGreaterThan(0)
  })

  it('whose play breaks is given up after a day, and the check says so', async () => {
    const of = async () => {
      throw new Error('out of memory')
    }
    const { github, harness } = engineWith({ of, close: async () => undefined })
    await harness.deliver(pushed)
    await harness.pass(2 * 24 * 60 * minutes)
    const last = github.reports.at(-1)?.forecast
    expect(last).toMatchObject({ type: 'not-played', why: expect.stringContaining('out of memory') })
  })

  it('waits while GitHub cannot be asked, and goes without what GitHub refuses', async () => {
    let answers = 0
    const { github, harness } = engineWith(new Plays(), (one) => {
      one.onAnswer = async () => {
        answers += 1
        throw answers === 1 ? new TryLater('later', 10 * seconds) : new Error('refused')
      }
    })
    await harness.deliver(pushed)
    expect(github.reports).toHaveLength(1)
    await harness.pass(11 * seconds)
    expect(github.reports.at(-1)).toEqual({ type: 'ConfigReport', problems: [], notices: [], forecast: played })
    expect(harness.log.at('warn')).toContain('A proposal could not be judged')
  })

  it.each([
    ['the file is gone from the commit', undefined, 'the file is not on that commit any more'],
    ['what it extends has errors now', 'version: 2\n', expect.stringContaining('run this check again')],
  ])('that has nothing to play any more says so: %s', async (_, text, why) => {
    const { github, harness } = engineWith(new Plays())
    github.onPerform = async () => {
      github.onCommit = text
      return { succeeded: true, result: { type: 'Done' } }
    }
    await harness.deliver(pushed)
    expect(github.reports.at(-1)?.forecast).toEqual({ type: 'not-played', why })
  })

  it.each([
    ['no-file', undefined],
    ['broken-file', 'version: 2\n'],
  ])('stands alone where there is nothing to compare with: %s', async (alone, onMain) => {
    const plays = new Plays()
    const { github, harness } = engineWith(plays, (one) => {
      one.onMain = onMain
    })
    await harness.deliver(pushed)
    expect(github.reports.at(-1)?.forecast).toEqual({ ...played, alone })
    expect(plays.asked[0]?.[0]).toBeUndefined()
  })
})

async function live(harness: Harness): Promise<void> {
  try {
    await harness.engine.accept({ guid: 'the-one', name: 'push' }, [pushed])
  } catch (error) {
    if (!(error instanceof Died)) throw error
  }
  await settled()
  await harness.clock.pass(11 * seconds, settled)
}

describe('a process that dies', () => {
  it.each(deaths)('$when call $call of $at still publishes the forecast, and once', async (death) => {
    const disk = new Disk()
    const github = new Proposed()
    const clock = new VirtualClock(moment)
    const { store } = mortal(new MemoryStore(disk), death)
    await live(new Harness({ store, github, clock, decide, parts: { forecasts: new Plays(2) } }))

    const parts = { forecasts: new Plays(2) }
    const next = new Harness({
      store: new MemoryStore(disk),
      github,
      clock: new VirtualClock(clock.now()),
      decide,
      parts,
    })
    await live(next)
    await next.pass(20 * seconds)

    expect(github.reports.at(-1)?.forecast).toEqual(played)
    const published = [...disk.effects.values()].filter(({ put }) => put.effect.type === 'PublishCheck')
    expect(published).toHaveLength(1)
    expect([...disk.effects.values()].map(({ status }) => status)).not.toContain('waiting')
    const performed = github.performed.length
    await next.pass(60 * minutes)
    expect(github.performed).toHaveLength(performed)
  })
})
