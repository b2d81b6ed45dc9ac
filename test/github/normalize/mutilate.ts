import fc from 'fast-check'

/** Everything JSON can hold in the place of what was expected, and nothing at all. */
const replacement = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(Number.MAX_SAFE_INTEGER + 2),
  fc.constant(-1),
  fc.constant('x'.repeat(70_000)),
)

/** A walk through a value, and what is put where it ends; undefined removes what is there. */
export const wound = fc.tuple(fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 5 }), replacement)

/** Replaces what random walks through a value come to; the value itself stays as it is. */
export const mutilated = (value: unknown, wounds: readonly (readonly [readonly number[], unknown])[]): unknown =>
  wounds.reduce<unknown>((hurt, [walk, put]) => mutilate(hurt, walk, put), value)

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
