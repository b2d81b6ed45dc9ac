import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { mutilated, wound } from './mutilate.ts'
import { context, type Example, officialExamples } from './official-examples.ts'

const examples = officialExamples().filter(({ name, payload }) => toEvents(name, payload, context) !== undefined)

function isSound(events: ReturnType<typeof toEvents>): boolean {
  return (events ?? []).every(
    ({ repository }) => Number.isSafeInteger(repository.id) && repository.installationId > 0 && repository.owner !== '',
  )
}

test('a payload of any shape becomes sound events or none, and never an error', () => {
  const hurt = fc
    .tuple(fc.constantFrom<Example[]>(...examples), fc.array(wound, { minLength: 1, maxLength: 8 }))
    .map(([{ name, payload }, wounds]) => ({
      name,
      payload: mutilated(payload, wounds),
    }))
  fc.assert(
    fc.property(hurt, ({ name, payload }) => {
      expect(isSound(toEvents(name, payload, context))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('an installation of nobody is no event', () => {
  const payload = { action: 'suspend', installation: { id: 1, repository_selection: 'all' }, sender: { login: 'ana' } }
  expect(toEvents('installation', payload, context)).toBeUndefined()
  const whole = { ...payload, installation: { ...payload.installation, account: { login: 'acme' } } }
  expect(toEvents('installation', whole, context)).toMatchObject([{ everywhere: true, repository: { owner: 'acme' } }])
})

test('what is no payload at all is no event', () => {
  const names = [...new Set(examples.map(({ name }) => name)), 'constructor', '__proto__', '']
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.anything(), (name, payload) => {
      expect(isSound(toEvents(name, payload, context))).toBe(true)
    }),
  )
})
