import { beforeEach, describe, expect, test } from 'vitest'
import { TryLater } from '../../src/engine/ports.ts'
import { Pacing } from '../../src/github/pacing.ts'
import { thrownBy } from './scripted-github.ts'

type Call = Parameters<Pacing['turn']>[1]

const urgent = { account: '7', urgent: true }
const chatter = { account: '7', urgent: false }
const comment = { method: 'POST', url: '/repos/{owner}/{repo}/issues/{issue_number}/comments' }
const edit = { method: 'PATCH', url: '/repos/{owner}/{repo}/issues/comments/{comment_id}' }

let now = 1_000_000
let pacing: Pacing
beforeEach(() => {
  pacing = new Pacing({
    now: () => now,
    sleep: async (ms) => {
      now += ms
    },
  })
})

/** Makes as many calls as there may be without any waiting. */
async function burst(caller: typeof urgent, call: Call): Promise<number> {
  const begun = now
  for (let made = 0; ; made++) {
    const thrown = await pacing.turn(caller, call).catch((error: unknown) => error)
    if (thrown !== undefined || now > begun) return made
  }
}

describe('the writes of an installation', () => {
  test('may be a burst of twenty, of which four are left to what is urgent', async () => {
    expect(await burst(chatter, edit)).toBe(16)
    expect(await burst(urgent, edit)).toBe(4)
  })

  test('that notify people are twelve at most', async () => {
    expect(await burst(urgent, comment)).toBe(12)
  })

  test('are as many again after a quiet time, and no more', async () => {
    await burst(urgent, edit)
    now += 3_600_000
    expect(await burst(urgent, edit)).toBe(20)
  })

  test('do not slow down those of another', async () => {
    await burst(urgent, edit)
    expect(await burst({ ...urgent, account: '8' }, edit)).toBe(20)
  })

  test('never wait for what is only read', async () => {
    await burst(urgent, edit)
    const before = now
    await pacing.turn(chatter, { method: 'GET', url: '/repos/{owner}/{repo}' })
    expect(now).toBe(before)
  })

  test('never wait for a question to GraphQL, which a change there is not', async () => {
    const graphql = { method: 'POST', url: '/graphql' }
    const before = now
    for (let count = 0; count < 100; count++)
      await pacing.turn(chatter, { ...graphql, query: 'query { viewer { login } }' })
    expect(now).toBe(before)
    expect(await burst(urgent, { ...graphql, query: ' mutation { x }' })).toBe(12)
  })

  test('never hold up a token', async () => {
    const mint = { method: 'POST', url: '/app/installations/{installation_id}/access_tokens' }
    const before = now
    for (let count = 0; count < 100; count++) await pacing.turn({ ...chatter, account: 'app' }, mint)
    expect(now).toBe(before)
  })

  test('go after urgent ones: chatter that would wait long is told for how long, and urgent work is let through', async () => {
    await burst(chatter, comment)
    expect(await thrownBy(pacing.turn(chatter, comment))).toMatchObject({ afterMs: 3000, isExact: true })
    const before = now
    await pacing.turn(urgent, comment)
    expect(now).toBe(before)
  })
})

/** Makes calls as fast as is allowed for so long, and returns when each was made. */
async function madeIn(ms: number, caller: typeof urgent, call: Call): Promise<number[]> {
  const moments: number[] = []
  const end = now + ms
  while (now < end) {
    const thrown: unknown = await pacing.turn(caller, call).catch((error: unknown) => error)
    if (thrown instanceof TryLater) now += thrown.afterMs
    else moments.push(now)
  }
  return moments
}

const mostWithin = (moments: readonly number[], ms: number): number =>
  Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + ms).length))

test.each([urgent, chatter])(
  'no minute has more than 80 writes, and no hour more than 500 that create content',
  async (caller) => {
    const edits = await madeIn(300_000, caller, edit)
    expect(mostWithin(edits, 60_000)).toBeLessThanOrEqual(80)
    expect(edits.length).toBeGreaterThan(300)
    now += 7_200_000
    const created = await madeIn(7_200_000, caller, comment)
    expect(mostWithin(created, 60_000)).toBeLessThanOrEqual(80)
    expect(mostWithin(created, 3_600_000)).toBeLessThanOrEqual(500)
    expect(created.length).toBeGreaterThan(700)
  },
)
