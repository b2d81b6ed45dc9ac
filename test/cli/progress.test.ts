import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { withProgress } from '../../src/cli/progress.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

function screen() {
  const lines: string[] = []
  return { lines, rewrite: (line: string) => void lines.push(line) }
}

it('says nothing about what is done within a second', async () => {
  const { lines, rewrite } = screen()
  const done = await withProgress({ rewrite }, async (tell) => {
    tell('beginning')
    await pass(900)
    tell('ending')
    return 7
  })
  await pass(5000)
  expect({ done, lines }).toEqual({ done: 7, lines: [] })
})

it('shows what is under way after a second, also while it waits, and takes it back at the end', async () => {
  const { lines, rewrite } = screen()
  await withProgress({ rewrite }, async (tell) => {
    tell('asking for the first')
    await pass(1500)
    tell('asking for the second')
    await pass(10)
    tell('too soon to be read')
    await pass(300)
    tell('asking for the last')
  })
  expect(lines).toEqual(['asking for the first', 'asking for the second', 'asking for the last', ''])
})

it('takes the line back when it fails', async () => {
  const { lines, rewrite } = screen()
  const failing = withProgress({ rewrite }, async (tell) => {
    tell('trying')
    await pass(1001)
    throw new Error('it failed')
  })
  await expect(failing).rejects.toThrow('it failed')
  expect(lines).toEqual(['trying', ''])
})

it('fits into a line', async () => {
  const { lines, rewrite } = screen()
  await withProgress({ rewrite }, async (tell) => {
    tell('x'.repeat(500))
    await pass(2000)
  })
  expect(lines.map((line) => line.length)).toEqual([76, 0])
})

it('is silent where nobody looks', async () => {
  expect(await withProgress({}, async (tell) => tell('anything'))).toBeUndefined()
})
