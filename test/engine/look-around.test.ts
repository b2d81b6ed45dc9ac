import { describe, expect, it } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import type { PutEffect } from '../../src/incident/effect.ts'
import type { EffectSettled, Event } from '../../src/incident/event.ts'
import type { LookAround } from '../../src/incident/look-effect.ts'
import type { Decision } from '../../src/incident/plan.ts'
import type { Answer, Question } from '../../src/incident/question.ts'
import { nothingKnown } from '../../src/incident/readiness/facts.ts'
import { Died, deaths, mortal } from './support/death.ts'
import { Harness, hours, minutes, ScriptedGitHub, seconds } from './support/harness.ts'
import { Disk, MemoryStore } from './support/memory-store.ts'
import { emergency, issueChanged, nothing, repositoryOf } from './support/samples.ts'
import { VirtualClock } from './support/virtual-clock.ts'

const wanted = { branches: ['main'], mechanism: 'auto', people: [], teams: [], labels: [] } as const
const effect: LookAround = {
  type: 'LookAround',
  questions: [
    { ask: 'readiness', wanted },
    { ask: 'channels', wanted: [] },
  ],
  askedAt: 0,
}
const look: PutEffect = { key: '1/look', keep: 'latest', urgent: false, incident: undefined, effect }
const seen = nothingKnown('nobody looked')

/** An issue other than an emergency has it looked around. */
const asksToLook = (_: unknown, event: Event): Decision =>
  event.type === 'IssueChanged' && event.issue.number === 2 ? { ...nothing, effects: [look] } : nothing

const started = (onAnswer: (question: Question) => Promise<Answer>) => {
  const github = new ScriptedGitHub()
  github.onAnswer = onAnswer
  const harness = new Harness({ github, decide: asksToLook })
  const outcomes = () =>
    harness.decided.flatMap(({ event }) =>
      event.type === 'EffectSettled' ? [(event satisfies EffectSettled).outcome] : [],
    )
  return { github, harness, outcomes }
}

const answer = async ({ ask }: Question): Promise<Answer> => {
  if (ask === 'readiness') return { ask, value: seen }
  if (ask === 'channels') return { ask, value: [] }
  throw new Error(`no answer to ${ask} was prepared`)
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a look around', () => {
  it('brings its answers back as an outcome', async () => {
    const { harness, outcomes } = started(answer)
    await harness.deliver(issueChanged(2))
    const result = { type: 'Seen', answers: { readiness: seen, channels: [] } }
    expect(outcomes()).toEqual([{ succeeded: true, result }])
  })

  it('holds an emergency up for a moment at most, however long it takes, and is not begun twice', async () => {
    const { promise: answered, resolve: go } = Promise.withResolvers<void>()
    const { github, harness, outcomes } = started(async (question) => {
      await answered
      return await answer(question)
    })
    const arrives = (guid: string, event: Parameters<Harness['deliver']>[0]) =>
      harness.engine.accept({ guid, name: 'x' }, [event])
    const isDecided = () =>
      harness.decided.some(({ event }) => event.type === 'IssueChanged' && event.issue.number === 1)
    await arrives('look', issueChanged(2))
    await harness.clock.pass(100, settled)
    await arrives('emergency', emergency(1))
    await harness.clock.pass(100, settled)
    expect(isDecided()).toBe(false)
    await harness.clock.pass(200, settled)
    expect(isDecided()).toBe(true)
    await harness.clock.pass(20 * seconds, settled)
    expect(outcomes()).toEqual([])
    go()
    await harness.pass(4 * seconds)
    expect(outcomes()).toHaveLength(1)
    expect(github.asked.map(({ ask }) => ask)).toEqual(['readiness', 'channels'])
  })

  it('goes on in sixteen repositories at once, and in the others after them', async () => {
    const waiting: (() => void)[] = []
    const { github, harness, outcomes } = started(async (question) => {
      if (question.ask === 'readiness') await new Promise<void>((go) => waiting.push(go))
      return await answer(question)
    })
    const repositories = Array.from({ length: 40 }, (_, index) => repositoryOf(index + 1))
    harness.decide = (_, event) => {
      const effects = [{ ...look, key: `${event.repository.id}/look` }]
      return event.type === 'IssueChanged' ? { ...nothing, effects } : nothing
    }
    for (const repository of repositories)
      await harness.engine.accept({ guid: `${repository.id}`, name: 'x' }, [issueChanged(2, { repository })])
    await harness.clock.pass(10 * seconds, settled)
    expect(waiting).toHaveLength(16)
    for (let round = 0; round < 30; round++) {
      for (const go of waiting.splice(0)) go()
      await harness.clock.pass(4 * seconds, settled)
    }
    expect(outcomes()).toHaveLength(40)
    expect(github.asked.filter(({ ask }) => ask === 'readiness')).toHaveLength(40)
  })

  it('waits as GitHub asks, holds nothing up meanwhile, and begins anew', async () => {
    let asked = 0
    const { harness, outcomes } = started(async (question) => {
      asked += 1
      if (asked === 1) throw new TryLater('The limit is reached', hours)
      return await answer(question)
    })
    await harness.deliver(issueChanged(2))
    await harness.deliver(emergency(1))
    expect(harness.decided.map(({ event }) => event.type)).toEqual(['IssueChanged', 'IssueChanged'])
    await harness.pass(59 * minutes)
    expect(asked).toBe(1)
    await harness.pass(20 * minutes)
    expect(outcomes()).toHaveLength(1)
  })

  it('is given up in the end where it fails', async () => {
    const { harness, outcomes } = started(() => Promise.reject(new Error('broken')))
    await harness.deliver(issueChanged(2))
    await harness.pass(48 * hours)
    expect(outcomes()).toMatchObject([{ succeeded: false, reason: expect.stringContaining('broken') }])
  })

  it('stores no file, however long', async () => {
    const codeOwners = { known: true, value: `* @alice\n${'# '.repeat(100_000)}` } as const
    const { harness, outcomes } = started(async (question) =>
      question.ask === 'readiness' ? { ask: 'readiness', value: { ...seen, codeOwners } } : await answer(question),
    )
    await harness.deliver(issueChanged(2))
    const why = 'there is too much of it'
    expect(outcomes()).toMatchObject([{ result: { answers: { readiness: { codeOwners: { known: false, why } } } } }])
    expect(JSON.stringify(outcomes()).length).toBeLessThan(10_000)
  })
})

async function live(harness: Harness): Promise<void> {
  try {
    await harness.engine.accept({ guid: 'the-one', name: 'issues' }, [issueChanged(2)])
  } catch (error) {
    if (!(error instanceof Died)) throw error
  }
  await settled()
  await harness.clock.pass(11 * seconds, settled)
}

describe('a process that dies', () => {
  it.each(deaths)('$when call $call of $at still brings what was seen, and rests then', async (death) => {
    const disk = new Disk()
    const github = new ScriptedGitHub()
    github.onAnswer = answer
    const { store } = mortal(new MemoryStore(disk), death)
    const dying = new Harness({ store, github, decide: asksToLook })
    await live(dying)
    const clock = new VirtualClock(dying.clock.now())
    const next = new Harness({ store: new MemoryStore(disk), github, clock, decide: asksToLook })
    await live(next)
    await next.pass(minutes)
    const outcomes = [...dying.decided, ...next.decided].filter(({ event }) => event.type === 'EffectSettled')
    expect(outcomes.length).toBeGreaterThan(0)
    expect([...disk.effects.values()].map(({ status }) => status)).toEqual(['done'])
    const asked = github.asked.length
    await next.pass(hours)
    expect(github.asked).toHaveLength(asked)
  })
})
