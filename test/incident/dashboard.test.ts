import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenAfter, brokenIn, newsAmong } from '../../src/incident/dashboard.ts'
import type { Finding } from '../../src/incident/finding.ts'
import { findingsOf } from '../../src/incident/readiness/judge.ts'
import { anyFacts } from './readiness/facts.ts'
import { now, policy } from './readiness/troubles.ts'

const broken = (subjects: readonly string[], seen = 'It would not work.'): Finding => ({
  ...{ topic: 'freeze', level: 'broken' },
  ...{ subjects, seen },
})

describe('what people have not heard of', () => {
  it('is another branch than the one that they heard of, though its name differs by a number alone', () => {
    const told = brokenIn([broken(['release/1.0'], 'A freeze would not hold on release/1.0.')])
    expect(newsAmong([broken(['release/2.0'], 'A freeze would not hold on release/2.0.')], told)).toHaveLength(1)
  })

  it('is one more in a sentence about several, and not one fewer', () => {
    const told = brokenIn([broken(['main', 'next'])])
    expect(newsAmong([broken(['main', 'next', 'old'])], told)).toHaveLength(1)
    expect(newsAmong([broken(['next'])], told)).toEqual([])
  })

  it('is not the same in other words', () => {
    const told = brokenIn([broken(['pager'], 'It did not answer: the time ran out.')])
    expect(newsAmong([broken(['pager'], 'It did not answer: the connection was refused.')], told)).toEqual([])
  })

  it('is not what a record says that was written when words were all that was kept', () => {
    const told = ['freeze: A freeze would not hold on release/#.#.']
    expect(newsAmong([broken(['release/1.0'], 'A freeze would not hold on release/1.0.')], told)).toEqual([])
    expect(newsAmong([broken(['main'], 'A freeze would not hold on main.')], told)).toHaveLength(1)
  })

  it('is told of each thing that is broken, whatever is', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const bad = findingsOf(policy, facts, now).filter(({ level }) => level === 'broken')
        const sentences = new Map(bad.map((finding) => [finding.seen, finding]))
        for (const [seen, finding] of sentences) {
          const others = [...sentences.values()].filter((other) => other.seen !== seen)
          expect(newsAmong([finding], brokenIn(others)), JSON.stringify([finding, others])).toHaveLength(1)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('what cannot be seen', () => {
  const unseen = (subjects?: readonly string[]): Finding => ({
    ...{ topic: 'freeze', level: 'unknown', seen: 'It could not be seen.' },
    ...(subjects && { subjects }),
  })
  const told = brokenIn([broken(['main']), broken(['next'])])

  it('is as it was', () => expect(brokenAfter([unseen()], told)).toEqual(told))

  it('says nothing about the others of its topic', () =>
    expect(brokenAfter([unseen(['next'])], told)).toEqual(['freeze: next']))
})
