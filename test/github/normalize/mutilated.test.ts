import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toEvents } from '../../../src/github/normalize/normalize.ts'
import { context, type Example, officialExamples } from './official-examples.ts'

const examples = officialExamples().filter(({ name, payload }) => toEvents(name, payload, context) !== undefined)

/** Everything JSON can hold in the place of what was expected, and nothing at all. */
const replacement = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(Number.MAX_SAFE_INTEGER + 2),
  fc.constant(-1),
)

/** Replaces what random walks through the payload come to. */
function mutilate(value: unknown, walk: readonly number[], put: unknown): unknown {
  const [step, ...further] = walk
  if (step === undefined || typeof value !== 'object' || value === null) return put
  const keys = Object.keys(value)
  const key = keys[step % Math.max(keys.length, 1)]
  if (key === undefined) return put
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
  const next = mutilate(Reflect.get(value, key), further, put)
  if (next === undefined) Reflect.deleteProperty(copy, key)
  else Reflect.set(copy, key, next)
  return copy
}

const wound = fc.tuple(fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 5 }), replacement)

function isSound(events: ReturnType<typeof toEvents>): boolean {
  return (events ?? []).every(
    ({ repository }) => Number.isSafeInteger(repository.id) && repository.installationId > 0 && repository.owner !== '',
  )
}

test('a payload of any shape becomes sound events or none, and never an error', () => {
  const mutilated = fc
    .tuple(fc.constantFrom<Example[]>(...examples), fc.array(wound, { minLength: 1, maxLength: 8 }))
    .map(([{ name, payload }, wounds]) => ({
      name,
      payload: wounds.reduce<unknown>((hurt, [walk, put]) => mutilate(hurt, walk, put), payload),
    }))
  fc.assert(
    fc.property(mutilated, ({ name, payload }) => {
      expect(isSound(toEvents(name, payload, context))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('what is no payload at all is no event', () => {
  const names = [...new Set(examples.map(({ name }) => name)), 'constructor', '__proto__', '']
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.anything(), (name, payload) => {
      expect(isSound(toEvents(name, payload, context))).toBe(true)
    }),
  )
})
