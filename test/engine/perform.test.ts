import { describe, expect, it } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import type { EffectOutcome, PutEffect } from '../../src/incident/effect.ts'
import type { EffectSettled, Event } from '../../src/incident/event.ts'
import { Harness, hours, minutes, seconds } from './support/harness.ts'
import { MemoryStore } from './support/memory-store.ts'
import { comment, emergency, incidentOf, nothing, repositoryOf } from './support/samples.ts'

const done: EffectOutcome = { succeeded: true, result: { type: 'Done' } }
const secret = 'ghs_abcdefghijklmnopqrstuvwxyz0123456789'

/** An engine whose first decision about an issue asks for these effects. */
const asking = (...effects: PutEffect[]): Harness =>
  new Harness({
    decide: (_situation, event) => ({ ...nothing, effects: event.type === 'IssueChanged' ? effects : [] }),
  })

const outcomes = ({ decided }: Harness): EffectSettled[] =>
  decided.flatMap(({ event }: { event: Event }) => (event.type === 'EffectSettled' ? [event] : []))

const keys = ({ github }: Harness): string[] => github.performed.map(({ put }) => put.key)

const failing = (error: () => Error, times: number): (() => Promise<EffectOutcome>) => {
  let left = times
  return async () => {
    if (left-- > 0) throw error()
    return done
  }
}

describe('an effect', () => {
  it('is performed once, and its outcome is an event', async () => {
    const harness = asking(comment('c'))
    harness.github.onPerform = async () => ({ succeeded: true, result: { type: 'Commented', commentId: 9, url: 'u' } })
    await harness.deliver(emergency(1))
    await harness.pass(24 * hours)
    expect(keys(harness)).toEqual(['c'])
    expect(outcomes(harness)).toMatchObject([
      { put: { key: 'c' }, outcome: { result: { type: 'Commented', commentId: 9 } } },
    ])
  })

  it('that did not succeed for good is not tried again, and its reason holds no secret', async () => {
    const harness = asking(comment('c'))
    harness.github.onPerform = async () => ({ succeeded: false, reason: `The issue is locked; ${secret}` })
    await harness.deliver(emergency(1))
    await harness.pass(24 * hours)
    expect(keys(harness)).toEqual(['c'])
    expect(outcomes(harness).map(({ outcome }) => outcome)).toEqual([
      { succeeded: false, reason: 'The issue is locked; [redacted]' },
    ])
  })

  it('goes before chatter when it is urgent', async () => {
    const harness = asking(comment('chatter'), comment('freeze', { urgent: true }))
    await harness.deliver(emergency(1))
    expect(keys(harness)).toEqual(['freeze', 'chatter'])
  })

  it('has a memory of its own, and may read and write one that is shared', async () => {
    const harness = asking(comment('apply', { urgent: true }), comment('lift'))
    const recalled: unknown[] = []
    harness.github.onPerform = async ({ put, memory }) => {
      if (put.key === 'apply') await memory.memorise({ before: 'this' })
      else await memory.memorise('both', 'shared')
      recalled.push(await memory.recall(), await memory.recall('apply'), await memory.recall('shared'))
      return done
    }
    await harness.deliver(emergency(1))
    const before = { before: 'this' }
    expect(recalled).toEqual([before, before, undefined, undefined, before, 'both'])
  })

  it('that is done again knows what came of it before', async () => {
    const harness = asking(comment('c', { keep: 'latest' }))
    harness.github.onPerform = async () => ({ succeeded: true, result: { type: 'CheckPublished', checkRunId: 3 } })
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2))
    expect(harness.github.performed.map(({ previous }) => previous)).toEqual([
      undefined,
      { type: 'CheckPublished', checkRunId: 3 },
    ])
  })
})

describe('a card', () => {
  const card = (): PutEffect =>
    comment('card', { keep: 'latest', incident: '1#1', effect: { type: 'SyncCard', incident: '1#1', thread: 1 } })

  it('shows the incident as it stands when it is written', async () => {
    const store = new MemoryStore()
    const harness = new Harness({ store })
    harness.decide = (_situation, event) =>
      event.type === 'IssueChanged' ? { ...nothing, incidents: [incidentOf(1)], effects: [card()] } : nothing
    harness.github.onPerform = failing(() => new TryLater('down', minutes), 1)
    await harness.deliver(emergency(1))
    store.disk.incidents.set('1#1', { ...incidentOf(1), version: 4 })
    await harness.pass(minutes)
    expect(harness.github.performed.map(({ put }) => put.effect)).toMatchObject([
      { body: 'card of 1#1 in version 1' },
      { body: 'card of 1#1 in version 4' },
    ])
    expect(JSON.stringify(outcomes(harness))).not.toContain('card of')
  })

  it('of an incident that is not stored any more is given up', async () => {
    const harness = asking(card())
    await harness.deliver(emergency(1))
    expect(harness.github.performed).toEqual([])
    expect(outcomes(harness).map(({ outcome }) => outcome.succeeded)).toEqual([false])
  })
})

describe('an effect that fails for now', () => {
  it('is tried again after doubling waits, and told how often it was begun', async () => {
    const harness = asking(comment('c'))
    const begun: number[] = []
    const down = failing(() => new TryLater('down', 0), 4)
    harness.github.onPerform = (_job) => {
      begun.push(harness.clock.now())
      return down()
    }
    await harness.deliver(emergency(1))
    await harness.pass(minutes)
    const start = begun[0] ?? 0
    expect(begun.map((at) => (at - start) / seconds)).toEqual([0, 1, 3, 7, 15])
    expect(harness.github.performed.map(({ triesBefore }) => triesBefore)).toEqual([0, 1, 2, 3, 4])
    expect(outcomes(harness)).toHaveLength(1)
  })

  it('waits as long as GitHub asks for', async () => {
    const harness = asking(comment('c'))
    harness.github.onPerform = failing(() => new TryLater('rate limit', 40 * minutes), 1)
    await harness.deliver(emergency(1))
    await harness.pass(39 * minutes)
    expect(keys(harness)).toHaveLength(1)
    await harness.pass(minutes)
    expect(keys(harness)).toHaveLength(2)
  })

  it('is tried at the moment that is known, however often it had to wait before', async () => {
    const harness = asking(comment('c'))
    harness.github.onPerform = failing(() => new TryLater('not its turn', 3000, { isExact: true }), 10)
    await harness.deliver(emergency(1))
    await harness.pass(30_000)
    expect(keys(harness)).toHaveLength(11)
  })

  it('holds up neither an urgent one nor the events behind it', async () => {
    const harness = asking(comment('chatter'))
    harness.github.onPerform = async ({ put }) => {
      if (put.key === 'chatter') throw new TryLater('rate limit', hours)
      return done
    }
    await harness.deliver(emergency(1))
    harness.decide = (_situation, event) => ({
      ...nothing,
      effects: event.type === 'IssueChanged' ? [comment('freeze', { urgent: true })] : [],
    })
    await harness.deliver(emergency(2))
    expect(keys(harness)).toEqual(['chatter', 'freeze'])
  })

  it('is never given up because of an outage, and an urgent one is back within two minutes', async () => {
    const harness = asking(comment('freeze', { urgent: true }))
    let isDown = true
    harness.github.onPerform = async () => {
      if (isDown) throw new TryLater('down', 0)
      return done
    }
    await harness.deliver(emergency(1))
    await harness.pass(48 * hours)
    expect(outcomes(harness)).toEqual([])
    isDown = false
    await harness.pass(2 * minutes)
    expect(outcomes(harness).map(({ outcome }) => outcome.succeeded)).toEqual([true])
  })
})

describe('an effect that fails in a way nobody foresaw', () => {
  it('is given up after fifteen tries over a day, with a reason for people and without secrets', async () => {
    const harness = asking(comment('c'))
    harness.github.onPerform = failing(
      () => new Error(`GET /x with ${secret}`, { cause: new Error('socket hang up') }),
      99,
    )
    await harness.deliver(emergency(1))
    await harness.pass(22 * hours)
    expect(outcomes(harness)).toEqual([])
    await harness.pass(2 * hours)
    expect(keys(harness)).toHaveLength(15)
    expect(outcomes(harness).map(({ outcome }) => outcome)).toEqual([
      {
        succeeded: false,
        reason: 'Given up after 15 tries. The last one failed with: GET /x with [redacted]: socket hang up',
      },
    ])
    expect(harness.log.at('error').at(-1)).toContain('GIVEN UP')
    expect(harness.log.text).not.toContain(secret)
  })

  it('succeeds when it works after all', async () => {
    const harness = asking(comment('c'))
    harness.github.onPerform = failing(() => new Error('odd'), 3)
    await harness.deliver(emergency(1))
    await harness.pass(hours)
    expect(outcomes(harness).map(({ outcome }) => outcome.succeeded)).toEqual([true])
  })

  it('does not stop the effects of other repositories', async () => {
    const harness = new Harness()
    harness.decide = (_situation, { type, repository: { id } }) => ({
      ...nothing,
      effects: type === 'IssueChanged' ? [comment(`c${id}`)] : [],
    })
    harness.github.onPerform = async ({ repository: { id } }) => {
      if (id === 1) throw new Error('odd')
      return done
    }
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(1, { repository: repositoryOf(2) }))
    expect(outcomes(harness).map(({ put }) => put.key)).toEqual(['c2'])
  })
})
