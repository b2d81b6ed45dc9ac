import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../src/cli/virtual-clock.ts'

const settle = async (): Promise<void> => undefined

describe('the virtual clock', () => {
  it('stands still until it is moved', () => {
    const clock = new VirtualClock(1000)
    expect([clock.now(), clock.now()]).toEqual([1000, 1000])
  })

  it('stops at each alarm on the way, in the order of time', async () => {
    const clock = new VirtualClock(0)
    const rung: [string, number][] = []
    const ring = (name: string) => () => void rung.push([name, clock.now()])
    clock.wakeAt(500, ring('second'))
    clock.wakeAt(200, ring('first'))
    clock.wakeAt(1001, ring('too late'))
    await clock.advance(1000, settle)
    expect(rung).toEqual([
      ['first', 200],
      ['second', 500],
    ])
    expect(clock.now()).toBe(1000)
  })

  it('rings what an alarm sets on its way too, and settles in between', async () => {
    const clock = new VirtualClock(0)
    const happened: string[] = []
    clock.wakeAt(100, () => {
      happened.push('alarm at 100')
      clock.wakeAt(150, () => void happened.push('alarm at 150'))
    })
    await clock.advance(200, async () => void happened.push(`settled at ${clock.now()}`))
    expect(happened).toEqual([
      'settled at 0',
      'alarm at 100',
      'settled at 100',
      'alarm at 150',
      'settled at 150',
      'settled at 200',
    ])
  })

  it('does not ring what was cancelled, and rings at once what was due before', async () => {
    const clock = new VirtualClock(1000)
    const rung: number[] = []
    clock.wakeAt(1100, () => void rung.push(1100))()
    clock.wakeAt(10, () => void rung.push(clock.now()))
    await clock.advance(500, settle)
    expect(rung).toEqual([1000])
  })
})

it('gives up when an alarm is set for now again and again', async () => {
  const clock = new VirtualClock(0)
  const again = (): void => void clock.wakeAt(0, again)
  again()
  await expect(clock.advance(1, async () => undefined)).rejects.toThrow('The clock stands still')
})
