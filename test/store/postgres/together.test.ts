import { describe, expect, it } from 'vitest'
import { TryLater } from '../../../src/engine/ports.ts'
import { Together } from '../../../src/store/postgres/together.ts'

/** Doubles numbers, remembers which went together, and goes on when it is told to. */
function doubling({ refused }: { refused?: (group: readonly number[]) => Error | undefined } = {}) {
  const groups: (readonly number[])[] = []
  let gate = Promise.withResolvers<void>()
  const together = new Together<number, number>({
    async carryOut(numbers) {
      groups.push(numbers)
      await gate.promise
      const error = refused?.(numbers)
      if (error) throw error
      return numbers.map((number) => number * 2)
    },
    most: 3,
    groups: 1,
  })
  const open = (): void => {
    gate.resolve()
    gate = Promise.withResolvers()
    gate.resolve()
  }
  return { together, groups, open }
}

describe('what is asked', () => {
  it('at the same moment goes together, as much as there is room for', async () => {
    const { together, groups, open } = doubling()
    open()
    expect(await Promise.all([1, 2, 3, 4].map((number) => together.ask(number)))).toEqual([2, 4, 6, 8])
    expect(groups).toEqual([[1, 2, 3], [4]])
  })

  it('while others are served waits, and goes together', async () => {
    const { together, groups, open } = doubling()
    const first = together.ask(1)
    await expect.poll(() => groups.length).toBe(1)
    const later = [together.ask(2), together.ask(3)]
    open()
    expect(await Promise.all([first, ...later])).toEqual([2, 4, 6])
    expect(groups).toEqual([[1], [2, 3]])
  })

  it('fails alone', async () => {
    const refused = (group: readonly number[]) => (group.includes(2) ? new Error('no twos') : undefined)
    const { together, open } = doubling({ refused })
    open()
    const answers = await Promise.allSettled([1, 2, 3].map((number) => together.ask(number)))
    expect(answers).toMatchObject([{ value: 2 }, { reason: new Error('no twos') }, { value: 6 }])
  })

  it('fails together when the database has trouble: nobody waits for that again', async () => {
    const { together, groups, open } = doubling({ refused: () => new TryLater('trouble', 1000) })
    open()
    const answers = await Promise.allSettled([1, 2].map((number) => together.ask(number)))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(groups).toEqual([[1, 2]])
  })
})
