import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PostComment, SyncCard } from '../../../src/incident/effect.ts'
import { startWorkbench, type Workbench } from './workbench.ts'

let bench: Workbench
let thread: number
beforeEach(async () => {
  bench = await startWorkbench()
  thread = person('alice').openIssue({ title: '[EMERGENCY] The shop is down' }).number
})
afterEach(async () => {
  expect(bench.github.unknownRequests).toEqual([])
  await bench.close()
})

const person = (login: string) => bench.github.as(login).in('acme/app')
const bodies = () => bench.github.repository('acme/app').comments.map((comment) => comment.body)
const writes = () => bench.github.requests.filter(({ method, path }) => method !== 'GET' && path.includes('/issues/'))

const card = (body: string): SyncCard => ({ type: 'SyncCard', incident: '1#1', thread, body })
const comment = (body: string): PostComment => ({
  type: 'PostComment',
  thread,
  message: { type: 'Help', to: 'alice' },
  body,
})

/** Performs and hands back the result as the engine does the next time. */
async function performed(effect: SyncCard, previous?: Awaited<ReturnType<Workbench['perform']>>) {
  return bench.perform(effect, previous?.succeeded ? { previous: previous.result } : {})
}

describe('the card', () => {
  it('is one comment that is rewritten', async () => {
    const first = await performed(card('Frozen'))
    const second = await performed(card('Thawed'), first)
    expect(second).toEqual(first)
    expect(bodies()).toEqual(['Thawed\n\n<!-- firebreak:card:1#1 -->'])
  })

  it('is not written again while its text stays the same', async () => {
    const first = await performed(card('Frozen'))
    await performed(card('Frozen'), first)
    expect(writes()).toHaveLength(1)
  })

  it('comes back after somebody deleted it', async () => {
    const first = await performed(card('Frozen'))
    const deleted = bench.github.repository('acme/app').comments[0]
    person('alice').deleteComment(deleted?.id ?? 0)
    expect(await performed(card('Thawed'), first)).not.toEqual(first)
    expect(bodies()).toEqual(['Thawed\n\n<!-- firebreak:card:1#1 -->'])
  })

  it('stays one when the reply to its creation was lost, also when its text was replaced meanwhile', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /comments/ })
    await expect(bench.perform(card('Frozen'))).rejects.toMatchObject({ name: 'TryLater' })
    await bench.perform(card('Thawed'))
    expect(bodies()).toEqual(['Thawed\n\n<!-- firebreak:card:1#1 -->'])
  })

  it('is written again when it is not known which of two texts stands there', async () => {
    const first = await performed(card('Frozen'))
    bench.github.faults.loseReply({ method: 'PATCH' })
    await expect(performed(card('Thawed'), first)).rejects.toMatchObject({ name: 'TryLater' })
    await performed(card('Frozen'), first)
    expect(bodies()).toEqual(['Frozen\n\n<!-- firebreak:card:1#1 -->'])
  })
})

describe('a comment', () => {
  it('is posted once although the reply was lost', async () => {
    bench.github.faults.loseReply({ method: 'POST', path: /comments/ })
    expect(await bench.insist(comment('Hello'))).toMatchObject({ succeeded: true, tries: 2 })
    expect(bodies()).toEqual([expect.stringMatching(/^Hello\n\n<!-- firebreak:[0-9a-f]{16} -->$/)])
  })

  it('is found again on a later page', async () => {
    for (let number = 0; number < 120; number++) person('alice').comment(thread, `Me too ${number}`)
    await bench.perform(comment('Hello'))
    await bench.perform(comment('Hello'), { triesBefore: 1 })
    expect(bodies()).toHaveLength(121)
  })

  it('is not taken for posted because somebody else wrote its marker', async () => {
    await bench.perform(comment('Hello'))
    const [ours = ''] = bodies()
    bench.github.repository('acme/app').comments = []
    person('alice').comment(thread, ours)
    await bench.perform(comment('Hello'), { triesBefore: 1 })
    expect(bodies()).toHaveLength(2)
  })

  it('with another key is another comment', async () => {
    await bench.perform(comment('Hello'), { key: 'one' })
    await bench.perform(comment('Hello'), { key: 'two', triesBefore: 1 })
    expect(bodies()).toHaveLength(2)
  })

  it('that is too long is cut, says so, and still carries its marker', async () => {
    await bench.perform(comment('🔥'.repeat(40_000)))
    const [body = ''] = bodies()
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(body).toMatch(/🔥\n\n… \*The rest is left out: .*\*\n\n<!-- firebreak:[0-9a-f]{16} -->$/)
    expect(body.isWellFormed()).toBe(true)
  })

  it('waits when GitHub is limiting, and tells for how long', async () => {
    bench.github.faults.secondaryLimit({ method: 'POST', path: /comments/ }, 90)
    await expect(bench.perform(comment('Hello'))).rejects.toMatchObject({ name: 'TryLater', afterMs: 90_000 })
  })
})

describe('a reaction', () => {
  it('is given once, and not missed where the comment is gone', async () => {
    const { id } = person('alice').comment(thread, '/incident ack')
    const react = { type: 'React', commentId: id, content: '+1' } as const
    await bench.perform(react)
    await bench.perform(react)
    expect(bench.github.repository('acme/app').comments[0]?.reactions).toHaveLength(1)
    expect(await bench.perform({ ...react, commentId: 999_999 })).toEqual({ succeeded: true, result: { type: 'Done' } })
  })
})
