import { expect, it } from 'vitest'
import { answererFor } from '../../src/engine/answers.ts'
import { TryLater } from '../../src/engine/ports.ts'
import { nothingKnown } from '../../src/incident/readiness/facts.ts'
import { repository } from '../incident/procedure.ts'

const wanted = { branches: ['main'], mechanism: 'auto', people: [], teams: [], labels: [] } as const

/** What answers where GitHub only throws. */
const answererTo = (error: Error) => {
  const refused = () => Promise.reject(error)
  const nothing = () => Promise.reject(new Error('nobody asks for this'))
  return answererFor(
    {
      github: { answer: refused, kept: nothing, isAnswered: nothing },
      policies: { reportAt: nothing },
      store: { effectsAskedFor: nothing, incidentById: nothing, recall: nothing, memorise: nothing },
    },
    repository,
  )
}

it('a look never waits for GitHub, because an emergency may be behind it', async () => {
  const answer = answererTo(new TryLater('the limit is reached', 3_600_000))
  expect(await answer({ ask: 'readiness', wanted })).toEqual({
    ask: 'readiness',
    value: nothingKnown('GitHub asked to wait'),
  })
  await expect(answer({ ask: 'permission', login: 'alice' })).rejects.toThrow(TryLater)
})

it('what does not pass by itself is no answer', async () => {
  await expect(answererTo(new Error('broken'))({ ask: 'readiness', wanted })).rejects.toThrow('broken')
})
