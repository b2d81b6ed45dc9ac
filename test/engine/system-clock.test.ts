import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/engine/system-clock.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('wakes at the moment, once', () => {
  const woken = vi.fn()
  systemClock.wakeAt(systemClock.now() + 5000, woken)
  vi.advanceTimersByTime(4999)
  expect(woken).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  vi.advanceTimersByTime(60_000)
  expect(woken).toHaveBeenCalledOnce()
})

it('wakes soon when the moment has passed', () => {
  const woken = vi.fn()
  systemClock.wakeAt(systemClock.now() - 5000, woken)
  vi.advanceTimersByTime(1)
  expect(woken).toHaveBeenCalledOnce()
})

it('can wait for longer than the runtime’s timers', () => {
  const woken = vi.fn()
  const days = 86_400_000
  systemClock.wakeAt(systemClock.now() + 60 * days, woken)
  vi.advanceTimersByTime(60 * days - 1)
  expect(woken).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(woken).toHaveBeenCalledOnce()
})

it('does not wake whom it was told not to', () => {
  const woken = vi.fn()
  const cancel = systemClock.wakeAt(systemClock.now() + 5000, woken)
  cancel()
  vi.advanceTimersByTime(60_000)
  expect(woken).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
