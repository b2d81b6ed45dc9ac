import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Store, TryLater } from '../../src/engine/ports.ts'
import type { EffectOutcome } from '../../src/incident/effect.ts'
import type { Event } from '../../src/incident/event.ts'
import { openEmbeddedStore } from '../../src/store/embedded/open-embedded-store.ts'
import { type DecideNow, Harness, hours, minutes } from './support/harness.ts'
import {
  comment,
  commentAdded,
  emergency,
  incidentOf,
  issueChanged,
  nothing,
  repository,
  repositoryOf,
} from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

/** The engine over the store that it comes with, on disk. */
const done: EffectOutcome = { succeeded: true, result: { type: 'Done' } }
let directory: string
let clock: VirtualClock
let open: Store[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'firebreak-engine-'))
  clock = new VirtualClock()
  open = []
})

afterEach(async () => {
  for (const store of open) await store.close()
  rmSync(directory, { recursive: true })
})

async function begin(decide: DecideNow = () => nothing): Promise<Harness> {
  const store = await openEmbeddedStore({ directory, now: () => clock.now() })
  open.push(store)
  return new Harness({ store, clock, decide })
}

async function end(harness: Harness): Promise<void> {
  await harness.engine.drain()
  await harness.store.close()
}

const numberOf = (event: Event): number => (event.type === 'IssueChanged' ? event.issue.number : 0)
const numbers = ({ decided }: Harness): number[] => decided.map(({ event }) => numberOf(event))
const keys = ({ github }: Harness): string[] => github.performed.map(({ put }) => put.key)
const others = Array.from({ length: 20 }, (_, index) => repositoryOf(index + 1))

describe('over the embedded store', () => {
  it('each repository keeps its order while others go on', async () => {
    const harness = await begin((_situation, event) => {
      if (event.repository.id === 1) throw new TryLater('rate limit', 10 * minutes)
      return nothing
    })
    for (const number of [1, 2, 3])
      await Promise.all(others.map((one) => harness.deliver(emergency(number, { repository: one }))))
    const decided = (id: number): number[] =>
      harness.decided.flatMap(({ event }) => (event.repository.id === id ? [numberOf(event)] : []))
    for (const { id } of others.slice(1)) expect(decided(id)).toEqual([1, 2, 3])
    expect(decided(1)).toEqual([1])
    harness.decide = () => nothing
    await harness.pass(10 * minutes)
    expect(decided(1)).toEqual([1, 1, 2, 3])
  })

  it('a timer fires late and once after the process was down', async () => {
    const due = clock.now() + 4 * hours
    const before = await begin((_situation, event) =>
      event.type === 'IssueChanged'
        ? {
            ...nothing,
            incidents: [incidentOf(1)],
            timers: [{ incident: '1#1', timers: [{ name: 'escalation', at: due }] }],
          }
        : nothing,
    )
    await before.deliver(emergency(1))
    await end(before)
    await clock.pass(9 * hours, async () => undefined)
    const after = await begin()
    await after.engine.idle()
    await after.pass(24 * hours)
    expect(after.decided).toMatchObject([
      {
        event: { type: 'TimerFired', timer: 'escalation', dueAt: due, at: due + 5 * hours },
        situation: { incidents: [{ id: '1#1', version: 1 }], repository },
      },
    ])
  })

  it('what failed is tried after its wait, and holds up nothing urgent', async () => {
    const harness = await begin((_situation, event) => ({
      ...nothing,
      effects: [
        ...(numberOf(event) === 1 ? [comment('chatter')] : []),
        ...(numberOf(event) === 2 ? [comment('freeze', { urgent: true })] : []),
      ],
    }))
    let isDown = true
    harness.github.onPerform = async ({ put }) => {
      if (isDown && put.key === 'chatter') throw new TryLater('rate limit', 30 * minutes)
      return done
    }
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2))
    expect(keys(harness)).toEqual(['chatter', 'freeze'])
    isDown = false
    await harness.pass(30 * minutes)
    expect(keys(harness)).toEqual(['chatter', 'freeze', 'chatter'])
    expect(harness.github.performed.map(({ triesBefore }) => triesBefore)).toEqual([0, 0, 1])
  })

  it('a poison event is put aside for good, and its lane goes on', async () => {
    const harness = await begin((_situation, event) => {
      if (numberOf(event) === 1) throw new Error('poison')
      return nothing
    })
    await harness.deliver(emergency(1))
    await harness.deliver(emergency(2))
    await harness.pass(hours)
    expect(numbers(harness)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2])
    await end(harness)
    const after = await begin()
    await after.engine.idle()
    expect(after.decided).toEqual([])
  })

  it('lets in what follows an emergency that waits, also after a restart', async () => {
    const before = await begin()
    await before.deliver(issueChanged(9))
    before.decide = () => {
      throw new TryLater('GitHub is down', 10 * minutes)
    }
    await before.deliver(emergency(1))
    await end(before)
    const after = await begin()
    const accepted = await after.engine.accept({ guid: 'reply', name: 'issue_comment' }, [
      commentAdded(1, 'I am on it'),
    ])
    expect(accepted).toBe('stored')
    const elsewhere = await after.engine.accept({ guid: 'talk', name: 'issue_comment' }, [
      commentAdded(2, 'I am on it'),
    ])
    expect(elsewhere).toBe('irrelevant')
    await after.engine.idle()
    await after.pass(10 * minutes)
    expect(after.decided.map(({ event }) => event.type)).toEqual(['IssueChanged', 'CommentAdded'])
  })

  it('the outcome of an effect waits for the disk, and the effect is not performed again', async () => {
    const harness = await begin((_situation, event) => ({
      ...nothing,
      effects: event.type === 'IssueChanged' ? [comment('c')] : [],
    }))
    const settle = harness.store.settle.bind(harness.store)
    const failed = Promise.withResolvers<void>()
    let failures = 2
    harness.store.settle = async (...args) => {
      failed.resolve()
      if (failures-- > 0) throw new Error('disk full')
      return settle(...args)
    }
    const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
    await harness.engine.accept({ guid: 'a', name: 'issues' }, [emergency(1)])
    await failed.promise
    await settled()
    await clock.pass(2 * minutes, settled)
    await harness.engine.idle()
    expect(keys(harness)).toEqual(['c'])
    expect(harness.decided.map(({ event }) => event.type)).toEqual(['IssueChanged', 'EffectSettled'])
  })
})
