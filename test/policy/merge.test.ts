import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MapNode, nodeAt, toValue } from '../../src/policy/document.ts'
import { parseLayer } from '../../src/policy/layer.ts'
import { mergeRoots } from '../../src/policy/merge.ts'

function rootOf(value: unknown, file = 'f'): MapNode {
  const layer = parseLayer(JSON.stringify(value), { file })
  if (layer.ok) return layer.value.root
  throw new Error(layer.error[0]?.message)
}

const plain = (root: MapNode): unknown => JSON.parse(JSON.stringify(toValue(root)))

/** Configurations of one shape, so that a key has the same type in all of them. */
const name = fc.constantFrom('a', 'b', 'c')
const list = fc.array(fc.constantFrom('@x', '@y'), { maxLength: 2 })
const configurations = fc
  .record(
    {
      roles: fc.dictionary(name, list),
      severities: fc.dictionary(name, fc.record({ responders: list }, { requiredKeys: [] })),
      'default-severity': name,
      checklists: fc.dictionary(name, fc.record({ items: list })),
      freeze: fc.record(
        { branches: list, lift: name, exempt: fc.record({ labels: list, paths: list }, { requiredKeys: [] }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((value) => rootOf(value))

const empty = rootOf({})

describe('mergeRoots', () => {
  it('changes nothing with nothing', () => {
    fc.assert(
      fc.property(configurations, (one) => {
        expect(plain(mergeRoots(one, empty))).toEqual(plain(one))
        expect(plain(mergeRoots(empty, one))).toEqual(plain(one))
      }),
    )
  })

  it('changes nothing with itself', () => {
    fc.assert(
      fc.property(configurations, (one) => {
        expect(plain(mergeRoots(one, one))).toEqual(plain(one))
      }),
    )
  })

  it('does not mind in which order neighbours are joined', () => {
    fc.assert(
      fc.property(configurations, configurations, configurations, (a, b, c) => {
        expect(plain(mergeRoots(mergeRoots(a, b), c))).toEqual(plain(mergeRoots(a, mergeRoots(b, c))))
      }),
    )
  })

  it('keeps every list, scale and checklist of the upper file as it is', () => {
    fc.assert(
      fc.property(configurations, configurations, (base, upper) => {
        const merged = mergeRoots(base, upper)
        for (const path of [
          ['severities'],
          ['checklists'],
          ['freeze', 'branches'],
          ['roles', 'a'],
          ['default-severity'],
        ]) {
          const wanted = nodeAt(upper, path)
          if (wanted !== undefined) expect(nodeAt(merged, path)).toBe(wanted)
        }
      }),
    )
  })

  it('keeps each value at the place in the file it came from', () => {
    const merged = mergeRoots(
      rootOf({ freeze: { lift: 'manual', branches: ['a'] } }, 'base'),
      rootOf({ freeze: { branches: ['b'] } }, 'upper'),
    )
    expect(nodeAt(merged, ['freeze', 'lift'])?.at.file).toBe('base')
    expect(nodeAt(merged, ['freeze', 'branches', 0])?.at.file).toBe('upper')
  })
})
